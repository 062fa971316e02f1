"""An owner proposes who may bind the company, on the strength of a document."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import DocumentKind, SignatoryState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import SIGNATORY_PROPOSED
from ipmarket.accounts.models import Document, Signatory
from ipmarket.accounts.services.find_member import lock_membership
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput, NotFound
from ipmarket.kernel.money import EXPONENTS
from ipmarket.kernel.outbox import services as outbox

# The largest amount that the column holds.
MOST_MINOR = 2**63 - 1


def require_limit(limit_minor: int | None, currency: str) -> None:
    """Raises InvalidInput ("unknown_currency", "limit_refused") for a limit that cannot be."""
    if currency not in EXPONENTS:
        raise InvalidInput("This is no currency in use.", code=AccountsError.UNKNOWN_CURRENCY)
    if limit_minor is not None and not 0 < limit_minor <= MOST_MINOR:
        raise InvalidInput("A limit is more than nothing; leave it out for no limit.", code=AccountsError.LIMIT_REFUSED)


@transaction.atomic
def propose_signatory(
    *,
    actor: Actor,
    at: datetime,
    organisation_id: UUID,
    membership_id: UUID,
    document_id: UUID,
    limit_minor: int | None = None,
    currency: str = "HKD",
) -> Signatory:
    """Opens the proposal; an operator decides. ``limit_minor`` in minor units of ``currency``, None for no limit.

    Raises NotFound to everybody but owners, for somebody who is no member, and for a document that is not proof of the power to sign of
    this organisation; InvalidInput about limit and currency; Conflict "signatory_open" while one is proposed or confirmed.
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.signatories.propose")
    if actor.user_id is None:
        raise NotFound("Only a person proposes.")
    require_limit(limit_minor, currency)
    membership = lock_membership(organisation_id=held.organisation.id, membership_id=membership_id)
    document = Document.objects.filter(
        id=document_id, organisation_id=organisation_id, kind=DocumentKind.SIGNATORY, removed_at__isnull=True
    ).first()  # fmt: skip
    if document is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    if Signatory.objects.filter(
        membership_id=membership.id, state__in=[SignatoryState.PROPOSED, SignatoryState.CONFIRMED]
    ).exists():  # fmt: skip
        raise Conflict("This person is proposed or confirmed already. End that first.", code=AccountsError.SIGNATORY_OPEN)
    signatory = Signatory.objects.create(
        membership=membership,
        document=document,
        limit_minor=limit_minor,
        currency=currency,
        proposed_by_id=actor.user_id,
        proposed_at=at,
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.propose_signatory",
        target_type="accounts.signatory",
        target_id=signatory.id,
        after={
            "organisationId": str(organisation_id),
            "userId": str(membership.user_id),
            "documentId": str(document_id),
            "limitMinor": limit_minor,
            "currency": currency,
            "state": signatory.state,
        },
    )
    outbox.emit(
        topic=SIGNATORY_PROPOSED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"signatoryId": str(signatory.id)},
        at=at,
    )
    return signatory
