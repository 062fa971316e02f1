"""A token is bound to its subject: it does what its owner may do for the organisation it names, and ends with either of them."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import rest_framework.views
from django.test import Client
from rest_framework.authentication import SessionAuthentication

from ipmarket.accounts.api.token_authentication import TokenAuthentication
from ipmarket.accounts.models import ApiToken, Mandate, Membership, Organisation, PlatformRoleGrant, User
from ipmarket.accounts.selectors import tokens
from ipmarket.accounts.selectors.policies import Who
from ipmarket.accounts.services import make_token as token_service
from ipmarket.accounts.services.change_member_role import change_member_role
from ipmarket.accounts.services.close_organisation import close_organisation
from ipmarket.accounts.services.erase_person import erase_person
from ipmarket.accounts.services.leave_organisation import leave_organisation
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.accounts.services.suspend_person import suspend_person
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.clock import now
from ipmarket.kernel.secret_tokens import digest_of
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.organisations import named_organisation
from tests.factories.people import acting, join, make_person
from tests.factories.records import AT, make_operator
from tests.support.attacks import browser, everything, fixed, nothing_changes, opened_to, program, seen, send
from tests.support.authorisation_table import UNKNOWN_ID

pytestmark = pytest.mark.django_db
SECRET = "ipm_a-secret-of-the-guards"
# Longer ago than now, and later than the tokens of these tests were made.
ONCE = now() - timedelta(seconds=5)
WHY = "It is needed for the example."
Call = Callable[[], object]


@pytest.fixture
def works() -> Organisation:
    # The countries among which the profile's own is looked up.
    load_rows(actor=SYSTEM, at=AT)
    return named_organisation("Token Works")


@pytest.fixture
def boss(works: Organisation) -> Actor:
    person = make_person("boss@example.test")
    join(person, works, "owner")
    return acting(person, works, "owner")


@pytest.fixture
def ann(works: Organisation, boss: Actor) -> User:
    person = make_person("ann@example.test", name="Ann Ho")
    join(person, works, "manager")
    return person


def give(person: User, organisation: Organisation | None, *scopes: str, secret: str = SECRET, days: int = 30) -> ApiToken:
    made = now() - timedelta(days=60)
    wanted = list(scopes or ("account.read", "organisation.read", "organisation.write"))
    return ApiToken.objects.create(
        user=person, organisation=organisation, name="t", prefix=secret[:12], digest=digest_of(secret), scopes=wanted, created_at=made,
        expires_at=now() + timedelta(days=days),
    )  # fmt: skip


def members(works: Organisation, secret: str = SECRET) -> Any:
    return send(program(secret), "get", f"organisations/{works.id}/members")


def acts(works: Organisation, secret: str = SECRET) -> bool:
    """True when the token still reads who belongs to the organisation, or still changes it."""
    edited = send(program(secret), "patch", f"organisations/{works.id}", {"district": "Tai Po"}, If_Match="*")
    return bool(members(works, secret).status_code == 200 or edited.status_code == 200)


# ── The end of the owner, of the place, and of the token ──


def _row(**values: Any) -> Callable[[User], object]:
    return lambda person: ApiToken.objects.filter(user=person).update(**values)


def _person(**values: Any) -> Callable[[User], object]:
    return lambda person: User.objects.filter(id=person.id).update(**values)


def _still_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The place is not looked up: the organisation of the token is believed."""

    def believed(*, user: User, organisation_id: Any, **values: Any) -> Actor:
        return Actor(kind="person", user_id=user.id, organisation_id=organisation_id, standing="manager", label=str(user.id))

    monkeypatch.setattr(tokens, "person_actor", believed)


