"""An organisation asks to be verified."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import DocumentKind, VerificationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import VERIFICATION_SUBMITTED
from ipmarket.accounts.models import Document, Organisation, VerificationCase
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.organisation_rows import save_organisation
from ipmarket.accounts.states.verification import VERIFICATION, VerificationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import InvalidInput, NotFound, Unprocessable
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply

MOST_DOCUMENTS: Final = 10
LONGEST_NOTE: Final = 1000


@transaction.atomic
def submit_verification(
    *, actor: Actor, at: datetime, organisation_id: UUID, document_ids: Collection[UUID], note: str = ""
) -> VerificationCase:
    """Opens a case with the facts as they are claimed now and the evidence, and puts it into the operator's queue.

    Raises Unprocessable ("evidence_needed", "registration_refused") without a document or without a number, NotFound for a document that is
    not this organisation's proof of registration, Conflict ("transition_refused") while a case is open and for a verified organisation.
    """
    if actor.user_id is None:
        raise InvalidInput("A person asks for verification.")
    organisation = hold_organisation(
        actor=actor, at=at, organisation_id=organisation_id, action="accounts.verification.submit"
    ).organisation
    before = organisation.verification
    organisation.verification = apply(VERIFICATION, VerificationState(before), VerificationEvent.SUBMIT)
    if not organisation.registration_kind or not organisation.registration_number:
        raise Unprocessable("State the registration number first.", code=AccountsError.REGISTRATION_REFUSED)
    documents = _evidence(organisation, document_ids)
    case = VerificationCase.objects.create(
        organisation=organisation,
        claimed=_claimed(organisation, _plain_note(note)),
        submitted_by_id=actor.user_id,
        submitted_at=at,
    )
    case.documents.set(documents)
    save_organisation(organisation, ["verification"], at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.submit_verification",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"verification": before},
        after={
            "verification": organisation.verification,
            "caseId": str(case.id),
            "documentIds": sorted(str(document.id) for document in documents),
        },
    )
    outbox.emit(
        topic=VERIFICATION_SUBMITTED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"caseId": str(case.id)},
        at=at,
    )
    return case


def _evidence(organisation: Organisation, document_ids: Collection[UUID]) -> list[Document]:
    wanted = set(document_ids)
    if not 0 < len(wanted) <= MOST_DOCUMENTS:
        raise Unprocessable(f"From one to {MOST_DOCUMENTS} documents are needed as evidence.", code=AccountsError.EVIDENCE_NEEDED)
    found = list(
        Document.objects.filter(
            id__in=wanted, organisation_id=organisation.id, kind=DocumentKind.REGISTRATION, removed_at__isnull=True
        ).order_by("pk")
    )
    if len(found) != len(wanted):
        raise NotFound("There is no such thing, or it is not visible to you.")
    return found


def _plain_note(note: str) -> str:
    plain = note.strip()
    if len(plain) > LONGEST_NOTE:
        raise Unprocessable(f"A note has at most {LONGEST_NOTE:,} characters.")
    return plain


def _claimed(organisation: Organisation, note: str) -> dict[str, Any]:
    """What the organisation said about itself when it asked; the decision is about this, whatever it says later."""
    return {
        "kind": organisation.kind,
        "name": {"en": organisation.name_en, "zhHant": organisation.name_zh_hant, "zhHans": organisation.name_zh_hans},
        "country": organisation.country,
        "registrationKind": organisation.registration_kind,
        "registrationNumber": organisation.registration_number,
        "address": organisation.address,
        "note": note,
    }
