"""What each constraint of organisations, their evidence, their domains and of suspensions refuses. Shown to test_constraints.py."""

from collections.abc import Callable
from typing import Any

from ipmarket.accounts.models import Document, Organisation, OrganisationDomain, Suspension, VerificationCase
from tests.factories.records import AT, make_organisation, make_user


def _document(**values: Any) -> Document:
    person = values.pop("uploaded_by", None) or make_user()
    plain = {"kind": "registration", "path": "p", "sha256": "0", "name": "a.pdf", "media_type": "application/pdf", "size_bytes": 1}
    return Document.objects.create(**{"organisation": make_organisation(), "uploaded_by": person, "created_at": AT, **plain} | values)


def _case(**values: Any) -> VerificationCase:
    asker = values.pop("submitted_by", None) or make_user()
    organisation = values.pop("organisation", None) or make_organisation()
    return VerificationCase.objects.create(**{"organisation": organisation, "submitted_by": asker, "submitted_at": AT} | values)


def _decided_by_who_asked() -> None:
    asker = make_user()
    _case(submitted_by=asker, state="verified", decided_by=asker, decided_at=AT)


def _second_open_case() -> None:
    first = _case()
    _case(organisation=first.organisation, submitted_by=first.submitted_by)


def _domain(name: str, organisation: Organisation | None = None, **values: Any) -> OrganisationDomain:
    person = values.pop("added_by", None) or make_user()
    return OrganisationDomain.objects.create(
        organisation=organisation or make_organisation(), domain=name, added_by=person, added_at=AT, **values
    )


def _same_domain() -> None:
    first = _domain("sample.example")
    _domain("sample.example", added_by=first.added_by)


def _suspension(**values: Any) -> Suspension:
    operator = values.pop("started_by", None) or make_user(email="operator@example.test")
    return Suspension.objects.create(**{"reason": "Needed.", "starts_at": AT, "started_by": operator} | values)


def _suspended_twice(field: str) -> Callable[[], None]:
    def run() -> None:
        whose = make_user() if field == "user" else make_organisation()
        first = _suspension(**{field: whose})
        _suspension(**{field: whose, "started_by": first.started_by})

    return run


def _merged_into_itself() -> None:
    organisation = make_organisation()
    Organisation.objects.filter(id=organisation.id).update(state="merged", merged_into=organisation)


ORGANISATION_BREAKS: dict[str, Callable[[], Any]] = {
    "organisation_state_known": lambda: make_organisation(state="asleep"),
    "organisation_verification_known": lambda: make_organisation(verification="maybe"),
    "organisation_registration_kind_known": lambda: make_organisation(registration_kind="vat"),
    "organisation_verified_since": lambda: make_organisation(verification="verified"),
    "organisation_merged_into_another": lambda: make_organisation(state="merged"),
    "organisation_not_merged_into_itself": _merged_into_itself,
    "document_kind_known": lambda: _document(kind="poem"),
    "verification_state_known": lambda: _case(state="unverified", decided_by=make_user(email="o@example.test"), decided_at=AT),
    "verification_decided_by_somebody": lambda: _case(state="verified"),
    "verification_not_decided_by_who_asked": _decided_by_who_asked,
    "verification_one_open": _second_open_case,
    "domain_stands_for_one": _same_domain,
    "domain_in_lower_case": lambda: _domain("Sample.example"),
    "suspension_of_one": lambda: _suspension(user=make_user(), organisation=make_organisation()),
    "suspension_has_a_reason": lambda: _suspension(user=make_user(), reason=""),
    "suspension_one_open_per_user": _suspended_twice("user"),
    "suspension_one_open_per_organisation": _suspended_twice("organisation"),
}
