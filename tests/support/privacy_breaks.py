"""One way to break each constraint of terms, consents, copies of data and places of sign-in."""

from collections.abc import Callable
from datetime import date
from typing import Any

from ipmarket.accounts.models import Consent, DataExport, SignInPlace, TermsAcceptance, TermsVersion
from tests.factories.records import AT, make_user


def _terms(**values: Any) -> TermsVersion:
    return TermsVersion.objects.create(**{"kind": "terms", "version": "1", "valid_from": date(2026, 11, 1), "sha256": "0" * 64} | values)


def _same_version() -> None:
    _terms()
    _terms(valid_from=date(2026, 12, 1))


def _same_day() -> None:
    _terms()
    _terms(version="2")


def _accepted_twice() -> None:
    user, terms = make_user(), _terms()
    for language in ("en", "zh-Hant"):
        TermsAcceptance.objects.create(user=user, terms=terms, language=language, accepted_at=AT)


def _two_open_consents() -> None:
    user = make_user()
    for _ in range(2):
        Consent.objects.create(user=user, kind="news", given_at=AT)


def _two_open_copies() -> None:
    user = make_user()
    for _ in range(2):
        DataExport.objects.create(user=user, requested_at=AT)


def _same_place() -> None:
    user = make_user()
    for _ in range(2):
        SignInPlace.objects.create(user=user, digest="0" * 64, first_at=AT, last_at=AT)


PRIVACY_BREAKS: dict[str, Callable[[], Any]] = {
    "user_erased_is_not_active": lambda: make_user(erased_at=AT, is_active=True),
    "terms_kind_known": lambda: _terms(kind="cookies"),
    "terms_version_once": _same_version,
    "terms_one_version_a_day": _same_day,
    "terms_accepted_once": _accepted_twice,
    "consent_kind_known": lambda: Consent.objects.create(user=make_user(), kind="cookies", given_at=AT),
    "consent_one_open": _two_open_consents,
    "data_export_state_known": lambda: DataExport.objects.create(user=make_user(), state="lost", requested_at=AT),
    "data_export_one_open": _two_open_copies,
    "sign_in_place_once": _same_place,
}
