"""Locking what an organisation owns, and saying that it changed. Steps of the services that change many assets at once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.outbox import services as outbox
from patents.events import RIGHT_CHANGED, TECHNOLOGY_CHANGED
from patents.models import ProductionTechnology, Right


def lock_owned(organisation_id: UUID, *, seen_by_others: bool = False) -> tuple[list[UUID], list[UUID]]:
    """The ids of the organisation's rights and technologies, locked in order; only those that others may see when asked so."""
    rights = Right.objects.filter(owner_organisation_id=organisation_id)
    technologies = ProductionTechnology.objects.filter(owner_organisation_id=organisation_id)
    if seen_by_others:
        rights, technologies = rights.exclude(audience=Audience.OWNER), technologies.exclude(audience=Audience.OWNER)
    return (
        list(rights.select_for_update(of=("self",)).order_by("pk").values_list("id", flat=True)),
        list(technologies.select_for_update(of=("self",)).order_by("pk").values_list("id", flat=True)),
    )


def announce_assets(*, rights: Sequence[UUID], technologies: Sequence[UUID], at: datetime) -> None:
    """Say of each that it changed, so that whoever shows it looks again."""
    outbox.emit_many(topic=RIGHT_CHANGED, aggregate_type="patents.right", aggregate_ids=rights, payload={}, at=at)
    outbox.emit_many(topic=TECHNOLOGY_CHANGED, aggregate_type="patents.technology", aggregate_ids=technologies, payload={}, at=at)
