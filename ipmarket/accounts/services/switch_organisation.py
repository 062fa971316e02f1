"""A person chooses for which organisation they act."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import ORGANISATION_SWITCHED
from ipmarket.accounts.selectors.actors import standings_of
from ipmarket.accounts.selectors.policies import Target, require, require_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def switch_organisation(*, actor: Actor, at: datetime, organisation_id: UUID) -> UUID:
    """Records the choice and returns it; the caller keeps it in the session.

    Raises NotFound for an organisation in which the person has no open place, whether or not there is one of that id; SignInNeeded for a
    visitor; Forbidden ("scope_missing") for a token.
    """
    require_person(actor)
    require(actor, "accounts.session.switch", Target("accounts.user", user_id=actor.user_id))
    person_id = actor.user_id
    places = standings_of(person_id, at) if person_id is not None else []
    if person_id is None or all(place.organisation_id != organisation_id or not place.can_act for place in places):
        raise NotFound("There is no such thing, or it is not visible to you.")
    audit.record(
        actor=actor,
        at=at,
        action="accounts.switch_organisation",
        target_type="accounts.organisation",
        target_id=organisation_id,
        before={"organisationId": str(actor.organisation_id) if actor.organisation_id else None},
        after={"organisationId": str(organisation_id)},
    )
    outbox.emit(
        topic=ORGANISATION_SWITCHED,
        aggregate_type="accounts.user",
        aggregate_id=person_id,
        payload={"userId": str(person_id), "organisationId": str(organisation_id)},
        at=at,
    )
    return organisation_id
