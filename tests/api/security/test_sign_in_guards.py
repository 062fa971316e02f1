"""The guards of signing in, each proven by taking it away: enumeration by answer and by work, CSRF, session claims, crafted bodies.

Every probe returns what an attacker would see; with the guard in place it shows nothing, without it the same probe does.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.headless.account import views as library_views
from allauth.headless.account.inputs import RequestLoginCodeInput as LibraryCodeInput
from allauth.headless.account.inputs import RequestPasswordResetInput as LibraryResetRequestInput
from allauth.headless.account.inputs import ResetPasswordInput as LibraryResetPasswordInput
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from ipmarket.accounts.models import User
from ipmarket.accounts.selectors import actors
from ipmarket.accounts.selectors.actors import SESSION_METHODS, SESSION_METHODS_PERSON, SESSION_ORGANISATION
from ipmarket.accounts.selectors.terms import due_terms
from ipmarket.accounts.sign_in import inputs, views
from ipmarket.accounts.sign_in.adapter import AccountAdapter
from ipmarket.kernel.clock import now
from tests.factories.records import PASSWORD, make_operator, make_organisation, make_user
from tests.support.sessions import sign_in
from tests.support.sign_in import AUTH, auth, log_in

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "known@example.test", "strange@example.test"
HEADERS = ("Content-Type", "Cache-Control", "Vary", "Content-Language", "Content-Length")
Seen = tuple[Any, ...]


def ask(client: Client, path: str, body: dict[str, Any], method: str = "post", **headers: str) -> Seen:
    """Everything that a visitor sees of an answer, save what is drawn anew each time."""
    answer = auth(client, method, path, body, **headers)
    shown = tuple(answer.headers.get(name) for name in HEADERS)
    return (answer.status_code, answer.content, shown, sorted(client.cookies))


def sign_up(email: str) -> list[Seen]:
    client = Client()
    body = {"email": email, "name": "Somebody", "language": "en", "password": "a long enough phrase"}
    wrong = {"key": "BBBB-BBBB"}
    seen = [ask(client, "auth/signup", body)]
    seen += [ask(client, "auth/email/verify", {}, "get", x_email_verification_key="BBBB-BBBB")]
    return [*seen, *[ask(client, "auth/email/verify", wrong) for _ in range(3)], ask(client, "auth/email/verify/resend", {})]


def code(email: str) -> list[Seen]:
    client = Client()
    seen = [ask(client, "auth/code/request", {"email": email}), ask(client, "auth/code/resend", {})]
    return [*seen, *[ask(client, "auth/code/confirm", {"code": "BBBB-BBBB"}) for _ in range(4)]]


def reset(email: str) -> list[Seen]:
    client = Client()
    seen = [ask(client, "auth/password/request", {"email": email})]
    seen += [ask(client, "auth/password/reset", {}, "get", x_password_reset_key="BBBB-BBBB")]
    seen += [ask(client, "auth/password/reset", {"key": "BBBB-BBBB", "password": "short"})]
    return [*seen, ask(client, "auth/password/reset", {"key": "BBBB-BBBB"}), ask(client, "auth/password/reset", {"key": "BBBB-BBBB"})]


def log_in_wrongly(email: str) -> list[Seen]:
    return [ask(Client(), "auth/login", {"email": email, "password": "wrong password"})]


PROBES: list[Callable[[str], list[Seen]]] = [sign_up, code, reset, log_in_wrongly]


def tells_apart(probe: Callable[[str], list[Seen]]) -> bool:
    """True when what is seen of a known address differs from what is seen of an unknown one."""
    cache.clear()
    known = probe(KNOWN)
    cache.clear()
    return known != probe(UNKNOWN)


@pytest.fixture
def known() -> User:
    return make_user(email=KNOWN, name="Somebody")


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.__name__)
def test_no_answer_tells_whether_an_address_has_an_account(probe: Callable[[str], list[Seen]], known: User) -> None:
    assert tells_apart(probe) is False


def test_without_prevention_sign_up_tells(known: User, settings: Settings) -> None:
    settings.ACCOUNT_PREVENT_ENUMERATION = False
    assert tells_apart(sign_up) is True


def test_without_our_inputs_and_prevention_code_and_reset_tell(known: User, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ACCOUNT_PREVENT_ENUMERATION = False
    for view, library in ((views.RequestLoginCodeView, LibraryCodeInput), (views.RequestPasswordResetView, LibraryResetRequestInput)):
        monkeypatch.setattr(view, "input_class", library)
    assert [tells_apart(code), tells_apart(reset)] == [True, True]


def test_without_our_reset_input_a_weak_password_tells(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs.ResetPasswordInput, "clean", LibraryResetPasswordInput.clean)
    assert tells_apart(reset) is True


def test_without_our_reset_view_an_unknown_address_makes_the_library_fall_over(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views.ResetPasswordView, "get", library_views.ResetPasswordView.get)
    with pytest.raises(AttributeError):
        reset(UNKNOWN)


# ── Work ──


def work_of(monkeypatch: pytest.MonkeyPatch, path: str, body: dict[str, Any]) -> tuple[int, int, list[str]]:
    """How many passwords were hashed or checked, how many statements ran, and what kinds of statements, for one request."""
    hashed: list[str] = []
    with monkeypatch.context() as patch:
        for name in ("set_password", "check_password"):
            original = getattr(AbstractBaseUser, name)

            def counted(self: Any, raw: str | None, original: Any = original) -> Any:
                if raw is not None:
                    hashed.append("")
                return original(self, raw)

            patch.setattr(AbstractBaseUser, name, counted)
        cache.clear()
        # The process remembers which terms are in force, whoever asked for them first.
        due_terms(None, on=now().date())
        with CaptureQueriesContext(connection) as ran:
            auth(Client(), "post", path, body)
    kinds = [re.sub(r"\s.*", "", str(q["sql"])) for q in ran.captured_queries]
    return len(hashed), len(kinds), sorted(k for k in kinds if k in {"INSERT", "UPDATE", "DELETE"})


REQUESTS = [
    ("auth/signup", {"name": "Somebody", "language": "en", "password": "a long enough phrase"}),
    ("auth/signup", {"name": "Somebody", "language": "en"}),
    ("auth/code/request", {}),
    ("auth/password/request", {}),
    ("auth/login", {"password": "wrong password"}),
]


@pytest.mark.parametrize(("path", "body"), REQUESTS)
def test_a_known_address_costs_what_an_unknown_one_costs(
    path: str, body: dict[str, Any], known: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_known = work_of(monkeypatch, path, {"email": KNOWN, **body})
    of_unknown = work_of(monkeypatch, path, {"email": UNKNOWN, **body})
    assert of_known == of_unknown


@pytest.mark.parametrize("first", ["auth/signup", "auth/code/request"])
def test_asking_for_the_code_again_costs_the_same(first: str, known: User) -> None:
    again = {"auth/signup": "auth/email/verify/resend", "auth/code/request": "auth/code/resend"}[first]
    counts = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        cache.clear()
        auth(client, "post", first, {"email": email, "name": "Somebody", "language": "en"})
        # A code that was just sent is not sent again within ten seconds.
        cache.clear()
        with CaptureQueriesContext(connection) as ran:
            assert auth(client, "post", again).status_code == 200
        counts.append([re.sub(r"\s.*", "", str(q["sql"])) for q in ran.captured_queries])
    assert [sorted(kinds) for kinds in counts[:1]] == [sorted(kinds) for kinds in counts[1:]]


def test_without_the_rehearsal_a_known_address_is_cheaper(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs.SignUpInput, "_rehearse", lambda self, request: None)
    path, body = REQUESTS[0]
    of_known = work_of(monkeypatch, path, {"email": KNOWN, **body})
    of_unknown = work_of(monkeypatch, path, {"email": UNKNOWN, **body})
    assert (of_known[0], of_unknown[0]) == (0, 1)
    assert of_known[1] < of_unknown[1]


def test_the_rehearsal_leaves_nothing_behind(known: User) -> None:
    sign_up(KNOWN)
    assert [user.email for user in User.objects.all()] == [KNOWN]


# ── CSRF ──


def signs_in_without_a_token() -> bool:
    client = Client(enforce_csrf_checks=True)
    return bool(auth(client, "post", "auth/login", {"email": KNOWN, "password": PASSWORD}).status_code == 200)


def test_no_other_site_signs_anybody_in(known: User) -> None:
    assert signs_in_without_a_token() is False
    client = Client(enforce_csrf_checks=True)
    token = client.get("/api/app/session").json()["csrfToken"]
    answer = auth(client, "post", "auth/login", {"email": KNOWN, "password": PASSWORD}, x_csrftoken=token)
    assert answer.status_code == 200
    stale = auth(client, "delete", "auth/session", x_csrftoken="a" * 64)
    assert (stale.status_code, stale["Content-Type"], stale.json()["code"]) == (403, "application/problem+json", "csrf_failed")
    fresh = client.get("/api/app/session").json()["csrfToken"]
    assert auth(client, "delete", "auth/session", x_csrftoken=fresh).status_code == 401


def test_without_the_middleware_another_site_would(known: User, settings: Settings) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csrf" not in name.lower()]
    assert signs_in_without_a_token() is True


# ── Session claims ──


def roles_of(client: Client) -> list[str]:
    roles: list[str] = client.get("/api/app/session").json()["roles"]
    return roles


def with_claims(user: User, **claims: Any) -> Client:
    client = Client()
    sign_in(client, user, is_strong=False)
    session = client.session
    for key, value in claims.items():
        session[key] = value
    session.save()
    return client


def test_a_strong_mark_of_somebody_else_does_not_count() -> None:
    """A mark that was left by another person in the same session is theirs."""
    user, other = make_operator(), make_user()
    mark = [{"method": "mfa", "at": 1.0}]
    assert roles_of(with_claims(user, **{SESSION_METHODS: mark, SESSION_METHODS_PERSON: str(user.pk)})) == ["operator"]
    assert roles_of(with_claims(user, **{SESSION_METHODS: mark, SESSION_METHODS_PERSON: str(other.pk)})) == []
    assert roles_of(with_claims(user, **{SESSION_METHODS: "mfa"})) == []


def test_without_the_check_of_strength_a_password_would_be_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_operator()
    assert roles_of(with_claims(user)) == []
    monkeypatch.setattr(actors, "is_strong_session", lambda session, user: True)
    assert roles_of(with_claims(user)) == ["operator"]


@pytest.mark.parametrize("demo", [True, False])
def test_the_demo_mark_counts_for_demo_people_in_the_demo_only(demo: bool, settings: Settings) -> None:
    settings.DEMO = demo
    real, shown = make_operator(), make_user(email="demo@example.test", is_demo=True, roles=("operator",))
    assert roles_of(with_claims(real, demo_session=str(real.pk))) == []
    assert roles_of(with_claims(shown, demo_session=str(shown.pk))) == (["operator"] if demo else [])
    assert roles_of(with_claims(shown, demo_session=str(real.pk))) == []


def test_an_organisation_in_the_session_that_one_is_not_in_does_not_count() -> None:
    own, foreign = make_organisation(name_en="Own"), make_organisation(name_en="Foreign")
    user = make_user(organisation=own)
    for claim in (str(foreign.id), "no id", 7):
        told = with_claims(user, **{SESSION_ORGANISATION: claim}).get("/api/app/session").json()
        assert told["organisation"]["id"] == str(own.id)


# ── Crafted bodies ──

CLAIMS = {
    "is_active": False, "isActive": False, "is_demo": True, "isDemo": True, "is_staff": True, "is_superuser": True,
    "roles": ["operator"], "platform_roles": ["operator"], "organisation_id": "x", "id": "00000000-0000-7000-8000-000000000000",
    "created_at": "2000-01-01T00:00:00Z", "verified": True, "email_verified": True, "is_confirmed": True, "time_zone": "UTC",
}  # fmt: skip


def made_by_a_crafted_body() -> tuple[Any, ...]:
    client = Client()
    body = {"email": UNKNOWN, "name": "Somebody", "language": "en", **CLAIMS}
    auth(client, "post", "auth/signup", body)
    user = User.objects.get(email=UNKNOWN)
    emails = list(EmailAddress.objects.filter(user=user).values_list("verified", flat=True))
    return (user.is_active, user.is_demo, user.time_zone, user.platform_roles.count(), user.memberships.count(), emails)


def test_a_crafted_body_makes_nobody_more() -> None:
    assert made_by_a_crafted_body() == (True, False, "Asia/Hong_Kong", 0, 0, [False])
    assert str(User.objects.get(email=UNKNOWN).id) != CLAIMS["id"]


def test_an_adapter_that_took_the_body_would_let_it(monkeypatch: pytest.MonkeyPatch) -> None:
    original = AccountAdapter.save_user

    def careless(self: AccountAdapter, request: Any, user: Any, form: Any, commit: bool = True) -> Any:
        person = original(self, request, user, form, commit)
        for key, value in form.data.items():
            if key in {"is_demo", "time_zone"}:
                setattr(person, key, value)
        person.save()
        return person

    monkeypatch.setattr(AccountAdapter, "save_user", careless)
    assert made_by_a_crafted_body() != (True, False, "Asia/Hong_Kong", 0, 0, [False])


def test_more_values_at_sign_in_change_nothing(known: User) -> None:
    client = Client()
    answer = auth(client, "post", "auth/login", {"email": KNOWN, "password": PASSWORD, **CLAIMS, "methods": [{"method": "mfa"}]})
    told = client.get("/api/app/session").json()
    assert (answer.status_code, told["isStrong"], told["roles"], told["organisation"]) == (200, False, [], None)
    assert client.get(f"{AUTH}/auth/session?is_strong=1").status_code == 200
    assert log_in(Client(), known).status_code == 200
