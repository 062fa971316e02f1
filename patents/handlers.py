"""What the catalogue does when it hears news."""

from uuid import UUID

from ipmarket.accounts.events import ORGANISATION_CLOSED, ORGANISATION_MERGED
from ipmarket.accounts.selectors.organisations import standing_id
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from ipmarket.kernel.outbox.models import Event
from ipmarket.kernel.outbox.registry import handles
from patents.events import RIGHT_CHANGED
from patents.services.move_ownership import move_ownership
from patents.services.suggest_classes import suggest_classes
from patents.services.withdraw_assets import withdraw_assets


@handles(RIGHT_CHANGED, name="patents.suggest_classes")
def on_right_changed(event: Event) -> None:
    """A right that no office has classified is offered to the classifier."""
    suggest_classes(actor=Actor.system("classifier"), at=now(), right_id=UUID(event.aggregate_id))


@handles(ORGANISATION_MERGED, name="patents.move_ownership")
def on_organisation_merged(event: Event) -> None:
    """What a duplicate owned comes to the organisation that stays, which may have been merged itself since."""
    into_id = standing_id(UUID(event.payload["intoId"]))
    move_ownership(actor=Actor.system("merge"), at=now(), organisation_id=UUID(event.aggregate_id), into_id=into_id)


@handles(ORGANISATION_CLOSED, name="patents.withdraw_assets")
def on_organisation_closed(event: Event) -> None:
    """What a closed organisation owned is seen by nobody but its owner's organisation, which has no members any more."""
    withdraw_assets(actor=Actor.system("closure"), at=now(), organisation_id=UUID(event.aggregate_id))