# What ended, in the rows alone (whatever else a service would have ended with it) → the guard that notices, taken out.
ENDS: dict[str, tuple[Callable[[User], object], Callable[[pytest.MonkeyPatch], None]]] = {
    "the person is suspended: User.is_active in holder_of": (
        _person(is_active=False),
        lambda patch: fixed(patch, User, "is_active", True),
    ),
    "the person is erased: User.is_active in holder_of": (
        _person(is_active=False, erased_at=ONCE),
        lambda patch: fixed(patch, User, "is_active", True),
    ),
    "the place has ended: person_actor in holder_of": (
        lambda person: Membership.objects.filter(user=person).update(ends_at=now()),
        _still_there,
    ),
    "the organisation is suspended: person_actor in holder_of": (
        lambda person: Organisation.objects.update(state="suspended"),
        _still_there,
    ),
    "the token is revoked: revoked_at in holder_of": (
        _row(revoked_at=ONCE),
        lambda patch: fixed(patch, ApiToken, "revoked_at", None),
    ),
    "the token ran out: expires_at in holder_of": (
        _row(expires_at=ONCE),
        lambda patch: fixed(patch, ApiToken, "expires_at", now() + timedelta(days=1)),
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_a_token_ends_with_what_it_hangs_on(end: str, ann: User, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    happens, mutant = ENDS[end]
    give(ann, works)
    assert acts(works) is True
    happens(ann)
    with nothing_changes():
        assert acts(works) is False
    never = members(works, "ipm_a-secret-that-nobody-has")
    assert seen(members(works)) == seen(never)
    assert (never.status_code, never.json()["code"]) == (401, "authentication_failed")
    mutant(monkeypatch)
    assert acts(works) is True


def _services(ann: User, boss: Actor, works: Organisation) -> dict[str, Call]:
    at, theirs = now(), acting(ann, works, "manager")
    staff = Actor(kind="person", user_id=make_operator().id, roles=frozenset({"operator"}))
    place = Membership.objects.get(user=ann)
    return {
        "suspended": lambda: suspend_person(actor=staff, at=at, user_id=ann.id, reason=WHY),
        "erased": lambda: erase_person(actor=theirs, at=at, confirmation=ann.email),
        "removed": lambda: remove_member(actor=boss, at=at, organisation_id=works.id, membership_id=place.id),
        "left": lambda: leave_organisation(actor=theirs, at=at, organisation_id=works.id),
        "organisation suspended": lambda: suspend_organisation(actor=staff, at=at, organisation_id=works.id, reason=WHY),
        "organisation closed": lambda: close_organisation(actor=boss, at=at, organisation_id=works.id, reason=WHY),
    }


@pytest.mark.parametrize("what", ["suspended", "erased", "removed", "left", "organisation suspended", "organisation closed"])
def test_a_token_does_not_outlive_its_owners_place(what: str, ann: User, boss: Actor, works: Organisation) -> None:
    give(ann, works)
    assert acts(works) is True
    _services(ann, boss, works)[what]()
    with nothing_changes():
        assert acts(works) is False
    assert members(works).status_code == 401


def test_a_token_comes_down_with_its_owners_role(ann: User, boss: Actor, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    give(ann, works)
    edit: Callable[[], Any] = lambda: send(program(SECRET), "patch", f"organisations/{works.id}", {"district": "Sha Tin"}, If_Match="*")  # noqa: E731 - asked three times
    assert edit().status_code == 200
    place = Membership.objects.get(user=ann)
    change_member_role(actor=boss, at=now(), organisation_id=works.id, membership_id=place.id, role="viewer")
    with nothing_changes():
        assert (edit().status_code, members(works).status_code) == (404, 200)
    opened_to(monkeypatch, "accounts.organisation.edit", Who.VIEWER)
    first = edit()
    assert first.status_code == 200, first.content


def test_a_token_of_an_operator_sleeps_when_the_role_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    operator = make_operator()
    give(operator, None, "import")
    assert send(program(SECRET), "get", "imports").status_code == 200
    PlatformRoleGrant.objects.update(ends_at=now())
    with nothing_changes():
        assert send(program(SECRET), "get", "imports").status_code == 403
    monkeypatch.setattr(tokens, "roles_held", lambda user_id, at: frozenset({"operator"}))
    assert send(program(SECRET), "get", "imports").status_code == 200


def test_a_mandate_lends_no_token(works: Organisation, boss: Actor) -> None:
    """Whoever only holds a mandate has no token of the organisation, were one made somehow."""
    agent = make_person("agent@example.test")
    give(agent, works)
    assert acts(works) is False
    assert members(works).status_code == 401


# ── A cookie beside the token ──


def email_of(client: Client, **headers: str) -> str:
    """Whose account is shown."""
    email: str = json.loads(send(client, "get", "account", **headers).content)["email"]
    return email


def test_a_cookie_beside_a_token_counts_for_nothing(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    operator = make_operator()
    give(ann, None)
    client = browser(operator, is_strong=True)
    assert email_of(client) == operator.email
    with nothing_changes():
        assert email_of(client, Authorization=f"Bearer {SECRET}") == ann.email
        assert send(client, "get", "admin/people", Authorization=f"Bearer {SECRET}").status_code == 403
    # The guard: whoever sends a token is asked about before whoever has a session.
    monkeypatch.setattr(rest_framework.views.APIView, "authentication_classes", [SessionAuthentication])
    assert email_of(client, Authorization=f"Bearer {SECRET}") == operator.email


@pytest.mark.parametrize("header", ["Bearer ipm_nobody", "Bearer ", "bearer x", "BEARER\u00a0x", "Token x", "Basic eDp5"])
def test_a_token_that_does_not_count_leaves_no_session_behind_it(header: str, ann: User) -> None:
    """A header that no other site could send lets a write past the check for such sites. It must not be done by the cookie then."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = browser(ann).cookies
    with nothing_changes():
        answer = send(client, "patch", "account", {"name": "Somebody Else"}, Authorization=header)
    assert answer.status_code in {401, 403}
    with nothing_changes():
        logout = client.delete("/api/auth/browser/v1/auth/session", headers={"Authorization": header})
    if header.lower().startswith("bearer "):
        return
    assert logout.status_code == 403


def test_without_the_tokens_own_refusal_the_cookie_would_write(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser(ann).cookies

    monkeypatch.setattr(TokenAuthentication, "authenticate", lambda self, request: None)
    monkeypatch.setattr("rest_framework.authentication.SessionAuthentication.enforce_csrf", lambda self, request: None)
    answer = send(client, "patch", "account", {"name": "Somebody Else"}, Authorization="Bearer ipm_nobody")
    assert (answer.status_code, User.objects.get(id=ann.id).name) == (200, "Somebody Else")


def test_a_token_opens_no_sign_in_address(ann: User, works: Organisation) -> None:
    give(ann, works)
    paths = ("auth/session", "account/email", "account/authenticators", "auth/sessions", "account/password/change")
    for path in paths:
        answer = program(SECRET).get(f"/api/auth/browser/v1/{path}")
        assert answer.status_code in {401, 405}
        assert ann.email.encode() not in answer.content


# ── Scopes at creation ──

ORDER: dict[str, Any] = {"name": "Reader", "scopes": ["catalogue.read"], "expiresInDays": 30}


def escalations(works: Organisation) -> dict[str, dict[str, Any]]:
    """Bodies that ask for more than the person has."""
    return {
        "a scope that there is not": {"scopes": ["everything"]},
        "a scope beside a known one": {"scopes": ["catalogue.read", "accounts.roles.decide"]},
        "importing without being an operator": {"scopes": ["import"]},
        "an organisation's scope for none": {"scopes": ["organisation.write"]},
        "an organisation of others": {"scopes": ["organisation.write"], "organisationId": str(works.id)},
        "an organisation that there is not": {"scopes": ["organisation.write"], "organisationId": UNKNOWN_ID},
        "for ever": {"expiresInDays": 10**6},
        "no scope": {"scopes": []},
    }


CASES = list(escalations(Organisation()))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("who", ["stranger", "agent", "sleeping operator"])
def test_nobody_gives_a_program_more_than_they_have(who: str, case: str, works: Organisation, boss: Actor) -> None:
    person = make_operator() if who == "sleeping operator" else make_person("stranger@example.test")
    if who == "agent":
        _mandate(works, person, boss)
    client = browser(person)
    with nothing_changes():
        answer = send(client, "post", "account/tokens", {**ORDER, **escalations(works)[case]})
    assert answer.status_code in {400, 404, 422}


def _mandate(works: Organisation, person: User, boss: Actor) -> None:
    Mandate.objects.create(
        organisation=works, user=person, kind="patent_agent", scopes=["read"], state="active",
        starts_date=(now() - timedelta(days=3)).date(), offered_by_id=boss.person_id, offered_at=now(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "scopes"),
    [("importing without being an operator", ["import"]), ("an organisation of others", ["organisation.write"])],
)
def test_without_the_check_of_what_is_ones_own_they_would(
    case: str, scopes: list[str], works: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser(make_person("stranger@example.test"))
    monkeypatch.setattr(token_service, "_require_own", lambda *values: None)
    answer = send(client, "post", "account/tokens", {**ORDER, **escalations(works)[case]})
    assert (answer.status_code, ApiToken.objects.get().scopes) == (201, scopes)
    # The second guard still holds: whatever stands in the row, the place and the role are looked up at each use.
    secret = answer.json()["token"]
    assert acts(works, secret) is False
    assert send(program(secret), "get", "imports").status_code in {401, 403}


def test_a_token_makes_no_token(ann: User, works: Organisation) -> None:
    give(ann, works, "account.read", "organisation.read", "organisation.write", "catalogue.read")
    with nothing_changes():
        answer = send(program(SECRET), "post", "account/tokens", ORDER)
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert everything()["ApiToken"][0]["scopes"] == ["account.read", "organisation.read", "organisation.write", "catalogue.read"]
