"""Passwords, addresses and sessions: changing them, proving again first, and what ends elsewhere."""

from datetime import UTC, datetime
from typing import Any
from unittest import mock

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ipmarket.accounts import credentials
from tests.factories.records import PASSWORD, make_user
from tests.support.sign_in import auth, log_in, mailed, mails, prove_again
from tests.support.traces import entries, events

pytestmark = pytest.mark.django_db
NEW = "another phrase of mine"


def actions() -> list[str]:
    return [entry[0] for entry in entries() if entry[0].startswith("accounts.")]


def signed_in(user: Any) -> Client:
    client = Client()
    assert log_in(client, user).status_code == 200
    return client


def is_signed_in(client: Client) -> bool:
    told: bool = client.get("/api/app/session").json()["authenticated"]
    return told


def test_a_changed_password_ends_the_other_sessions() -> None:
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user)
    answer = auth(here, "post", "account/password/change", {"current_password": PASSWORD, "new_password": NEW})
    assert answer.status_code == 200
    assert (is_signed_in(here), is_signed_in(elsewhere), Session.objects.count()) == (True, False, 1)
    assert mails() == [("accounts/password_changed", user.email)]
    assert actions()[-1] == "accounts.password_changed"
    assert entries()[-2][4] == {"sessionsEnded": 1}
    assert [e[3] for e in events() if e[0] == "accounts.credentials_changed"] == [{"userId": str(user.id), "change": "password_changed"}]
    assert log_in(Client(), user, NEW).status_code == 200


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"current_password": "wrong password", "new_password": NEW}, "current_password", "enter_current_password"),
        ({"new_password": NEW}, "current_password", "required"),
        ({"current_password": PASSWORD, "new_password": "short"}, "new_password", "password_too_short"),
        ({"current_password": PASSWORD, "new_password": "password1234"}, "new_password", "password_too_common"),
    ],
)
def test_a_password_that_is_not_changed_changes_nothing(body: dict[str, str], param: str, code: str) -> None:
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user)
    before = actions()
    answer = auth(here, "post", "account/password/change", body)
    assert (answer.status_code, [(e["param"], e["code"]) for e in answer.json()["errors"]]) == (400, [(param, code)])
    assert (actions(), mails(), is_signed_in(elsewhere)) == (before, [], True)


def test_somebody_without_a_password_chooses_one(client: Client) -> None:
    user = make_user()
    user.set_unusable_password()
    user.save()
    auth(client, "post", "auth/code/request", {"email": user.email})
    auth(client, "post", "auth/code/confirm", {"code": mailed("accounts/sign_in_code")["code"]})
    assert auth(client, "post", "account/password/change", {"new_password": NEW}).status_code == 200
    assert is_signed_in(client)
    assert log_in(Client(), user, NEW).status_code == 200


def test_a_forgotten_password(client: Client) -> None:
    user = make_user()
    elsewhere = signed_in(user)
    asked = auth(client, "post", "auth/password/request", {"email": user.email})
    assert asked.status_code == 401
    assert {"id": "password_reset_by_code", "is_pending": True} in asked.json()["data"]["flows"]
    code = mailed("accounts/password_reset_code")["code"]
    known = auth(client, "get", "auth/password/reset", x_password_reset_key=code)
    assert (known.status_code, known.json()["data"]["user"]["email"]) == (200, user.email)
    weak = auth(client, "post", "auth/password/reset", {"key": code, "password": "password1234"})
    assert (weak.status_code, weak.json()["errors"][0]["code"]) == (400, "password_too_common")
    done = auth(client, "post", "auth/password/reset", {"key": code, "password": NEW})
    assert (done.status_code, done.json()["meta"]) == (401, {"is_authenticated": False})
    assert (is_signed_in(elsewhere), is_signed_in(client)) == (False, False)
    assert mails()[-1] == ("accounts/password_changed", user.email)
    assert log_in(Client(), user).status_code == 400
    assert log_in(Client(), user, NEW).status_code == 200
    assert auth(client, "post", "auth/password/reset", {"key": code, "password": "yet another phrase"}).json() == {"status": 409}


