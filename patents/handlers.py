"""What the catalogue does when it hears news."""

from uuid import UUID

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from ipmarket.kernel.outbox.models import Event
from ipmarket.kernel.outbox.registry import handles
from patents.events import RIGHT_CHANGED
from patents.services.suggest_classes import suggest_classes


@handles(RIGHT_CHANGED, name="patents.suggest_classes")
def on_right_changed(event: Event) -> None:
    """A right that no office has classified is offered to the classifier."""
    suggest_classes(actor=Actor.system("classifier"), at=now(), right_id=UUID(event.aggregate_id))
