"""What happens to people and organisations when news comes, and what is done every day."""

from datetime import datetime
from uuid import UUID

from ipmarket.accounts.events import DATA_EXPORT_REQUESTED
from ipmarket.accounts.services.end_due_mandates import end_due_mandates
from ipmarket.accounts.services.expire_invitations import expire_invitations
from ipmarket.accounts.services.keep_retention import keep_retention
from ipmarket.accounts.services.make_data_export import make_data_export
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.clock import now
from ipmarket.kernel.outbox.models import Event
from ipmarket.kernel.outbox.registry import handles, periodic

_DAY_SECONDS = 24 * 60 * 60
_HOUR_SECONDS = 60 * 60


@handles(DATA_EXPORT_REQUESTED, name="accounts.make_data_export")
def on_data_export_requested(event: Event) -> None:
    """The copy is made outside the request."""
    make_data_export(actor=Actor.system("data export"), at=now(), export_id=UUID(event.aggregate_id))


@periodic("accounts.keep_retention", every_seconds=_DAY_SECONDS)
def on_new_day(at: datetime) -> None:
    """What has been kept for long enough is forgotten."""
    keep_retention(actor=Actor.system("retention"), at=at)


@periodic("accounts.expire_invitations", every_seconds=_HOUR_SECONDS)
def on_new_hour(at: datetime) -> None:
    """Invitations whose days are over are closed."""
    expire_invitations(actor=Actor.system("invitations"), at=at)


@periodic("accounts.end_due_mandates", every_seconds=_HOUR_SECONDS)
def on_mandates_due(at: datetime) -> None:
    """Mandates whose days are over are closed; days begin in Hong Kong, so every hour is early enough."""
    end_due_mandates(actor=Actor.system("mandates"), at=at)
