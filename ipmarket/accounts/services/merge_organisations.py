"""The operator merges a duplicate into the organisation that stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import OrganisationState, VerificationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import ORGANISATION_MERGED
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.selectors.policies import Target
from ipmarket.accounts.services.hold_office import hold_office
from ipmarket.accounts.services.hold_organisation import require_active
from ipmarket.accounts.services.lift_suspension import lift_suspension
from ipmarket.accounts.services.move_places import move_places
from ipmarket.accounts.services.organisation_rows import needed_reason, save_organisation
from ipmarket.accounts.services.tell_owners import members_of, tell_each
from ipmarket.accounts.services.unverify_organisation import take_verification_back
from ipmarket.accounts.states.organisation import ORGANISATION, OrganisationEvent
from ipmarket.accounts.states.verification import VerificationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def merge_organisations(*, actor: Actor, at: datetime, duplicate_id: UUID, into_id: UUID, reason: str) -> Organisation:
    """Moves everything of the duplicate to the other organisation, leaves the duplicate as a pointer to it, and returns the other one.

    What other apps keep for the duplicate follows by the event. Past memberships and decided verifications stay with the duplicate, as the
    record of what was. Raises Conflict ("merge_refused") for one organisation twice, ("organisation_not_active") for a target that is not
    active, ("transition_refused") for a duplicate that is closed or merged already.
    """
    target = Target("accounts.organisation", id=duplicate_id, organisation_id=duplicate_id)
    hold_office(actor=actor, at=at, action="accounts.organisations.merge", target=target)
    told = needed_reason(reason)
    if duplicate_id == into_id:
        raise Conflict("An organisation is not merged into itself.", code=AccountsError.MERGE_REFUSED)
    rows = Organisation.objects.select_for_update(no_key=True).filter(id__in=[duplicate_id, into_id]).order_by("pk")
    found = {row.id: row for row in rows}
    duplicate, into = found.get(duplicate_id), found.get(into_id)
    if duplicate is None or into is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    require_active(into)
    before = duplicate.state
    duplicate.state = apply(ORGANISATION, OrganisationState(before), OrganisationEvent.MERGE)
    duplicate.merged_into = into
    changed = ["state", "merged_into"]
    if duplicate.verification == VerificationState.SUBMITTED:
        changed += take_verification_back(duplicate, VerificationEvent.WITHDRAW)
    told_people = members_of(duplicate)
    counts = move_places(actor=actor, at=at, duplicate=duplicate, into=into)
    lift_suspension(actor=actor, at=at, reason=told, whose=duplicate.id)
    save_organisation(duplicate, changed, at=at)
    save_organisation(into, [], at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.merge_organisations",
        target_type="accounts.organisation",
        target_id=duplicate.id,
        before={"state": before},
        after={"state": duplicate.state, "intoId": str(into.id), **counts},
        reason=told,
    )
    outbox.emit(
        topic=ORGANISATION_MERGED,
        aggregate_type="accounts.organisation",
        aggregate_id=duplicate.id,
        payload={"organisationId": str(duplicate.id), "intoId": str(into.id)},
        at=at,
    )
    tell_each(told_people, actor=actor, at=at, organisation=into, template="accounts/organisation_merged", facts={"reason": told})
    return into
