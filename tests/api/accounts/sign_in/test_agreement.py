"""The yes to the terms on the sign-up form: asked for, kept until the address is proven, recorded for whoever proved it there."""

from typing import Any

import pytest
from django.test import Client

from ipmarket.accounts.models import TermsAcceptance, TermsVersion, User
from ipmarket.accounts.services.load_terms import load_terms
from ipmarket.kernel import process_cache
from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.clock import now
from tests.factories.records import AT, make_user
from tests.support.sign_in import auth, mailed, mails
from tests.support.traces import entries, traces

pytestmark = pytest.mark.django_db
TERMS, PRIVACY = {"kind": "terms", "version": "2026-11"}, {"kind": "privacy", "version": "2026-11"}
NEW = {"email": " Ada@Example.test", "name": "Ada Lam", "language": "zh-Hant"}


@pytest.fixture(autouse=True)
def in_force() -> None:
    load_terms(actor=SYSTEM, at=AT)


def sign_up(client: Client, agreed: Any = (TERMS, PRIVACY), **more: Any) -> Any:
    body = {**NEW, "agreed": list(agreed) if isinstance(agreed, tuple) else agreed, **more}
    return auth(client, "post", "auth/signup", body, accept_language="zh-CN")


def confirm(client: Client) -> Any:
    return auth(client, "post", "auth/email/verify", {"key": mailed("accounts/sign_up_code")["code"]})


def accepted() -> list[tuple[str, str, str, str]]:
    rows = TermsAcceptance.objects.order_by("terms__kind")
    return list(rows.values_list("user__email", "terms__kind", "terms__version", "language"))


def test_a_visitor_is_told_what_signing_up_takes(client: Client) -> None:
    assert client.get("/api/app/session").json()["termsDue"] == [PRIVACY, TERMS]


def test_it_is_recorded_with_the_proof_of_the_address(client: Client) -> None:
    assert sign_up(client).status_code == 401
    assert accepted() == []
    assert confirm(client).status_code == 200
    # In the language of the page on which it was said, not that of the account.
    assert accepted() == [("ada@example.test", kind, "2026-11", "zh-Hans") for kind in ("privacy", "terms")]
    assert client.get("/api/app/session").json()["termsDue"] == []
    mine = [entry for entry in entries() if entry[2] == str(User.objects.get().id)]
    assert [entry[0] for entry in mine] == [
        "accounts.register_person", "accounts.address_confirmed", *["accounts.accept_terms"] * 2, "accounts.start_session",
    ]  # fmt: skip
    assert mine[2][4] == {"kind": "terms", "version": "2026-11", "language": "zh-Hans"}


@pytest.mark.parametrize(
    ("agreed", "code"),
    [
        ((), "terms_not_accepted"),
        ((TERMS,), "terms_not_accepted"),
        (None, "terms_not_accepted"),
        (True, "terms_not_accepted"),
        ({"terms": True}, "terms_not_accepted"),
        ((["terms", "2026-11"], "privacy", {"kind": [], "version": {}}), "terms_not_accepted"),
        ((TERMS, PRIVACY) * 6, "terms_not_accepted"),
        ("1" * 5_000, "terms_not_accepted"),
        ("[" * 30_000, "terms_not_accepted"),
        ((TERMS, {**PRIVACY, "version": "2025-01"}), "terms_not_current"),
    ],
)
def test_no_account_without_it(agreed: Any, code: str, client: Client) -> None:
    before = traces()
    answer = sign_up(client, agreed)
    assert (answer.status_code, [(e["param"], e["code"]) for e in answer.json()["errors"]]) == (400, [("agreed", code)])
    assert (User.objects.count(), mails(), traces()) == (0, [], before)


def test_the_owner_of_the_address_accepted_nothing_by_somebody_elses_yes(client: Client) -> None:
    sign_up(client)
    owner = Client()
    auth(owner, "post", "auth/code/request", {"email": "ada@example.test"})
    assert auth(owner, "post", "auth/code/confirm", {"code": mailed("accounts/sign_in_code")["code"]}).status_code == 200
    assert accepted() == []
    assert owner.get("/api/app/session").json()["termsDue"] == [PRIVACY, TERMS]


def test_a_yes_for_one_address_is_none_for_another(client: Client) -> None:
    sign_up(client)
    session = client.session
    session["ipmarket_agreed"] = {**session["ipmarket_agreed"], "email": "eve@example.test"}
    session.save()
    assert confirm(client).status_code == 200
    assert accepted() == []
    assert "ipmarket_agreed" not in client.session


def test_a_version_that_was_replaced_meanwhile_is_asked_for_again(client: Client) -> None:
    sign_up(client)
    newer = {"kind": "terms", "version": "2026-12"}
    TermsVersion.objects.create(**newer, valid_from=now().date(), sha256="0" * 64)
    process_cache.forget()
    assert confirm(client).status_code == 200
    assert accepted() == [("ada@example.test", "privacy", "2026-11", "zh-Hans")]
    assert client.get("/api/app/session").json()["termsDue"] == [newer]


def test_a_known_address_answers_the_same_and_records_nothing(client: Client) -> None:
    make_user(email="ada@example.test")
    before = len(entries())
    assert sign_up(client).status_code == 401
    assert mails() == [("accounts/sign_up_known_address", "ada@example.test")]
    assert (accepted(), [entry[0] for entry in entries()[before:]]) == ([], ["mail.queue_mail"])
