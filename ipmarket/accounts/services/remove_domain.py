"""A mail domain stands for an organisation no longer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import DOMAIN_REMOVED
from ipmarket.accounts.models import OrganisationDomain
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def remove_domain(*, actor: Actor, at: datetime, organisation_id: UUID, domain_id: UUID) -> None:
    """Ends it. Raises NotFound for one that has ended and for another organisation's."""
    hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.domains.edit")
    row = (
        OrganisationDomain.objects.select_for_update()
        .filter(id=domain_id, organisation_id=organisation_id, removed_at__isnull=True)
        .first()
    )
    if row is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.remove_domain",
        target_type="accounts.organisation",
        target_id=organisation_id,
        before={"domainId": str(row.id), "domain": row.domain},
    )
    outbox.emit(
        topic=DOMAIN_REMOVED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"domainId": str(row.id)},
        at=at,
    )
