"""What belongs to a duplicate comes to the organisation that stays. Steps of merging, in its transaction and under its trace.

Whatever cannot be moved, since the other organisation has the same already, ends in a state that says so; nothing is deleted.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db.models import Model, QuerySet

from ipmarket.accounts.enums import InvitationState, JoinRequestState, MemberRole
from ipmarket.accounts.models import (
    AccessGrant,
    ApiToken,
    Document,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Organisation,
    OrganisationDomain,
    Signatory,
    Wall,
)
from ipmarket.accounts.services.close_invitation import close_invitation
from ipmarket.accounts.services.end_membership import SHORTEST
from ipmarket.accounts.services.end_places import close_join_request
from ipmarket.accounts.services.end_powers import BY_ORGANISATION, OPEN_MANDATE, OPEN_SIGNATORY, end_open_mandate, end_power
from ipmarket.accounts.states.invitation import InvitationEvent
from ipmarket.kernel.actor import Actor

# Strongest first.
_STRENGTH: Final = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.MEMBER, MemberRole.VIEWER)


def move_places(*, actor: Actor, at: datetime, duplicate: Organisation, into: Organisation) -> dict[str, int]:
    """Move everything and return how many of each were moved or ended, for the audit entry. Both rows are locked by the caller."""
    counts = {
        "memberships": _memberships(duplicate, into, at),
        "invitations": _invitations(duplicate, into, at),
        "joinRequests": _join_requests(duplicate, into, actor, at),
        "mandates": _mandates(duplicate, into, actor, at),
        "accessTokenCount": _tokens(duplicate, into, at),
    }
    plain: Mapping[str, QuerySet[Any]] = {
        "documents": Document.objects.filter(organisation=duplicate),
        "domains": OrganisationDomain.objects.filter(organisation=duplicate),
        "accessGrants": AccessGrant.objects.filter(organisation=duplicate),
        "walls": Wall.objects.filter(organisation=duplicate),
        "mergedBefore": Organisation.objects.filter(merged_into=duplicate),
    }
    for name, rows in plain.items():
        counts[name] = rows.update(merged_into=into) if name == "mergedBefore" else rows.update(organisation=into)
    return counts


def _memberships(duplicate: Organisation, into: Organisation, at: datetime) -> int:
    """A person who belongs to both keeps one place, with the stronger of the two roles."""
    rows = list(Membership.objects.select_for_update().filter(organisation=duplicate, ends_at__isnull=True).order_by("pk"))
    places = Membership.objects.select_for_update().filter(organisation=into, ends_at__isnull=True).order_by("pk")
    present = {place.user_id: place for place in places}
    for row in rows:
        place = present.get(row.user_id)
        if place is None:
            row.organisation = into
            row.save(update_fields=["organisation"])
            continue
        if _STRENGTH.index(MemberRole(row.role)) < _STRENGTH.index(MemberRole(place.role)):
            place.role = row.role
            place.save(update_fields=["role"])
        _move_signatory(row, place, at)
        row.ends_at = max(at, row.starts_at + SHORTEST)
        row.save(update_fields=["ends_at"])
    return len(rows)


def _move_signatory(row: Membership, place: Membership, at: datetime) -> None:
    """The power to sign goes with the person, unless they have one in the other organisation already."""
    has_one = Signatory.objects.filter(membership=place, state__in=OPEN_SIGNATORY).exists()
    for signatory in Signatory.objects.select_for_update().filter(membership=row, state__in=OPEN_SIGNATORY).order_by("pk"):
        if has_one:
            end_power(signatory, at=at)
        else:
            signatory.membership = place
            signatory.save(update_fields=["membership"])


def _invitations(duplicate: Organisation, into: Organisation, at: datetime) -> int:
    open_there = set(Invitation.objects.filter(organisation=into, state=InvitationState.OPEN).values_list("email", flat=True))
    return _each(
        Invitation.objects.filter(organisation=duplicate, state=InvitationState.OPEN),
        is_there=lambda row: row.email in open_there,
        end=lambda row: close_invitation(row, InvitationEvent.REVOKE, at=at),
        into=into,
    )


def _join_requests(duplicate: Organisation, into: Organisation, actor: Actor, at: datetime) -> int:
    there = set(JoinRequest.objects.filter(organisation=into, state=JoinRequestState.OPEN).values_list("user_id", flat=True))
    there |= _members(into)
    return _each(
        JoinRequest.objects.filter(organisation=duplicate, state=JoinRequestState.OPEN),
        is_there=lambda row: row.user_id in there,
        end=lambda row: close_join_request(row, actor=actor, at=at),
        into=into,
    )


def _mandates(duplicate: Organisation, into: Organisation, actor: Actor, at: datetime) -> int:
    there = list(Mandate.objects.filter(organisation=into, state__in=OPEN_MANDATE).values_list("email", "user_id"))
    emails, people = {email for email, _ in there}, {user_id for _, user_id in there}
    return _each(
        Mandate.objects.filter(organisation=duplicate, state__in=OPEN_MANDATE),
        is_there=lambda row: row.email in emails or (row.user_id is not None and row.user_id in people),
        end=lambda row: end_open_mandate(row, BY_ORGANISATION[row.state], actor=actor, at=at),
        into=into,
    )


def _tokens(duplicate: Organisation, into: Organisation, at: datetime) -> int:
    """A token goes with its person; where the person has no place in the other organisation, it ends."""
    rows = ApiToken.objects.filter(organisation=duplicate)
    ended = rows.filter(revoked_at__isnull=True).exclude(user_id__in=_members(into)).update(revoked_at=at)
    return ended + rows.filter(revoked_at__isnull=True).update(organisation=into)


def _members(organisation: Organisation) -> set[Any]:
    return set(Membership.objects.filter(organisation=organisation, ends_at__isnull=True).values_list("user_id", flat=True))


def _each(rows: QuerySet[Any], *, is_there: Callable[[Any], bool], end: Callable[[Any], None], into: Organisation) -> int:
    """Move each row, or end it where the other organisation has the same."""
    found: list[Model] = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for row in found:
        if is_there(row):
            end(row)
        else:
            row.organisation = into  # type: ignore[attr-defined]  # all three kinds of row belong to an organisation
            row.save(update_fields=["organisation"])
    return len(found)
