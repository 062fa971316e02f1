"""An organisation's profile changes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import VerificationState
from ipmarket.accounts.events import ORGANISATION_EDITED
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.selectors.organisation_rules import is_founded_by_anybody
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.organisation_facts import EDITABLE, IDENTITY, audited, checked_facts, columns_of, facts_of
from ipmarket.accounts.services.organisation_rows import refusing_taken_number, require_version, save_organisation
from ipmarket.accounts.services.tell_owners import tell_owners
from ipmarket.accounts.services.unverify_organisation import take_verification_back
from ipmarket.accounts.states.verification import VerificationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Forbidden, InvalidInput
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def edit_organisation(
    *, actor: Actor, at: datetime, organisation_id: UUID, changes: Mapping[str, Any], version: int | None = None
) -> Organisation:
    """Changes what is given: keys are fields of OrganisationFacts.

    A change of kind, name, country or registration sends a verification, given or asked for, back to its beginning; the owners are told
    when a given one is lost. What loaders bring is taken as it is. Raises StaleVersion (412) when the row is no longer the one that the
    caller read, and what founding raises.
    """
    if unknown := sorted(set(changes) - set(EDITABLE)):
        raise InvalidInput(f"There is no {', '.join(unknown)} to change.")
    organisation = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.organisation.edit").organisation
    require_version(organisation, version)
    facts = replace(facts_of(organisation), **changes)
    if actor.kind == "person":
        facts = checked_facts(facts, on=at.date())
        if facts.kind != organisation.kind and not is_founded_by_anybody(facts.kind, on=at.date()):
            raise Forbidden("Organisations of this kind are entered by the operator.")
    wanted = columns_of(facts)
    before = {key: getattr(organisation, key) for key, value in wanted.items() if getattr(organisation, key) != value}
    if not before.keys() - {"match_keys"}:
        return organisation
    for key in before:
        setattr(organisation, key, wanted[key])
    was = VerificationState(organisation.verification)
    changed = [*before]
    if not IDENTITY.isdisjoint(before):
        changed += take_verification_back(organisation, VerificationEvent.CHANGE)
    refusing_taken_number(lambda: save_organisation(organisation, changed, at=at))
    audit.record(
        actor=actor,
        at=at,
        action="accounts.edit_organisation",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={**audited(before), "verification": was.value},
        after={**audited({key: wanted[key] for key in before}), "verification": organisation.verification},
    )
    outbox.emit(
        topic=ORGANISATION_EDITED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    if was is VerificationState.VERIFIED and organisation.verification != was:
        tell_owners(actor=actor, at=at, organisation=organisation, template="accounts/organisation_unverified")
    return organisation
