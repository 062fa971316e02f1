"""How many assets an organisation owns, whatever their audience: what closing the organisation would take out of sight."""

from uuid import UUID

from ipmarket.accounts.selectors.organisations_closure import holdings
from patents.models import ProductionTechnology, Right


@holdings("patents.assets")
def count_assets(organisation_id: UUID) -> int:
    """Rights and technologies of the organisation."""
    rights = Right.objects.filter(owner_organisation_id=organisation_id).count()
    return rights + ProductionTechnology.objects.filter(owner_organisation_id=organisation_id).count()
