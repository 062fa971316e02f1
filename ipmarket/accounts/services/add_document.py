"""An organisation hands in evidence."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import DocumentKind
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import DOCUMENT_ADDED
from ipmarket.accounts.models import Document
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.uploads import store_document

MOST_DOCUMENTS: Final = 50
FOLDER: Final = "evidence"


@transaction.atomic
def add_document(*, actor: Actor, at: datetime, organisation_id: UUID, kind: str, chunks: Iterable[bytes], name: str) -> Document:
    """Keeps the file and returns its row.

    Raises InvalidInput for a file that is no PDF, PNG or JPEG of at most 10 MB, and Conflict ("too_many_documents") past fifty.
    """
    if kind not in DocumentKind.values or actor.user_id is None:
        raise InvalidInput("There is no such kind of document.", params={"kinds": list(DocumentKind.values)})
    organisation = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.documents.add").organisation
    if Document.objects.filter(organisation_id=organisation.id, removed_at__isnull=True).count() >= MOST_DOCUMENTS:
        raise Conflict(f"At most {MOST_DOCUMENTS} documents; remove one first.", code=AccountsError.TOO_MANY_DOCUMENTS)
    kept = store_document(chunks, name=name, folder=FOLDER)
    document = Document.objects.create(
        organisation=organisation,
        kind=kind,
        path=kept.path,
        sha256=kept.sha256,
        name=kept.name,
        media_type=kept.content_type,
        size_bytes=kept.size_bytes,
        uploaded_by_id=actor.user_id,
        created_at=at,
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.add_document",
        target_type="accounts.document",
        target_id=document.id,
        after={"organisationId": str(organisation.id), "kind": kind, "sha256": kept.sha256, "sizeBytes": kept.size_bytes},
    )
    outbox.emit(
        topic=DOCUMENT_ADDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"documentId": str(document.id)},
        at=at,
    )
    return document
