"""Evidence, verification cases and mail domains of an organisation, for those who may see them."""

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from ipmarket.accounts.enums import VerificationState
from ipmarket.accounts.models import Document, OrganisationDomain, VerificationCase
from ipmarket.accounts.selectors.organisations_seen import target_of
from ipmarket.accounts.selectors.policies import require, require_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound

_WITH_DOCUMENTS = Prefetch("documents", Document.objects.order_by("created_at", "id"))


def documents_of(actor: Actor, organisation_id: UUID) -> QuerySet[Document]:
    """What was handed in and not taken back."""
    require_person(actor)
    require(actor, "accounts.documents.read", target_of(organisation_id))
    return Document.objects.filter(organisation_id=organisation_id, removed_at__isnull=True)


def document_for(actor: Actor, organisation_id: UUID, document_id: UUID) -> Document:
    """One document to be handed out; the caller records the look. NotFound for another organisation's, alike for an unknown one."""
    require_person(actor)
    require(actor, "accounts.documents.read", target_of(organisation_id))
    document = Document.objects.filter(id=document_id, organisation_id=organisation_id, removed_at__isnull=True).first()
    if document is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    return document


def document_card(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "kind": document.kind,
        "name": document.name,
        "media_type": document.media_type,
        "size_bytes": document.size_bytes,
        "created_at": document.created_at,
    }


def cases_of(actor: Actor, organisation_id: UUID) -> QuerySet[VerificationCase]:
    """Every time that the organisation asked to be verified."""
    require_person(actor)
    require(actor, "accounts.verification.read", target_of(organisation_id))
    return VerificationCase.objects.filter(organisation_id=organisation_id).prefetch_related(_WITH_DOCUMENTS)


def waiting_cases(actor: Actor) -> QuerySet[VerificationCase]:
    """The requests of all organisations that wait for a decision. For staff."""
    require(actor, "accounts.verification.read_queue")
    waiting = VerificationCase.objects.filter(state=VerificationState.SUBMITTED)
    return waiting.select_related("organisation", "submitted_by").prefetch_related(_WITH_DOCUMENTS)


def case_card(case: VerificationCase) -> dict[str, Any]:
    """A case as the organisation reads it: who decided is the operator's own affair."""
    return {
        "id": case.id,
        "state": case.state,
        "claimed": case.claimed,
        "documents": [document_card(document) for document in case.documents.all() if document.removed_at is None],
        "submitted_at": case.submitted_at,
        "decided_at": case.decided_at,
        "reason": case.reason,
    }


def queued_card(case: VerificationCase) -> dict[str, Any]:
    """A waiting case as staff read it."""
    organisation = case.organisation
    return {
        **case_card(case),
        "organisation": {
            "id": organisation.id,
            "name": {"en": organisation.name_en, "zh_hant": organisation.name_zh_hant, "zh_hans": organisation.name_zh_hans},
            "kind": organisation.kind,
            "country": organisation.country,
            "is_demo": organisation.is_demo,
        },
        "submitted_by": {"id": case.submitted_by_id, "name": case.submitted_by.name},
    }


def domains_of(actor: Actor, organisation_id: UUID) -> QuerySet[OrganisationDomain]:
    """The mail domains that stand for the organisation now."""
    require_person(actor)
    require(actor, "accounts.domains.read", target_of(organisation_id))
    return OrganisationDomain.objects.filter(organisation_id=organisation_id, removed_at__isnull=True)


def domain_card(row: OrganisationDomain) -> dict[str, Any]:
    return {"id": row.id, "domain": row.domain, "added_at": row.added_at}
