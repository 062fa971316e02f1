"""A person accepts the terms of use or takes note of the privacy notice."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts.enums import TermsKind
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import TERMS_ACCEPTED
from ipmarket.accounts.models import TermsAcceptance
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.accounts.selectors.terms import current_terms
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def accept_terms(*, actor: Actor, at: datetime, kind: str, version: str, language: str) -> TermsAcceptance:
    """Keep that the actor accepted the version in force. Accepting again changes nothing.

    Raises Conflict ("terms_not_current") for a version that is not the one in force: it may have changed while the page stood open.
    """
    require(actor, "accounts.terms.accept", Target(kind="accounts.user", user_id=actor.user_id))
    if kind not in TermsKind.values:
        raise InvalidInput("There is no such text.")
    terms = current_terms(kind, language=language, on=at.date())
    if terms.version != version:
        raise Conflict("The text has changed since. Read the new version.", code=AccountsError.TERMS_NOT_CURRENT)
    acceptance, is_new = TermsAcceptance.objects.get_or_create(
        user_id=actor.person_id, terms_id=terms.id, defaults={"language": language, "accepted_at": at}
    )
    if is_new:
        audit.record(
            actor=actor, at=at, action="accounts.accept_terms", target_type="accounts.user", target_id=str(actor.user_id),
            after={"kind": kind, "version": version, "language": language},
        )  # fmt: skip
        outbox.emit(topic=TERMS_ACCEPTED, aggregate_type="accounts.user", aggregate_id=str(actor.user_id), payload={}, at=at)
    return acceptance
