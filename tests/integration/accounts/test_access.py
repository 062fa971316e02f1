"""Access grants and walls: what they leave behind, when they count, and what they cost."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ipmarket.accounts.models import AccessGrant, Wall
from ipmarket.accounts.services.close_access import close_access
from ipmarket.accounts.services.lower_wall import lower_wall
from ipmarket.accounts.services.open_access import open_access
from ipmarket.accounts.services.raise_wall import raise_wall
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.errors import InvalidInput, NotFound
from patents.models import Right
from patents.selectors.visible import right_visible_to
from tests.factories.records import make_organisation, make_right, make_user
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 1, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
KIND = "patents.right"


def _seen(actor: Actor) -> int:
    return Right.objects.filter(right_visible_to(actor)).count()


def test_what_is_opened_and_closed_leaves_traces() -> None:
    right, user = make_right(audience="owner"), make_user()
    actor = Actor(kind="person", user_id=user.id)
    assert _seen(actor) == 0
    grant = open_access(
        actor=SYSTEM, at=AT, object_type=KIND, object_id=right.id, level="details", basis="nda:1", user_id=user.id, ends_at=None
    )
    assert _seen(actor) == 1
    close_access(actor=SYSTEM, at=LATER, grant_id=grant.id, reason="The NDA ran out.")
    assert _seen(actor) == 0
    opened, closed = traces().entries
    assert opened == (
        "accounts.open_access", KIND, str(right.id), None,
        {
            "grantId": str(grant.id), "userId": str(user.id), "organisationId": None, "level": "details", "basis": "nda:1",
            "startsAt": AT.isoformat(), "endsAt": None,
        },
    )  # fmt: skip
    assert closed == (
        "accounts.close_access", KIND, str(right.id), {"grantId": str(grant.id), "endsAt": None}, {"endsAt": LATER.isoformat()}
    )  # fmt: skip
    assert traces().events == [
        ("accounts.access_opened", KIND, str(right.id), {"grantId": str(grant.id)}),
        ("accounts.access_closed", KIND, str(right.id), {"grantId": str(grant.id)}),
    ]


def test_a_grant_counts_from_its_start_to_its_end() -> None:
    right, user = make_right(audience="owner"), make_user()
    actor = Actor(kind="person", user_id=user.id)
    now = datetime.now(tz=UTC)
    for start, end in ((now + timedelta(days=1), None), (now - timedelta(days=2), now - timedelta(days=1))):
        open_access(
            actor=SYSTEM, at=AT, object_type=KIND, object_id=right.id, level="work", basis="case:1", user_id=user.id, starts_at=start,
            ends_at=end,
        )  # fmt: skip
    assert _seen(actor) == 0
    assert Right.objects.filter(right_visible_to(actor)).exists() is False


def test_what_never_began_is_gone_when_it_is_closed() -> None:
    right, user = make_right(audience="owner"), make_user()
    to: dict[str, Any] = {"object_type": KIND, "object_id": right.id, "user_id": user.id}
    grant = open_access(actor=SYSTEM, at=AT, level="work", basis="case:1", starts_at=LATER, **to)
    close_access(actor=SYSTEM, at=AT, grant_id=grant.id)
    wall = raise_wall(actor=SYSTEM, at=AT, basis="conflict:1", **to)
    lower_wall(actor=SYSTEM, at=AT, wall_id=wall.id)
    assert (AccessGrant.objects.count(), Wall.objects.count()) == (0, 0)
    assert len(traces().entries) == 4


@pytest.mark.parametrize("service", [open_access, raise_wall])
def test_nothing_else_can_be_opened_or_closed(service: Any) -> None:
    right, user = make_right(), make_user()
    values: dict[str, Any] = {"actor": SYSTEM, "at": AT, "object_type": KIND, "object_id": right.id, "basis": "b"}
    if service is open_access:
        values["level"] = "work"
    before = traces()
    with pytest.raises(InvalidInput):
        service(**{**values, "object_type": "accounts.organisation", "user_id": user.id})
    with pytest.raises(ValueError, match="or"):
        service(**values)
    with pytest.raises(ValueError, match="or"):
        service(**values, user_id=user.id, organisation_id=make_organisation().id)
    with pytest.raises(IntegrityError), transaction.atomic():
        service(**{**values, "basis": ""}, user_id=user.id)
    with pytest.raises(NotFound):
        service(**{**values, "actor": VISITOR}, user_id=user.id)
    assert (AccessGrant.objects.count(), Wall.objects.count(), traces()) == (0, 0, before)
    with pytest.raises(NotFound):
        close_access(actor=SYSTEM, at=AT, grant_id=uuid4())
    with pytest.raises(NotFound):
        lower_wall(actor=SYSTEM, at=AT, wall_id=uuid4())
    assert traces() == Traces([], [])


def test_a_mandate_opens_what_members_read_with_its_scope_alone() -> None:
    owner = make_organisation()
    make_right(audience="owner", owner_organisation=owner)
    user = make_user()
    seen = {
        scope: _seen(
            Actor(
                kind="person", user_id=user.id, organisation_id=owner.id, standing="mandate", scopes=frozenset({scope}), mandate_id=uuid4()
            )
        )
        for scope in ("read", "report")
    }
    assert seen == {"read": 1, "report": 0}


def test_the_rule_adds_no_statement_and_reads_grants_and_walls_by_their_indexes() -> None:
    user = make_user()
    actor = Actor(kind="person", user_id=user.id, organisation_id=make_organisation().id, standing="member")
    with CaptureQueriesContext(connection) as asked:
        list(Right.objects.filter(right_visible_to(actor))[:20])
    assert len(asked) == 1
    # Enough of both that reading them whole would be dear.
    others = [make_user(email=f"other{n}@example.test") for n in range(40)]
    usual: dict[str, Any] = {"object_type": KIND, "basis": "b", "starts_at": AT}
    walled = [(user, uuid4()) for user in others for _ in range(100)]
    Wall.objects.bulk_create(Wall(user=user, object_id=id_, **usual) for user, id_ in walled)
    AccessGrant.objects.bulk_create(AccessGrant(user=user, object_id=id_, level="work", **usual) for user, id_ in walled)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_wall, accounts_accessgrant")
    plan = Right.objects.filter(right_visible_to(actor)).order_by("-id")[:20].explain()
    assert "hashed SubPlan" in plan
    assert "Seq Scan on accounts_wall" not in plan
    assert "Seq Scan on accounts_accessgrant" not in plan
