"""A person has the account erased: nothing that names them is left, what others rely on stays without a name."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from ipmarket.accounts.enums import JoinRequestState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import PERSON_ERASED
from ipmarket.accounts.models import (
    AccessGrant,
    ApiToken,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    PlatformRoleGrant,
    User,
)
from ipmarket.accounts.selectors.erasure import erasure_plan
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.accounts.services.end_membership import SHORTEST, end_membership
from ipmarket.accounts.services.end_powers import BY_PERSON, OPEN_MANDATE, end_open_mandate
from ipmarket.accounts.services.forget_identity import forget_identity
from ipmarket.accounts.services.hold_office import hold_offices_of
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.accounts.services.lock_operators import lock_operators
from ipmarket.accounts.states.join_request import JOIN_REQUEST, JoinRequestEvent
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
    hold_offices_of([actor.person_id])
    # Then organisations, then people, as everywhere: two owners who leave at once, each seeing the other, do not both succeed.
    for organisation_id in _organisations_of(actor.person_id):
        lock_organisation(organisation_id)
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
    _end_places(actor=actor, at=at)
    forget_identity(actor=actor, at=at, user=user)
    audit.record(
        actor=actor, at=at, action="accounts.erase_person", target_type="accounts.user", target_id=user.id,
        after={"memberships": plan.memberships, "entriesKept": plan.entries},
    )  # fmt: skip
    outbox.emit(topic=PERSON_ERASED, aggregate_type="accounts.user", aggregate_id=user.id, payload={}, at=at)


def _organisations_of(user_id: UUID) -> list[UUID]:
    """Those of which anything changes: the person's places and mandates, what they asked for and what was offered to them, in order."""
    email = User.objects.values_list("email", flat=True).get(id=user_id)
    found: set[UUID] = set()
    for rows in (
        Membership.objects.filter(user_id=user_id, ends_at__isnull=True),
        JoinRequest.objects.filter(user_id=user_id, state=JoinRequestState.OPEN),
        Mandate.objects.filter(Q(email__iexact=email) | Q(user_id=user_id)),
        Invitation.objects.filter(email__iexact=email),
    ):
        found.update(rows.values_list("organisation_id", flat=True))
    return sorted(found)


def _end_places(*, actor: Actor, at: datetime) -> None:
    user_id = actor.person_id
    for membership in Membership.objects.select_for_update().filter(user_id=user_id, ends_at__isnull=True).order_by("id"):
        end_membership(membership, actor=actor, at=at)
    for mandate in Mandate.objects.select_for_update().filter(user_id=user_id, state__in=OPEN_MANDATE).order_by("id"):
        end_open_mandate(mandate, BY_PERSON[mandate.state], actor=actor, at=at)
    for wish in JoinRequest.objects.select_for_update().filter(user_id=user_id, state=JoinRequestState.OPEN).order_by("id"):
        wish.state = apply(JOIN_REQUEST, JoinRequestState(wish.state), JoinRequestEvent.WITHDRAW)
        wish.decided_at = at
        wish.save(update_fields=["state", "decided_at"])
    for grant in PlatformRoleGrant.objects.select_for_update().filter(user_id=user_id, ends_at__isnull=True).order_by("id"):
        grant.ends_at = max(at, grant.starts_at + SHORTEST)
        grant.save(update_fields=["ends_at"])
    ApiToken.objects.filter(user_id=user_id, revoked_at__isnull=True).update(revoked_at=at)
    AccessGrant.objects.filter(user_id=user_id, starts_at__gte=at).delete()
    AccessGrant.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), user_id=user_id).update(ends_at=at)
