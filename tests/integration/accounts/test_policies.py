"""The one rule of all policies: relations, scopes, grants and walls; and the table itself."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.enums import AccessLevel, MandateScope, TokenScope
from ipmarket.accounts.errors import SignInNeeded
from ipmarket.accounts.models import AccessGrant, Membership, Wall
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.policies import (
    PolicyRow,
    Target,
    Who,
    allowed_actions,
    can,
    from_standing,
    permissions_of,
    registry,
    require,
)
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.errors import Forbidden, NotFound
from tests.factories.records import make_organisation, make_user

AT = datetime(2026, 1, 1, tzinfo=UTC)
HERE, ELSEWHERE, PERSON_ID, OTHER_ID, THING = (UUID(int=n) for n in range(1, 6))
KIND = "patents.right"
OURS = Target("accounts.organisation", id=HERE, organisation_id=HERE)


def _person(standing: str = "", *roles: str, scopes: frozenset[str] | None = None, mandate: bool = False, at_home: bool = True) -> Actor:
    return Actor(
        kind="person",
        user_id=PERSON_ID,
        organisation_id=(HERE if at_home else ELSEWHERE) if standing else None,
        roles=frozenset(roles),
        standing=standing,
        scopes=scopes,
        mandate_id=OTHER_ID if mandate else None,
    )


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small table of its own, so that these tests speak of the rule and not of the product's rows."""
    monkeypatch.setattr(policies, "_rows", {})
    policies.register(
        PolicyRow("t.open", frozenset({Who.VISITOR}), "Open", scope=TokenScope.CATALOGUE_READ, is_reading=True),
        PolicyRow("t.edit", from_standing(Who.MANAGER), "Edit", scope=TokenScope.ORGANISATION_WRITE),
        PolicyRow("t.read", from_standing(Who.VIEWER, Who.MANDATE), "Read", mandate_scope=MandateScope.READ, is_reading=True),
        PolicyRow("t.own", frozenset({Who.SELF}), "Own", is_hidden=False),
        PolicyRow("t.staff", frozenset({Who.OPERATOR}), "Staff", is_hidden=False),
        PolicyRow("t.opened", frozenset({Who.GRANTEE, Who.OPERATOR, Who.SYSTEM}), "Opened", level=AccessLevel.FILES),
    )


@pytest.mark.parametrize(
    ("actor", "able"),
    [
        (VISITOR, {"t.open"}),
        (_person(), {"t.open"}),
        (_person("viewer"), {"t.open", "t.read"}),
        (_person("member"), {"t.open", "t.read"}),
        (_person("manager"), {"t.open", "t.read", "t.edit"}),
        (_person("owner"), {"t.open", "t.read", "t.edit"}),
        (_person("owner", at_home=False), {"t.open"}),
        (_person("", "operator"), {"t.open", "t.staff", "t.opened"}),
        (_person("", "auditor"), {"t.open"}),
        (_person("mandate", scopes=frozenset({"read"}), mandate=True), {"t.open", "t.read"}),
        (_person("mandate", scopes=frozenset({"report"}), mandate=True), {"t.open"}),
        (_person("manager", scopes=frozenset({"catalogue.read"})), {"t.open"}),
        (_person("manager", scopes=frozenset({"organisation.write"})), {"t.edit"}),
        (_person("viewer", scopes=frozenset({"organisation.write"})), set()),
        (_person("owner", scopes=frozenset()), set()),
        (SYSTEM, {"t.open", "t.opened"}),
    ],
    ids=lambda value: f"{value.standing or value.kind}{sorted(value.scopes or [])}" if isinstance(value, Actor) else "",
)
def test_who_may_do_what(rows: None, actor: Actor, able: set[str]) -> None:
    assert set(allowed_actions(actor, OURS, prefix="t.")) == able
    assert {action for action in registry() if can(actor, action, OURS)} == able


def test_what_is_ones_own(rows: None) -> None:
    assert can(_person(), "t.own", Target("accounts.user", user_id=PERSON_ID))
    assert not can(_person(), "t.own", Target("accounts.user", user_id=OTHER_ID))
    # Without a target nothing is one's own, and no standing counts.
    assert not can(_person(), "t.own")
    assert not can(_person("owner"), "t.edit")
    # A row without an owner belongs to nobody, also not to somebody without an organisation.
    assert not can(_person(), "t.own", Target("accounts.user"))
    assert not can(_person(), "t.edit", Target("accounts.organisation"))


def test_a_refusal_hides_or_says_why(rows: None) -> None:
    with pytest.raises(NotFound):
        require(VISITOR, "t.edit", OURS)
    with pytest.raises(NotFound):
        require(_person(), "t.edit", OURS)
    with pytest.raises(SignInNeeded) as refused:
        require(VISITOR, "t.staff")
    assert (refused.value.status, refused.value.code) == (401, "sign_in_needed")
    with pytest.raises(Forbidden):
        require(_person(), "t.staff")
    with pytest.raises(Forbidden) as scope:
        require(_person("manager", scopes=frozenset({"catalogue.read"})), "t.edit", OURS)
    assert scope.value.code == "scope_missing"
    require(_person("manager"), "t.edit", OURS)


