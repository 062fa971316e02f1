"""Who belongs to an organisation, as its own people see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ipmarket.accounts.enums import SignatoryState
from ipmarket.accounts.models import Membership, Signatory
from ipmarket.accounts.selectors import policies
from ipmarket.accounts.selectors.members_standing import handled_roles, open_at
from ipmarket.accounts.selectors.policies import Target
from ipmarket.kernel.actor import Actor


def members_of(actor: Actor, organisation_id: UUID, *, at: datetime) -> QuerySet[Membership]:
    """The open memberships with their people. Raises NotFound to everybody who may not see them."""
    policies.require(actor, "accounts.members.read", _target(organisation_id))
    return Membership.objects.filter(open_at(at), organisation_id=organisation_id).select_related("user")


def member_cards(actor: Actor, organisation_id: UUID, rows: Sequence[Membership]) -> list[dict[str, Any]]:
    """The rows of the list, each with what the reader may do to it; one query for all the powers to sign.

    The mail address is there for owners, managers and those who read all organisations; None for everybody else.
    """
    shows_addresses = policies.can(actor, "accounts.members.read_addresses", _target(organisation_id))
    signatories = {
        row.membership_id: row
        for row in Signatory.objects.filter(
            membership_id__in=[row.id for row in rows], state__in=[SignatoryState.PROPOSED, SignatoryState.CONFIRMED]
        )
    }
    return [_card(actor, row, signatories.get(row.id), shows_address=shows_addresses) for row in rows]


def _target(organisation_id: UUID) -> Target:
    return Target("accounts.organisation", organisation_id, organisation_id=organisation_id)


def _card(actor: Actor, row: Membership, signatory: Signatory | None, *, shows_address: bool) -> dict[str, Any]:
    is_me = row.user_id == actor.user_id
    return {
        "id": row.id,
        "person": {"id": row.user_id, "name": row.user.name, "email": row.user.email if shows_address else None},
        "role": row.role,
        "starts_at": row.starts_at,
        "signatory": None if signatory is None else signatory_part(signatory),
        "is_me": is_me,
        "is_suspended": not row.user.is_active,
        "allowed": _allowed(actor, row, is_me=is_me),
    }


def signatory_part(signatory: Signatory) -> dict[str, Any]:
    """The power to sign as it stands beside a member."""
    return {
        "id": signatory.id,
        "state": signatory.state,
        "limit_minor": signatory.limit_minor,
        "currency": signatory.currency,
    }


def _allowed(actor: Actor, row: Membership, *, is_me: bool) -> list[str]:
    """What the reader may do to this member, as far as roles tell: the last owner is told when it comes to that."""
    found = []
    target = _target(row.organisation_id)
    if row.role in handled_roles(actor):
        wanted = ["accounts.members.change_role", "accounts.members.remove"]
        found += [action for action in wanted if policies.can(actor, action, target)]
    if is_me and policies.can(actor, "accounts.members.leave", Target("accounts.membership", user_id=row.user_id)):
        found.append("accounts.members.leave")
    if not is_me and actor.kind == "person" and policies.can(actor, "accounts.ownership.hand_over", target):
        found.append("accounts.ownership.hand_over")
    if policies.can(actor, "accounts.signatories.propose", target):
        found.append("accounts.signatories.propose")
    return sorted(found)


def is_own_membership(actor: Actor, *, organisation_id: UUID, membership_id: UUID) -> bool:
    """True when this open membership is the actor's own."""
    if actor.user_id is None:
        return False
    own = Membership.objects.filter(id=membership_id, organisation_id=organisation_id, user_id=actor.user_id, ends_at__isnull=True)
    return own.exists()


def membership_id_of(*, user_id: UUID, organisation_id: UUID) -> UUID | None:
    """The open membership of a person in an organisation, for loaders; None for nobody's member."""
    rows = Membership.objects.filter(user_id=user_id, organisation_id=organisation_id, ends_at__isnull=True)
    return rows.values_list("id", flat=True).first()
