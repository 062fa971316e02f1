"""An organisation enters the books."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts.events import ORGANISATION_FOUNDED
from ipmarket.accounts.models import Organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.text import Translated


@transaction.atomic
def found_organisation(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    name: Translated,
    country: str = "HK",
    registration_number: str = "",
    sector: str = "",
    district: str = "",
    is_demo: bool = False,
) -> Organisation:
    """Creates the organisation. Raises IntegrityError where its registration number is known in that country."""
    organisation = Organisation.objects.create(
        kind=kind,
        name_en=name.en,
        name_zh_hant=name.zh_hant,
        name_zh_hans=name.zh_hans,
        country=country,
        registration_number=registration_number,
        sector=sector,
        district=district,
        is_demo=is_demo,
        created_at=at,
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.found_organisation",
        target_type="accounts.organisation",
        target_id=organisation.id,
        after={"kind": kind, "country": country, "sector": sector, "isDemo": is_demo},
    )
    outbox.emit(
        topic=ORGANISATION_FOUNDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    return organisation