def test_an_unknown_action_is_a_mistake_in_the_program(rows: None) -> None:
    with pytest.raises(policies.UnknownAction):
        can(SYSTEM, "t.nothing")
    with pytest.raises(ValueError, match="already"):
        policies.register(PolicyRow("t.own", frozenset({Who.OPERATOR}), "Another"))


def test_no_relation_costs_a_query(rows: None) -> None:
    """A guarded thing is asked about once for walls; everything else is worked out without the database, which this test has none of."""
    for action in ("t.open", "t.edit", "t.read", "t.own", "t.staff"):
        can(_person("owner", "operator"), action, OURS)


@pytest.mark.parametrize("mistake", ["auditor writes", "mandate without scope", "scope without mandate", "nobody"])
def test_a_row_that_makes_no_sense_is_refused(mistake: str) -> None:
    with pytest.raises(ValueError):
        PolicyRow(
            "t.wrong",
            {"auditor writes": frozenset({Who.AUDITOR}), "mandate without scope": frozenset({Who.MANDATE}), "nobody": frozenset()}.get(
                mistake, frozenset({Who.PERSON})
            ),
            "Wrong",
            mandate_scope="read" if mistake == "scope without mandate" else "",
        )


def test_the_auditor_never_writes() -> None:
    assert [row.action for row in registry().values() if Who.AUDITOR in row.who and not row.is_reading] == []


def test_a_token_never_reaches_what_is_the_persons_own_to_do() -> None:
    """Nothing that makes tokens, changes people's powers or credentials, or cannot be taken back is open to a program."""
    own = ("accounts.tokens.", "accounts.roles.", "accounts.ownership.", "accounts.data.", "accounts.members.", "accounts.mandates.")
    writing = [row.action for row in registry().values() if row.scope and not row.is_reading]
    assert writing == ["accounts.organisation.edit", "patents.imports.queue"]
    assert [row.action for row in registry().values() if row.scope and row.action.startswith(own)] == ["accounts.members.read"]


def test_the_front_end_is_told_what_is_allowed() -> None:
    told = permissions_of(_person("manager"))
    assert "accounts.organisation.edit" in told
    assert "accounts.account.edit" in told
    assert "accounts.organisation.close" not in told
    assert "accounts.people.read" not in told
    assert permissions_of(VISITOR) == [action for action in permissions_of(VISITOR) if Who.VISITOR in registry()[action].who]


@pytest.mark.django_db
def test_a_grant_opens_to_its_depth_and_a_wall_closes_everything(rows: None) -> None:
    user, organisation = make_user(), make_organisation()
    Membership.objects.create(user=user, organisation=organisation, role="member", starts_at=AT)
    actor = Actor(kind="person", user_id=user.id, organisation_id=organisation.id, standing="member")
    thing = Target(KIND, id=THING)
    operator = Actor(kind="person", user_id=user.id, roles=frozenset({"operator"}))
    assert (can(actor, "t.opened", thing), can(operator, "t.opened", thing), can(VISITOR, "t.opened", thing)) == (False, True, False)

    grant = AccessGrant.objects.create(
        organisation=organisation, object_type=KIND, object_id=THING, level=AccessLevel.DETAILS, basis="nda:1", starts_at=AT
    )
    assert not can(actor, "t.opened", thing), "it opens texts, not files"
    AccessGrant.objects.filter(id=grant.id).update(level=AccessLevel.WORK)
    with CaptureQueriesContext(connection) as asked:
        assert can(actor, "t.opened", thing)
    assert len(asked) == 2
    assert not can(actor, "t.opened", Target(KIND, id=uuid4()))
    assert not can(actor, "t.opened", Target("accounts.organisation", id=THING)), "no app guards such things"
    elsewhere = Actor(kind="person", user_id=user.id)
    assert not can(elsewhere, "t.opened", thing), "it was opened to whoever acts for the organisation"

    wall = Wall.objects.create(organisation=organisation, object_type=KIND, object_id=THING, basis="conflict:1", starts_at=AT)
    assert not can(actor, "t.opened", thing)
    assert not can(operator, "t.opened", thing), "the operator is a member of the organisation behind the wall, whatever hat they wear"
    assert can(SYSTEM, "t.opened", thing)
    assert allowed_actions(operator, thing, prefix="t.") == []
    with pytest.raises(NotFound):
        require(operator, "t.opened", thing)

    # A row that says why it refuses does not say so about what stands behind a wall.
    policies.register(PolicyRow("t.said", frozenset({Who.OPERATOR}), "Said", is_hidden=False))
    for behind in (actor, operator):
        with pytest.raises(NotFound):
            require(behind, "t.said", thing)

    Wall.objects.filter(id=wall.id).update(ends_at=AT + timedelta(days=1))
    assert can(actor, "t.opened", thing)
