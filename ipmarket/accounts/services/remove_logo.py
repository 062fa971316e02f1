"""An organisation shows no logo any more."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import ORGANISATION_EDITED
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.organisation_rows import save_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def remove_logo(*, actor: Actor, at: datetime, organisation_id: UUID) -> Organisation:
    """Takes the logo away. Raises NotFound where there is none."""
    organisation = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.organisation.edit").organisation
    if not organisation.logo_path:
        raise NotFound("There is no logo.")
    before = organisation.logo_path
    organisation.logo_path = ""
    save_organisation(organisation, ["logo_path"], at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.remove_logo",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"logo": before},
        after={"logo": ""},
    )
    outbox.emit(
        topic=ORGANISATION_EDITED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    return organisation
