"""An organisation shows a logo."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import ORGANISATION_EDITED
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.organisation_rows import save_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.uploads import store_image

FOLDER: Final = "logos"


@transaction.atomic
def set_logo(*, actor: Actor, at: datetime, organisation_id: UUID, chunks: Iterable[bytes], name: str) -> Organisation:
    """Keeps the image, drawn anew, in the place of the one before. Raises InvalidInput for what is no PNG, JPEG or WebP of at most 2 MB."""
    organisation = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.organisation.edit").organisation
    before = organisation.logo_path
    kept = store_image(chunks, name=name, folder=FOLDER)
    organisation.logo_path = kept.path
    save_organisation(organisation, ["logo_path"], at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.set_logo",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"logo": before},
        after={"logo": organisation.logo_path},
    )
    outbox.emit(
        topic=ORGANISATION_EDITED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    return organisation