def test_a_reset_code_wrong_three_times_or_late(client: Client) -> None:
    user = make_user()
    auth(client, "post", "auth/password/request", {"email": user.email})
    code = mailed("accounts/password_reset_code")["code"]
    wrong = [auth(client, "post", "auth/password/reset", {"key": "BBBB-BBBB", "password": NEW}).status_code for _ in range(3)]
    assert (wrong, auth(client, "post", "auth/password/reset", {"key": code, "password": NEW}).status_code) == ([400] * 3, 409)
    late = Client()
    auth(late, "post", "auth/password/request", {"email": user.email})
    code = mailed("accounts/password_reset_code")["code"]
    with mock.patch("time.time", return_value=datetime.now(UTC).timestamp() + 5 * 60 + 1):
        assert auth(late, "post", "auth/password/reset", {"key": code, "password": NEW}).status_code == 409
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_change_of_address_asks_for_proof_and_tells_the_old_one() -> None:
    user = make_user(email="old@example.test")
    client, elsewhere = signed_in(user), signed_in(user)
    refused = auth(client, "post", "account/email", {"email": "New@Example.test"})
    assert (refused.status_code, refused.json()["data"]["flows"][0], refused.json()["meta"]) == (
        401, {"id": "reauthenticate"}, {"is_authenticated": True},
    )  # fmt: skip
    assert mails() == []
    assert auth(client, "post", "auth/reauthenticate", {"password": "wrong password"}).json()["errors"][0]["code"] == "incorrect_password"
    assert auth(client, "post", "auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    assert auth(client, "post", "account/email", {"email": "New@Example.test"}).status_code == 200
    assert (mails(), credentials.verified_addresses(user.id)) == (
        [("accounts/email_change_code", "new@example.test")],
        ["old@example.test"],
    )
    assert auth(client, "post", "auth/email/verify", {"key": mailed("accounts/email_change_code")["code"]}).status_code == 200
    assert credentials.verified_addresses(user.id) == ["new@example.test"]
    assert mails()[1:] == [("accounts/email_changed_notice", "old@example.test")]
    assert mailed("accounts/email_changed_notice")["new_address"] == "n•••@example.test"
    user.refresh_from_db()
    assert (user.email, is_signed_in(client), is_signed_in(elsewhere)) == ("new@example.test", True, False)
    assert actions()[-1] == "accounts.address_changed"
    assert "new@example.test" not in str(entries())


def test_an_address_of_another_person_is_not_taken() -> None:
    make_user(email="taken@example.test")
    user = make_user(email="old@example.test")
    client = signed_in(user)
    prove_again(client)
    free, taken = (auth(client, "post", "account/email", {"email": email}) for email in ("free@example.test", "taken@example.test"))
    assert (free.status_code, taken.status_code) == (200, 200)
    assert [[a["email"] for a in answer.json()["data"]] for answer in (free, taken)] == [
        ["old@example.test", "free@example.test"], ["old@example.test", "taken@example.test"],
    ]  # fmt: skip
    answer = auth(client, "post", "auth/email/verify", {"key": mailed("accounts/email_change_code")["code"]})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "email_taken")
    assert credentials.verified_addresses(user.id) == ["old@example.test"]


def test_the_only_address_cannot_be_removed() -> None:
    user = make_user()
    client = signed_in(user)
    prove_again(client)
    answer = auth(client, "delete", "account/email", {"email": user.email})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "cannot_remove_primary_email")


def test_sessions_are_listed_and_ended_elsewhere() -> None:
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user)
    listed = auth(here, "get", "auth/sessions").json()["data"]
    assert sorted(s["is_current"] for s in listed) == [False, True]
    other = next(s["id"] for s in listed if not s["is_current"])
    key = elsewhere.cookies["sessionid"].value
    answer = auth(here, "delete", "auth/sessions", {"sessions": [other]})
    assert (answer.status_code, [s["is_current"] for s in answer.json()["data"]]) == (200, [True])
    assert (Session.objects.filter(session_key=key).exists(), is_signed_in(elsewhere)) == (False, False)
    assert entries()[-1][:1] + entries()[-1][4:] == ("accounts.end_session", {"sessions": 1})


def test_nobody_ends_the_sessions_of_another() -> None:
    mine, theirs = signed_in(make_user()), signed_in(make_user(email="other@example.test"))
    foreign = auth(theirs, "get", "auth/sessions").json()["data"][0]["id"]
    answers = [auth(mine, "delete", "auth/sessions", {"sessions": [number]}) for number in (foreign, 999_999)]
    assert [a.status_code for a in answers] == [400, 400]
    assert answers[0].json()["errors"][0]["code"] == answers[1].json()["errors"][0]["code"] == "invalid_choice"
    assert is_signed_in(theirs)
