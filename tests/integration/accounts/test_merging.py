"""Merging a duplicate: nothing is lost, nobody loses a role, and what other apps keep follows once."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ipmarket.accounts.enums import AccessLevel, MemberRole
from ipmarket.accounts.models import (
    AccessGrant,
    ApiToken,
    Document,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Organisation,
    OrganisationDomain,
    Signatory,
    Suspension,
    User,
    VerificationCase,
    Wall,
)
from ipmarket.accounts.selectors.organisations_admin import duplicates_of
from ipmarket.accounts.services.merge_organisations import merge_organisations
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.kernel.errors import Conflict, DomainError, Forbidden, NotFound, Unprocessable
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.outbox.models import Event
from ipmarket.kernel.outbox.registry import handlers_of
from patents.models import ProductionTechnology, Right
from tests.factories.organisations import evidence, named_organisation, operator, owner_of, place, submitted
from tests.factories.records import AT, make_right, make_technology, make_user
from tests.support.traces import entries, traces

REASON = "Entered twice."
STRENGTH = ["viewer", "member", "manager", "owner"]
KINDS = (
    Membership, Invitation, JoinRequest, Mandate, ApiToken, Document, OrganisationDomain, Signatory, AccessGrant, Wall, User, Organisation,
)  # fmt: skip
ROLES = st.one_of(st.none(), st.sampled_from(STRENGTH))
PEOPLE = st.lists(st.tuples(ROLES, ROLES, st.booleans(), st.booleans()), min_size=1, max_size=5)
OFFERS = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=3)

pytestmark = pytest.mark.django_db


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _offers(organisation: Organisation, number: int, by: User) -> None:
    Invitation.objects.create(
        organisation=organisation, email=f"invited{number}@example.test", role="member", token_digest=f"{organisation.id}{number}",
        invited_by=by, created_at=AT, expires_at=AT + timedelta(days=7),
    )  # fmt: skip
    asker, _ = User.objects.get_or_create(email=f"asker{number}@example.test", defaults={"name": "Asker", "created_at": AT})
    JoinRequest.objects.create(organisation=organisation, user=asker, created_at=AT)
    Mandate.objects.create(
        organisation=organisation, email=f"agent{number}@example.test", kind="patent_agent", scopes=["read"], starts_date=date(2026, 1, 1),
        offered_by=by, offered_at=AT,
    )  # fmt: skip


def _token(user: User, organisation: Organisation) -> ApiToken:
    return ApiToken.objects.create(
        user=user, organisation=organisation, name="t", prefix="ipm", digest=f"{user.id}", scopes=["catalogue.read"], created_at=AT,
        expires_at=AT + timedelta(days=90),
    )  # fmt: skip


def _strongest(*roles: str | None) -> str | None:
    given_roles = [role for role in roles if role is not None]
    return max(given_roles, key=STRENGTH.index) if given_roles else None


def _open_roles(organisation: Organisation) -> dict[Any, str]:
    return dict(Membership.objects.filter(organisation=organisation, ends_at__isnull=True).values_list("user_id", "role"))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(people=PEOPLE, offers=OFFERS)
def test_nothing_is_lost(people: list[tuple[str | None, str | None, bool, bool]], offers: list[tuple[bool, bool]]) -> None:
    with undone():
        _check_nothing_is_lost(people, offers)


def _check_nothing_is_lost(people: list[tuple[str | None, str | None, bool, bool]], offers: list[tuple[bool, bool]]) -> None:
    staff = operator()
    duplicate, into = named_organisation("Sample Works", "1234567", registration_kind="hk_ci"), named_organisation()
    keeper = make_user(email="keeper@example.test")
    place(keeper, duplicate)
    place(keeper, into, "viewer")
    expected: dict[Any, str | None] = {keeper.id: "owner"}
    tokens: dict[Any, bool] = {}
    for number, (there, here, has_token, may_sign) in enumerate(people):
        user = make_user(email=f"person{number}@example.test")
        rows = [place(user, organisation, role) for organisation, role in ((duplicate, there), (into, here)) if role is not None]
        expected[user.id] = _strongest(there, here)
        if has_token:
            tokens[_token(user, duplicate).id] = bool(rows)
        if may_sign:
            for row in rows:
                paper = Document.objects.create(
                    organisation_id=row.organisation_id, kind="signatory", path="p", sha256="0", name="p", media_type="application/pdf",
                    size_bytes=1, uploaded_by=user, created_at=AT,
                )  # fmt: skip
                Signatory.objects.create(membership=row, document=paper, proposed_by=user, proposed_at=AT)
    emails = set()
    for number, (is_there, is_here) in enumerate(offers):
        for organisation, is_offered in ((duplicate, is_there), (into, is_here)):
            if is_offered:
                _offers(organisation, number, keeper)
                emails.add(number)
    OrganisationDomain.objects.create(organisation=duplicate, domain="sample.example", added_by=keeper, added_at=AT)
    AccessGrant.objects.create(
        organisation=duplicate, object_type="x", object_id=into.id, level=AccessLevel.FILES, basis="nda", starts_at=AT
    )
    Wall.objects.create(organisation=duplicate, object_type="x", object_id=into.id, basis="conflict", starts_at=AT)
    before = {kind: set(kind._default_manager.values_list("pk", flat=True)) for kind in KINDS}
    signing = set(Signatory.objects.filter(state="proposed").values_list("membership__user_id", flat=True))

    merge_organisations(actor=staff, at=AT, duplicate_id=duplicate.id, into_id=into.id, reason=REASON)

    assert {kind: set(kind._default_manager.values_list("pk", flat=True)) for kind in KINDS} == before
    assert _open_roles(into) == {user_id: role for user_id, role in expected.items() if role is not None}
    assert _open_roles(duplicate) == {}
    for kind in (Invitation, Mandate):
        names = {"Invitation": "invited", "Mandate": "agent"}
        found = kind._default_manager.filter(organisation=into, state__in=["open", "offered"]).values_list("email", flat=True)
        assert sorted(found) == sorted(f"{names[kind.__name__]}{number}@example.test" for number in emails)
    asked = JoinRequest.objects.filter(organisation=into, state="open").values_list("user__email", flat=True)
    assert sorted(asked) == sorted(f"asker{number}@example.test" for number in emails)
    kept = {row.id: row.revoked_at is None and row.organisation_id == into.id for row in ApiToken.objects.filter(id__in=tokens)}
    assert kept == tokens
    assert (
        set(Signatory.objects.filter(state="proposed", membership__organisation=into).values_list("membership__user_id", flat=True))
        == signing
    )
    left = [
        kind.__name__ for kind in (Document, OrganisationDomain, AccessGrant, Wall) if kind._default_manager.filter(organisation=duplicate)
    ]
    assert left == []


def test_the_duplicate_points_to_the_one_that_stays(at: datetime) -> None:
    duplicate, into, older = named_organisation("Sample Works", ""), named_organisation(), named_organisation("Oldest Works", "")
    actor, staff = owner_of(duplicate), operator()
    owner_of(into, email="into@example.test")
    merge_organisations(actor=staff, at=at, duplicate_id=older.id, into_id=duplicate.id, reason=REASON)
    merge_organisations(actor=staff, at=at, duplicate_id=duplicate.id, into_id=into.id, reason=f" {REASON} ")
    stored = {row.id: (row.state, row.merged_into_id) for row in Organisation.objects.all()}
    assert stored == {into.id: ("active", None), duplicate.id: ("merged", into.id), older.id: ("merged", into.id)}
    _, kind, target, before, after = [entry for entry in entries() if entry[0] == "accounts.merge_organisations"][-1]
    assert (kind, target, before) == ("accounts.organisation", str(duplicate.id), {"state": "active"})
    assert (after["state"], after["intoId"], after["memberships"], after["mergedBefore"]) == ("merged", str(into.id), 1, 1)
    assert (Message.objects.get().template, Message.objects.get().user_id) == ("accounts/organisation_merged", actor.user_id)


def test_a_waiting_request_leaves_the_queue_and_a_suspension_ends(at: datetime) -> None:
    duplicate, into = named_organisation("Sample Works", "1234567", registration_kind="hk_ci"), named_organisation()
    actor, staff = owner_of(duplicate), operator()
    submitted(actor, duplicate)
    suspend_organisation(actor=staff, at=at, organisation_id=duplicate.id, reason=REASON)
    merge_organisations(actor=staff, at=at, duplicate_id=duplicate.id, into_id=into.id, reason=REASON)
    assert VerificationCase.objects.count() == 0
    assert Suspension.objects.get().ends_at == at
    assert Document.objects.get().organisation_id == into.id


def test_what_it_owned_follows_by_the_event_and_only_once(at: datetime) -> None:
    duplicate, into, final = named_organisation("Sample Works", ""), named_organisation(), named_organisation("Final Works", "")
    right, technology = make_right(owner_organisation=duplicate), make_technology(owner=duplicate)
    staff = operator()
    merge_organisations(actor=staff, at=at, duplicate_id=duplicate.id, into_id=into.id, reason=REASON)
    merge_organisations(actor=staff, at=at, duplicate_id=into.id, into_id=final.id, reason=REASON)
    event = Event.objects.filter(topic="accounts.organisation_merged", aggregate_id=str(duplicate.id)).get()
    handler = next(handler for handler in handlers_of(event.topic) if handler.name == "patents.move_ownership")
    handler.function(event)
    assert Right.objects.get(id=right.id).owner_organisation_id == final.id
    assert ProductionTechnology.objects.get(id=technology.id).owner_organisation_id == final.id
    before = traces()
    handler.function(event)
    assert traces() == before
    moved = [entry for entry in entries() if entry[0] == "patents.move_ownership"]
    assert [entry[4] for entry in moved] == [{"ownerOrganisationId": str(final.id), "rights": 1, "technologies": 1}]


def _refused(error: type[DomainError], code: str, run: Any) -> None:
    before = (traces(), list(Organisation.objects.order_by("id").values()), Message.objects.count())
    with pytest.raises(error) as caught:
        run()
    assert caught.value.code == code
    assert before == (traces(), list(Organisation.objects.order_by("id").values()), Message.objects.count())


def test_what_cannot_be_merged(at: datetime) -> None:
    duplicate, into, staff = named_organisation("Sample Works", ""), named_organisation(), operator()
    actor = owner_of(into)

    def merge(by: Any = staff, first: Any = duplicate.id, second: Any = into.id, reason: str = REASON) -> Any:
        return lambda: merge_organisations(actor=by, at=at, duplicate_id=first, into_id=second, reason=reason)

    _refused(Forbidden, "forbidden", merge(by=actor))
    _refused(Unprocessable, "reason_needed", merge(reason=""))
    _refused(Conflict, "merge_refused", merge(second=duplicate.id))
    _refused(NotFound, "not_found", merge(second=actor.user_id))
    suspend_organisation(actor=staff, at=at, organisation_id=into.id, reason=REASON)
    _refused(Conflict, "organisation_not_active", merge())
    Organisation.objects.filter(id=into.id).update(state="active")
    merge()()
    _refused(Conflict, "transition_refused", merge())


def test_likely_duplicates_are_found_by_name_and_by_number(at: datetime) -> None:
    mine = named_organisation("Sample Works Ltd", "AB-123", registration_kind="other", name_zh_hant="樣例廠有限公司")
    by_name = named_organisation("Something Else", "", name_zh_hant="樣例廠")
    by_number = named_organisation("Different", "AB 123", registration_kind="other")
    named_organisation("Sample Works", "", country="CN")
    named_organisation("SAMPLE WORKS", "", state="closed")
    found = duplicates_of(mine.id)
    assert [(row["id"], row["why"]) for row in found] == [(by_name.id, ["name"]), (by_number.id, ["registration"])]
    assert duplicates_of(named_organisation("Alone", "87654321").id) == []


def test_evidence_keeps_what_it_was(at: datetime) -> None:
    duplicate, into = named_organisation("Sample Works", ""), named_organisation()
    document = evidence(owner_of(duplicate, role=MemberRole.OWNER), duplicate)
    merge_organisations(actor=operator(), at=at, duplicate_id=duplicate.id, into_id=into.id, reason=REASON)
    kept = Document.objects.get()
    assert (kept.id, kept.path, kept.organisation_id) == (document.id, document.path, into.id)
