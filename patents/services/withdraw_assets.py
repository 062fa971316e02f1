"""What an organisation that was closed owns goes out of sight."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from patents.models import ProductionTechnology, Right
from patents.services.announce_assets import announce_assets, lock_owned


@transaction.atomic
def withdraw_assets(*, actor: Actor, at: datetime, organisation_id: UUID) -> int:
    """Sets the audience of rights and technologies to their owner alone and returns how many changed. A second time none does."""
    rights, technologies = lock_owned(organisation_id, seen_by_others=True)
    if not rights and not technologies:
        return 0
    Right.objects.filter(id__in=rights).update(audience=Audience.OWNER, updated_at=at)
    ProductionTechnology.objects.filter(id__in=technologies).update(audience=Audience.OWNER, updated_at=at)
    audit.record(
        actor=actor,
        at=at,
        action="patents.withdraw_assets",
        target_type="accounts.organisation",
        target_id=organisation_id,
        after={"audience": Audience.OWNER.value, "rights": len(rights), "technologies": len(technologies)},
    )
    announce_assets(rights=rights, technologies=technologies, at=at)
    return len(rights) + len(technologies)
