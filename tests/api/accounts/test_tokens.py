"""API tokens: shown once, narrow, dead the moment they should be."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ipmarket.accounts.models import ApiToken, Membership, Organisation, PlatformRoleGrant, User
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.secret_tokens import digest_of
from tests.factories.records import make_organisation, make_right, make_user
from tests.support.sessions import sign_in
from tests.support.traces import entries, traces

pytestmark = pytest.mark.django_db
URL = "/api/app/account/tokens"
ORDER: dict[str, Any] = {"name": "Catalogue reader", "scopes": ["catalogue.read"], "expiresInDays": 30}


@pytest.fixture
def organisation() -> Organisation:
    return make_organisation(name_en="Token Works")


@pytest.fixture
def owner(organisation: Organisation) -> User:
    return make_user(organisation=organisation)


@pytest.fixture
def browser(owner: User) -> Client:
    client = Client()
    sign_in(client, owner, is_strong=False)
    return client


def make(browser: Client, **values: Any) -> Any:
    return browser.post(URL, {**ORDER, **values}, content_type="application/json")


def program(secret: str, **options: Any) -> Client:
    return Client(headers={"Authorization": f"Bearer {secret}"}, **options)


def test_a_token_is_shown_once_and_kept_as_a_digest(browser: Client, owner: User, organisation: Organisation) -> None:
    answer = make(browser, scopes=["organisation.read", "catalogue.read"], organisationId=str(organisation.id))
    made = answer.json()
    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    token = ApiToken.objects.get()
    assert made["token"].startswith("ipm_")
    assert len(made["token"]) >= 40
    assert (made["prefix"], token.digest) == (made["token"][:12], digest_of(made["token"]))
    assert (made["scopes"], made["organisation"]["name"]) == (["catalogue.read", "organisation.read"], "Token Works")
    shown = browser.get(URL).json()["items"]
    assert [sorted(item) for item in shown] == [sorted(set(made) - {"token"})]
    assert made["token"] not in browser.get(URL).content.decode() + str(traces())
    assert [entry[:3] for entry in entries() if entry[0] == "accounts.make_token"] == [
        ("accounts.make_token", "accounts.api_token", str(token.id))
    ]
    assert list(Message.objects.values_list("template", "user_id")) == [("accounts/token_made", owner.id)]


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"scopes": []}, 400, "invalid"),
        ({"scopes": ["everything"]}, 400, "invalid"),
        ({"expiresInDays": 0}, 400, "invalid"),
        ({"expiresInDays": 367}, 400, "invalid"),
        ({"name": "x" * 81}, 400, "invalid"),
        ({"scopes": ["import"]}, 422, "scope_not_yours"),
        ({"scopes": ["organisation.read"]}, 422, "scope_not_yours"),
        ({"organisationId": str(uuid4())}, 404, "not_found"),
    ],
)
def test_what_cannot_be_had(browser: Client, values: dict[str, Any], status: int, code: str) -> None:
    before = traces()
    answer = make(browser, **values)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (ApiToken.objects.count(), Message.objects.count(), traces()) == (0, 0, before)


def test_only_so_many_at_a_time(browser: Client, owner: User) -> None:
    now = timezone.now()
    ApiToken.objects.bulk_create(
        ApiToken(user=owner, name="t", digest=f"{n:064}", scopes=["catalogue.read"], created_at=now, expires_at=now + timedelta(days=1))
        for n in range(19)
    )
    assert make(browser).status_code == 201
    answer = make(browser)
    assert (answer.status_code, answer.json()["code"], answer.json()["params"]) == (409, "too_many_tokens", {"most": 20})


def test_making_one_takes_a_fresh_proof(browser: Client) -> None:
    session = browser.session
    session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp() - 3600}]
    session.save()
    answer = make(browser)
    assert (answer.status_code, answer.json()["code"], ApiToken.objects.count()) == (401, "reauthentication_needed", 0)


def test_what_a_program_may_do(browser: Client, owner: User, organisation: Organisation) -> None:
    make_right(audience="owner", owner_organisation=organisation)
    make_right("HK30012346A", audience="owner")
    secret = make(browser, organisationId=str(organisation.id)).json()["token"]
    answer = program(secret).get("/api/v1/patents")
    assert (answer.status_code, len(answer.json()["items"])) == (200, 1)
    assert "private" in answer["Cache-Control"]
    assert "Authorization" in answer["Vary"]
    for refused in (program(secret).get("/api/app/account"), program(secret).post(URL, ORDER, content_type="application/json")):
        assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    assert program(secret).get("/api/app/session").status_code == 403
    alone = make(browser).json()["token"]
    assert program(alone).get("/api/v1/patents").json()["items"] == [], "it acts for no organisation"


def test_no_cookie_counts_beside_a_token(browser: Client, owner: User) -> None:
    secret = make(browser).json()["token"]
    browser.defaults["HTTP_AUTHORIZATION"] = f"Bearer {secret}"
    assert browser.get("/api/app/account").status_code == 403
    browser.defaults["HTTP_AUTHORIZATION"] = "Bearer ipm_nothing"
    assert browser.get("/api/v1/patents").status_code == 401


def _expire(token: ApiToken) -> None:
    ApiToken.objects.filter(id=token.id).update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now())


def _revoke(token: ApiToken) -> None:
    client = Client()
    sign_in(client, token.user, is_strong=False)
    assert client.delete(f"{URL}/{token.id}").status_code == 204


def _suspend(token: ApiToken) -> None:
    User.objects.filter(id=token.user_id).update(is_active=False)


def _leave(token: ApiToken) -> None:
    Membership.objects.filter(user_id=token.user_id).update(ends_at=timezone.now())


def _rest(token: ApiToken) -> None:
    Organisation.objects.update(state="suspended")


@pytest.mark.parametrize("ending", [_expire, _revoke, _suspend, _leave, _rest], ids=lambda ending: ending.__name__)
def test_a_token_does_not_outlive_what_it_stands_on(ending: Any, browser: Client, organisation: Organisation) -> None:
    secret = make(browser, organisationId=str(organisation.id)).json()["token"]
    token = ApiToken.objects.get()
    assert program(secret).get("/api/v1/patents").status_code == 200
    ending(token)
    dead, unknown = program(secret).get("/api/v1/patents"), program("ipm_" + "x" * 43).get("/api/v1/patents")
    assert (dead.status_code, dead["WWW-Authenticate"]) == (401, 'Bearer realm="ipmarket"')
    assert dead.content == unknown.content


@pytest.mark.parametrize("secret", ["", "x" * 5000, "ipm_", "ipm_\u00e9", "a b c"])
def test_nonsense_is_refused(secret: str) -> None:
    assert program(secret.encode("utf-8").decode("latin-1")).get("/api/v1/patents").status_code == 401


def test_a_token_is_its_owners_alone(browser: Client) -> None:
    make(browser)
    token = ApiToken.objects.get()
    stranger = Client()
    sign_in(stranger, make_user(email="stranger@example.test"), is_strong=False)
    before = traces()
    for id_ in (token.id, uuid4()):
        assert stranger.delete(f"{URL}/{id_}").json() == stranger.delete(f"{URL}/{uuid4()}").json()
    assert stranger.get(URL).json()["items"] == []
    assert (ApiToken.objects.get().revoked_at, traces()) == (None, before)


def test_the_operators_role_wakes_in_a_token_that_imports_and_ends_with_the_role(owner: User) -> None:
    grant = PlatformRoleGrant.objects.create(user=owner, role="operator", starts_at=timezone.now() - timedelta(days=1))
    browser = Client()
    sign_in(browser, owner)
    importing, reading = (make(browser, scopes=[scope]).json()["token"] for scope in ("import", "catalogue.read"))
    make_right(audience="owner")
    assert program(importing).get("/api/app/imports").status_code == 200
    assert program(reading).get("/api/app/imports").status_code == 403
    assert program(reading).get("/api/v1/patents").json()["items"] == [], "the role sleeps where nothing needs it"
    assert program(importing).get("/api/app/admin/roles").status_code == 403
    PlatformRoleGrant.objects.filter(id=grant.id).update(ends_at=timezone.now())
    assert program(importing).get("/api/app/imports").status_code == 403


def test_when_it_was_last_used_is_noted_once_a_minute(browser: Client) -> None:
    secret = make(browser).json()["token"]

    def writes() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert program(secret).get("/api/v1/patents").status_code == 200
        return len([each for each in asked if each["sql"].startswith("UPDATE")])

    assert [writes(), writes()] == [1, 0]
    assert ApiToken.objects.get().last_used_at is not None
    ApiToken.objects.update(last_used_at=timezone.now() - timedelta(seconds=61))
    assert writes() == 1


def test_a_program_writes_without_a_csrf_token_and_a_browser_does_not(owner: User) -> None:
    PlatformRoleGrant.objects.create(user=owner, role="operator", starts_at=timezone.now() - timedelta(days=1))
    browser = Client()
    sign_in(browser, owner)
    secret = make(browser, scopes=["import"]).json()["token"]
    without_body = program(secret, enforce_csrf_checks=True).post("/api/app/imports", {}, format="multipart")
    assert without_body.status_code == 400, "refused for its missing file, not for a missing CSRF token"
    strict = Client(enforce_csrf_checks=True)
    sign_in(strict, owner)
    assert strict.post("/api/app/imports", {}).json()["code"] == "csrf_failed"


def test_each_program_counts_for_itself(browser: Client, settings: Any) -> None:
    settings.IPMARKET_THROTTLE_RATES = {"read_person": (2, 60)}
    first, second = (make(browser).json()["token"] for _ in range(2))
    assert [program(first).get("/api/v1/patents").status_code for _ in range(3)] == [200, 200, 429]
    assert program(second).get("/api/v1/patents").status_code == 200


def test_guessing_is_slowed_down(settings: Any) -> None:
    settings.IPMARKET_THROTTLE_RATES = {"refused_token": (3, 60)}
    answers = [program(f"ipm_{number}").get("/api/v1/patents") for number in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_the_scopes_say_what_they_open(browser: Client) -> None:
    scopes = {scope["code"]: scope for scope in browser.get("/api/app/account/token-scopes").json()["items"]}
    assert sorted(scopes) == ["account.read", "catalogue.read", "import", "organisation.read", "organisation.write"]
    assert scopes["catalogue.read"]["actions"] == ["accounts.organisation.read_card", "patents.catalogue.read", "reference.rows.read"]
    assert [code for code, scope in scopes.items() if not scope["isYours"]] == ["import"]
    assert [code for code, scope in scopes.items() if scope["forOrganisation"]] == ["organisation.read", "organisation.write"]
