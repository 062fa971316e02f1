"""An organisation takes evidence back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import SignatoryState, VerificationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import DOCUMENT_REMOVED
from ipmarket.accounts.models import Document, Signatory, VerificationCase
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def remove_document(*, actor: Actor, at: datetime, organisation_id: UUID, document_id: UUID) -> None:
    """Takes the document out of sight; what was decided on the strength of it keeps naming it.

    Raises NotFound for one that is gone or another organisation's, and Conflict ("document_in_use") while a request rests on it.
    """
    hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.documents.remove")
    document = Document.objects.select_for_update().filter(id=document_id, organisation_id=organisation_id, removed_at__isnull=True).first()
    if document is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    waits = VerificationCase.objects.filter(documents=document, state=VerificationState.SUBMITTED).exists()
    open_states = [SignatoryState.PROPOSED, SignatoryState.CONFIRMED]
    if waits or Signatory.objects.filter(document=document, state__in=open_states).exists():
        raise Conflict("A request or a power to sign rests on this document.", code=AccountsError.DOCUMENT_IN_USE)
    document.removed_at = at
    document.save(update_fields=["removed_at"])
    audit.record(
        actor=actor,
        at=at,
        action="accounts.remove_document",
        target_type="accounts.document",
        target_id=document.id,
        before={"organisationId": str(organisation_id), "kind": document.kind, "sha256": document.sha256},
    )
    outbox.emit(
        topic=DOCUMENT_REMOVED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"documentId": str(document.id)},
        at=at,
    )
