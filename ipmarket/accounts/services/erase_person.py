"""A person has the account erased: nothing that names them is left, what others rely on stays without a name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import JoinRequestState, MandateState, SignatoryState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PERSON_ERASED
from ipmarket.accounts.models import (
    AccessGrant,
    ApiToken,
    JoinRequest,
    Mandate,
    Membership,
    PlatformRoleGrant,
    Signatory,
    User,
)
from ipmarket.accounts.selectors.erasure import erasure_plan
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.accounts.services.forget_identity import forget_identity
from ipmarket.accounts.services.lock_operators import lock_operators
from ipmarket.accounts.states.join_request import JOIN_REQUEST, JoinRequestEvent
from ipmarket.accounts.states.mandate import MANDATE, MandateEvent
from ipmarket.accounts.states.signatory import SIGNATORY, SignatoryEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, Unprocessable
from ipmarket.kernel.mail.services.queue_mail import queue_mail
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply


@transaction.atomic
def erase_person(*, actor: Actor, at: datetime, confirmation: str) -> None:
    """Erase the actor's own account; ``confirmation`` is their address, typed again.

    Places in organisations, mandates, powers to sign, tokens and sessions end; addresses, second factors, devices, consents and copies are
    deleted; the row stays as somebody without a name, and the personal values beside audit entries about the person are erased.
    Raises Unprocessable ("confirmation_wrong"), and Conflict ("erasure_blocked") with what stands in the way.
    """
    require(actor, "accounts.data.erase", Target(kind="accounts.user", user_id=actor.user_id))
    lock_operators()
    user = User.objects.select_for_update().get(id=actor.person_id)
    if confirmation.strip().lower() != user.email.lower():
        raise Unprocessable("This is not the address of the account.", code=AccountsError.CONFIRMATION_WRONG)
    plan = erasure_plan(user.id, at=at)
    if not plan.is_possible:
        raise Conflict(
            "Something stands in the way: hand over or close what only you own.",
            code=AccountsError.ERASURE_BLOCKED,
            params={"blocks": [{"code": block.code, "organisationId": str(block.organisation_id or "")} for block in plan.blocks]},
        )
    queue_mail(
        actor=actor, at=at, template="accounts/account_erased", to=user.email, language=user.language, time_zone=user.time_zone,
        values={"happened_at": at.isoformat()}, user_id=user.id,
    )  # fmt: skip
    _end_places(user.id, at)
    forget_identity(actor=actor, at=at, user=user)
    audit.record(
        actor=actor, at=at, action="accounts.erase_person", target_type="accounts.user", target_id=user.id,
        after={"memberships": plan.memberships, "entriesKept": plan.entries},
    )  # fmt: skip
    outbox.emit(topic=PERSON_ERASED, aggregate_type="accounts.user", aggregate_id=user.id, payload={}, at=at)


def _end_places(user_id: UUID, at: datetime) -> None:
    powers = Signatory.objects.filter(membership__user_id=user_id, state__in=[SignatoryState.PROPOSED, SignatoryState.CONFIRMED])
    for signatory in powers.select_for_update(of=("self",)).order_by("id"):
        signatory.state = apply(SIGNATORY, SignatoryState(signatory.state), SignatoryEvent.END)
        signatory.ended_at = at
        signatory.save(update_fields=["state", "ended_at"])
    for mandate in Mandate.objects.select_for_update().filter(user_id=user_id, ended_at__isnull=True).order_by("id"):
        event = {MandateState.OFFERED: MandateEvent.DECLINE, MandateState.ACTIVE: MandateEvent.END}.get(MandateState(mandate.state))
        if event is not None:
            mandate.state = apply(MANDATE, MandateState(mandate.state), event)
            mandate.ended_at, mandate.ended_by_id = at, user_id
            mandate.save(update_fields=["state", "ended_at", "ended_by"])
    for wish in JoinRequest.objects.select_for_update().filter(user_id=user_id, state=JoinRequestState.OPEN).order_by("id"):
        wish.state = apply(JOIN_REQUEST, JoinRequestState(wish.state), JoinRequestEvent.WITHDRAW)
        wish.decided_at = at
        wish.save(update_fields=["state", "decided_at"])
    Membership.objects.filter(user_id=user_id, ends_at__isnull=True).update(ends_at=at)
    PlatformRoleGrant.objects.filter(user_id=user_id, ends_at__isnull=True).update(ends_at=at)
    ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True).update(revoked_at=at)
    AccessGrant.objects.filter(user_id=user_id, ends_at__isnull=True, starts_at__lt=at).update(ends_at=at)
