"""What a duplicate of an organisation owns comes to the organisation that it was merged into."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from patents.models import ProductionTechnology, Right
from patents.services.announce_assets import announce_assets, lock_owned


@transaction.atomic
def move_ownership(*, actor: Actor, at: datetime, organisation_id: UUID, into_id: UUID) -> int:
    """Moves rights and technologies and returns how many. A second time there is nothing left to move, and nothing is written."""
    rights, technologies = lock_owned(organisation_id)
    if not rights and not technologies:
        return 0
    Right.objects.filter(id__in=rights).update(owner_organisation_id=into_id, updated_at=at)
    ProductionTechnology.objects.filter(id__in=technologies).update(owner_organisation_id=into_id, updated_at=at)
    audit.record(
        actor=actor,
        at=at,
        action="patents.move_ownership",
        target_type="accounts.organisation",
        target_id=organisation_id,
        before={"ownerOrganisationId": str(organisation_id)},
        after={"ownerOrganisationId": str(into_id), "rights": len(rights), "technologies": len(technologies)},
    )
    announce_assets(rights=rights, technologies=technologies, at=at)
    return len(rights) + len(technologies)
