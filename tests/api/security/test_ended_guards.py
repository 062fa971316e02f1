"""Whoever was removed does not act once more, and a session that has ended is nobody's: at the very next request."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from ipmarket.accounts import credentials
from ipmarket.accounts.models import Mandate, Membership, Organisation, PlatformRoleGrant, User
from ipmarket.accounts.selectors import actors, seen_as
from ipmarket.accounts.selectors.actors import SESSION_ORGANISATION, Place
from ipmarket.accounts.selectors.policies import Who
from ipmarket.accounts.services import hold_organisation
from ipmarket.kernel.clock import now
from tests.factories.people import join, make_person, token_of
from tests.factories.records import AT, PASSWORD, make_operator, make_organisation
from tests.support.attacks import browser, nothing_changes, opened_to, send
from tests.support.sign_in import auth, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def works() -> Organisation:
    works = make_organisation(name_en="Works")
    join(make_person("owner@works.example"), works, "owner")
    return works


@pytest.fixture
def ken(works: Organisation) -> User:
    person = make_person("ken@works.example", name="Ken Yip")
    join(person, works, "manager")
    return person


# ── Removed, and what was open meanwhile ──


def invite(client: Client, works: Organisation) -> Any:
    return send(client, "post", f"organisations/{works.id}/invitations", {"email": "friend@elsewhere.example", "role": "member"})


def reads(client: Client, works: Organisation) -> bool:
    return bool(client.get(f"/api/app/organisations/{works.id}/members").status_code == 200)


def switch(client: Client, works: Organisation) -> Any:
    return send(client, "put", "session/organisation", {"organisationId": str(works.id)})


def _believed(patch: pytest.MonkeyPatch, works: Organisation, standing: str = "manager", mandate: Any = None) -> None:
    """The guard is standings_of, which asks the rows at each request: now it knows the place of before."""
    place = Place(works.id, standing, "active", mandate, frozenset({"read"}) if mandate else None)
    for module in (actors, "ipmarket.accounts.services.switch_organisation"):
        name = module if isinstance(module, str) else module.__name__
        patch.setattr(f"{name}.standings_of", lambda user_id, at: [place])


# In a suspended organisation its members go on reading: see tests/api/accounts/test_suspended_organisation.py.
SUSPENSION = "the organisation is suspended"
REMOVALS: dict[str, Callable[[User, Organisation], object]] = {
    "the membership ended": lambda person, works: Membership.objects.filter(user=person).update(ends_at=now()),
    SUSPENSION: lambda person, works: Organisation.objects.update(state="suspended"),
    "the organisation is closed": lambda person, works: Organisation.objects.update(state="closed"),
    "the organisation was merged": lambda person, works: Organisation.objects.filter(id=works.id).update(
        state="merged", merged_into=make_organisation(name_en="Another")
    ),
}


@pytest.mark.parametrize("how", sorted(REMOVALS.keys() - {SUSPENSION}))
def test_whoever_was_removed_does_nothing_in_a_tab_that_was_open(how: str, ken: User, works: Organisation) -> None:
    tabs = [browser(ken, works), browser(ken, works)]
    assert all(reads(tab, works) for tab in tabs)
    REMOVALS[how](ken, works)
    for tab in tabs:
        tab.get("/api/app/session")
        with nothing_changes():
            assert invite(tab, works).status_code == 404
            assert reads(tab, works) is False
            # The page had offered this organisation for acting a moment ago.
            assert switch(tab, works).status_code == 404
        assert tab.get("/api/app/session").json()["organisation"] is None


def test_in_a_tab_that_was_open_a_suspended_organisation_is_only_read(ken: User, works: Organisation) -> None:
    tab = browser(ken, works)
    REMOVALS[SUSPENSION](ken, works)
    with nothing_changes():
        assert invite(tab, works).status_code == 409
        assert reads(tab, works) is True
    assert tab.get("/api/app/session").json()["organisation"]["standing"] == "viewer"


def test_without_asking_for_the_place_the_open_tab_would_act(ken: User, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    tab = browser(ken, works)
    REMOVALS["the membership ended"](ken, works)
    with monkeypatch.context() as patch:
        _believed(patch, works)
        assert reads(tab, works) is True
        assert switch(tab, works).status_code == 200
        # The second look, under the lock, still holds for writes.
        with nothing_changes():
            assert invite(tab, works).status_code == 404
        patch.setattr(hold_organisation, "_as_of_now", lambda actor, organisation, at: actor)
        assert invite(tab, works).status_code == 201


def in_flight(ken: User, works: Organisation, meanwhile: Callable[[], object], patch: pytest.MonkeyPatch) -> Any:
    """The person is removed after the request was let in and before it has locked anything."""
    original = hold_organisation.lock_organisation

    def late(organisation_id: Any) -> Organisation:
        meanwhile()
        return original(organisation_id)

    tab = browser(ken, works)
    with patch.context() as inner:
        inner.setattr(hold_organisation, "lock_organisation", late)
        return invite(tab, works)


@pytest.mark.parametrize("how", REMOVALS)
def test_a_request_that_was_let_in_before_the_removal_ends_with_it(
    how: str, ken: User, works: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = in_flight(ken, works, lambda: REMOVALS[how](ken, works), monkeypatch)
    assert answer.status_code in {404, 409}
    assert works.invitations.count() == 0


def test_without_the_second_look_it_would_get_through(ken: User, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hold_organisation, "_as_of_now", lambda actor, organisation, at: actor)
    answer = in_flight(ken, works, lambda: REMOVALS["the membership ended"](ken, works), monkeypatch)
    assert (answer.status_code, works.invitations.count()) == (201, 1)


def test_a_lowered_role_counts_for_a_request_that_was_let_in(ken: User, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = in_flight(ken, works, lambda: Membership.objects.filter(user=ken).update(role="viewer"), monkeypatch)
    assert (answer.status_code, works.invitations.count()) == (404, 0)


# ── A mandate that has ended ──


@pytest.mark.parametrize(
    "end",
    [
        {"state": "ended"},
        {"ends_date": (now() + timedelta(hours=8)).date()},
        {"starts_date": (now() + timedelta(days=3)).date()},
        {"scopes": ["report"]},
    ],
    ids=["ended", "its last day has passed", "not begun", "without the scope"],
)
def test_a_mandate_that_has_ended_opens_nothing(end: dict[str, Any], works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    agent = make_person("agent@agency.example")
    mandate = Mandate.objects.create(
        organisation=works, user=agent, kind="patent_agent", scopes=["read"], state="active", starts_date=AT.date() - timedelta(days=30),
        offered_by=Membership.objects.get(organisation=works).user, offered_at=AT,
    )  # fmt: skip
    tab = browser(agent, works)
    assert reads(tab, works) is True
    Mandate.objects.filter(id=mandate.id).update(**end)
    with nothing_changes():
        assert reads(tab, works) is False
    _believed(monkeypatch, works, "mandate", mandate.id)
    assert reads(tab, works) is True


# ── Seeing pages as others see them ──


def sees_as(client: Client, wanted: str, works: Organisation, method: str = "get") -> Any:
    return send(client, method, f"organisations/{works.id}/members", X_See_As=wanted)


def test_seeing_as_others_needs_a_role_and_never_widens(ken: User, works: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    Membership.objects.filter(user=ken).update(ends_at=now())
    removed = browser(ken, works, is_strong=True)
    with nothing_changes():
        for wanted in ("member:manufacturer", "owner", f"member:{works.id}", str(ken.id), "operator"):
            assert sees_as(removed, wanted, works).status_code in {400, 403}
    opened_to(monkeypatch, "accounts.pages.see_as", Who.PERSON)
    assert sees_as(removed, "member:manufacturer", works).status_code == 404
    original = seen_as.seen_as
    monkeypatch.setattr(
        "ipmarket.accounts.api.seen_as.seen_as",
        lambda actor, wanted: replace(original(actor, wanted), organisation_id=works.id, standing="viewer"),
    )
    assert sees_as(removed, "member:manufacturer", works).status_code == 200


def test_nobody_writes_while_seeing_as_others(works: Organisation) -> None:
    staff = browser(make_operator(), is_strong=True)
    for method in ("post", "patch", "put", "delete"):
        with nothing_changes():
            answer = send(staff, method, f"organisations/{works.id}/members", {}, X_See_As="member:manufacturer")
        assert (answer.status_code, answer.json()["code"]) == (403, "seen_as_refused")


def test_a_platform_role_that_ended_is_gone_from_an_open_session(monkeypatch: pytest.MonkeyPatch) -> None:
    operator = make_operator()
    staff = browser(operator, is_strong=True)
    assert staff.get("/api/app/admin/people").status_code == 200
    PlatformRoleGrant.objects.filter(user=operator).update(ends_at=now())
    with nothing_changes():
        assert staff.get("/api/app/admin/people").status_code == 403
    monkeypatch.setattr(actors, "roles_held", lambda user_id, at: frozenset({"operator"}))
    assert staff.get("/api/app/admin/people").status_code == 200


# ── A session that has ended ──


def is_somebody(client: Client) -> bool:
    """True when the session still shows, reads or changes an account."""
    shown = bool(client.get("/api/app/session").json()["authenticated"])
    read = client.get("/api/app/account").status_code == 200
    wrote = send(client, "patch", "account", {"name": "Once More"}).status_code == 200
    return shown or read or wrote


def _elsewhere(tab: Client, ken: User) -> None:
    """Signed out by another session of the person."""
    other = Client()
    log_in(other, ken)
    listed = auth(other, "get", "auth/sessions").json()["data"]
    numbers = [row["id"] for row in listed if not row["is_current"]]
    assert auth(other, "delete", "auth/sessions", {"sessions": numbers}).status_code == 200


def _password_changed(tab: Client, ken: User) -> None:
    other = Client()
    log_in(other, ken)
    body = {"current_password": PASSWORD, "new_password": "another long enough phrase"}
    assert auth(other, "post", "account/password/change", body).status_code == 200


ENDED: dict[str, Callable[[Client, User], object]] = {
    "signed out in another tab": lambda tab, ken: _same_cookie(tab).delete("/api/auth/browser/v1/auth/session"),
    "signed out from another session": _elsewhere,
    "the password was changed": _password_changed,
    "the password was set by staff": lambda tab, ken: _set_password(ken),
    "the session ran out": lambda tab, ken: Session.objects.update(expire_date=now() - timedelta(seconds=1)),
    "the session's row is gone": lambda tab, ken: credentials.end_sessions(ken.id),
    "the person is suspended": lambda tab, ken: User.objects.filter(id=ken.id).update(is_active=False),
    "the person is gone": lambda tab, ken: User.objects.filter(id=ken.id).update(is_active=False, erased_at=now()),
}


def _same_cookie(tab: Client) -> Client:
    other = Client()
    other.cookies.load(tab.cookies.output(header="", sep=";"))
    return other


def _set_password(ken: User) -> None:
    person = User.objects.get(id=ken.id)
    person.set_password("another long enough phrase")
    person.save(update_fields=["password"])


@pytest.mark.parametrize("how", ENDED)
def test_a_session_that_has_ended_is_a_visitors(how: str, ken: User) -> None:
    tab = Client()
    assert log_in(tab, ken).status_code == 200
    assert is_somebody(tab) is True
    ENDED[how](tab, ken)
    name = "Afterwards"
    User.objects.filter(id=ken.id).update(name=name)
    with nothing_changes():
        assert is_somebody(tab) is False
    answer = send(tab, "patch", "account", {"name": "Once More"})
    assert (answer.status_code, answer.json()["code"], User.objects.get(id=ken.id).name) == (401, "sign_in_needed", name)


@pytest.mark.parametrize(
    ("how", "guard", "replacement"),
    [
        ("the password was set by staff", "django.contrib.auth.constant_time_compare", lambda one, other: True),
        ("the person is suspended", "django.contrib.auth.backends.ModelBackend.user_can_authenticate", lambda self, user: True),
    ],
)
def test_without_its_guard_the_session_would_go_on(
    how: str, guard: str, replacement: Callable[..., bool], ken: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = Client()
    log_in(tab, ken)
    ENDED[how](tab, ken)
    monkeypatch.setattr(guard, replacement)
    if how == "the person is suspended":
        monkeypatch.setattr(User, "is_active", property(lambda self: True, lambda self, value: None))
    assert is_somebody(tab) is True


def test_a_session_carries_its_organisation_to_nobody_else(ken: User, works: Organisation) -> None:
    """Signing in as somebody else in the same browser brings nothing along of the person before."""
    tab = browser(ken, works)
    assert tab.session[SESSION_ORGANISATION] == str(works.id)
    other = make_person("other@elsewhere.example")
    tab.delete("/api/auth/browser/v1/auth/session")
    log_in(tab, other)
    assert SESSION_ORGANISATION not in tab.session
    told = tab.get("/api/app/session").json()
    assert (told["person"]["email"], told["organisation"], told["organisations"]) == (other.email, None, [])


# ── At the same time ──


@pytest.mark.django_db(transaction=True)
def test_removed_and_inviting_at_the_same_time_ends_one_way_or_the_other() -> None:
    """Whoever was removed first invites nobody; what was sent before the removal opens nothing any more."""
    works = make_organisation(name_en="Works")
    boss, ken = make_person("owner@works.example"), make_person("ken@works.example")
    join(boss, works, "owner")
    place = join(ken, works, "manager")
    tabs = [browser(boss, works), browser(ken, works)]
    barrier, answers = threading.Barrier(2), [0, 0]

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            path = f"/api/app/organisations/{works.id}/members/{place.id}"
            answers[number] = tabs[0].delete(path).status_code if number == 0 else invite(tabs[1], works).status_code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert answers[0] == 204
    assert answers[1] in {201, 404}
    assert works.invitations.count() == (1 if answers[1] == 201 else 0)
    if answers[1] == 201:
        friend = make_person("friend@elsewhere.example")
        answer = send(browser(friend), "post", f"invitations/{token_of(friend.email)}/acceptance")
        assert (answer.status_code, answer.json()["code"]) == (409, "invitation_no_longer_stands")
