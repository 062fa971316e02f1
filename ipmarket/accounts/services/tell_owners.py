"""Mail to those who own an organisation, or belong to it. A step of the services that change its standing, in their transaction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.models import Organisation, User
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.accounts.services.tell_people import name_in
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.mail.links import page_address

MOST_OWNERS: Final = 50
MOST_MEMBERS: Final = 500


def members_of(organisation: Organisation, *, most: int = MOST_MEMBERS) -> list[User]:
    """The people with an active account who belong to it at present."""
    members = User.objects.filter(is_active=True, memberships__organisation_id=organisation.id, memberships__ends_at__isnull=True)
    return list(members.order_by("created_at", "id")[:most])


def owners_of(organisation: Organisation) -> list[User]:
    """The people with an active account who own it, at most fifty."""
    owners = User.objects.filter(
        is_active=True,
        memberships__organisation_id=organisation.id,
        memberships__role=MemberRole.OWNER,
        memberships__ends_at__isnull=True,
    )
    return list(owners.order_by("created_at", "id")[:MOST_OWNERS])


def tell_owners(*, actor: Actor, at: datetime, organisation: Organisation, template: str, facts: Mapping[str, str] | None = None) -> None:
    """Queue a message to each owner, in their language, with the organisation's name."""
    tell_each(owners_of(organisation), actor=actor, at=at, organisation=organisation, template=template, facts=facts)


def tell_each(
    people: Iterable[User],
    *,
    actor: Actor,
    at: datetime,
    organisation: Organisation,
    template: str,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Queue a message about the organisation to each of these people."""
    for person in people:
        name = name_in(organisation, person.language)
        link = page_address("organisation", language=person.language)
        offered = {"organisation": name, "subject_name": name, "link": link, **(facts or {})}
        queue_notice(actor=actor, at=at, template=template, to=person.email, person=person, facts=offered)
