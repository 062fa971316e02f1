"""Messages about memberships, invitations, signatories and mandates. Steps of the services that change them, in their transactions.

Each offers what it knows; the template picks. Whoever cannot sign in is not written to.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.models import Invitation, JoinRequest, Mandate, Membership, Organisation, Signatory, User
from ipmarket.accounts.selectors.members_standing import open_at
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.mail.links import page_address
from ipmarket.kernel.money import Money
from ipmarket.kernel.text import LANGUAGES, Language, Translated

# How many owners and managers one request to join is brought before.
_TOLD: Final = 20
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"


def name_in(organisation: Organisation, language: str) -> str:
    """What the organisation is called in this language, or in the one that serves its reader best."""
    names = Translated(en=organisation.name_en, zh_hant=organisation.name_zh_hant, zh_hans=organisation.name_zh_hans)
    return names.best(_language(language))[0]


def account_of(email: str) -> User | None:
    """The account that signs in with this address, if there is one."""
    return User.objects.filter(email=email).first()


def _language(code: str) -> Language:
    return next((known for known in LANGUAGES if known == code), "en")


def _tell(template: str, person: User, organisation: Organisation, facts: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    if person.is_active:
        offered = {"organisation": name_in(organisation, person.language), **facts}
        queue_notice(actor=actor, at=at, template=f"accounts/{template}", to=person.email, person=person, facts=offered)


def _tell_address(
    template: str, email: str, organisation: Organisation, facts: Mapping[str, str], *, page: str, language: str, actor: Actor, at: datetime
) -> None:
    """Write to an address, whether or not it has an account: in the language of the account, or else in the one that was chosen.

    An account that may not sign in gets nothing. Whoever had it sent sees no difference.
    """
    person = account_of(email)
    if person is not None and not person.is_active:
        return
    written = _language(person.language if person is not None else language)
    offered = {"organisation": name_in(organisation, written), "link": page_address(page, language=written), **facts}
    queue_notice(actor=actor, at=at, template=f"accounts/{template}", to=email, person=person, facts=offered, language=written)


def tell_membership_ended(*, actor: Actor, at: datetime, membership: Membership, organisation: Organisation) -> None:
    """Writes to whoever was removed, or has left."""
    _tell("membership_ended", membership.user, organisation, {}, actor=actor, at=at)


def tell_role_changed(*, actor: Actor, at: datetime, membership: Membership, organisation: Organisation, before: str) -> None:
    """Writes to whoever has another role now."""
    facts = {"old_role": before, "role": membership.role}
    _tell("membership_role_changed", membership.user, organisation, facts, actor=actor, at=at)


def tell_handed_over(*, actor: Actor, at: datetime, organisation: Organisation, former: User, heir: User) -> None:
    """Writes to both."""
    for person in sorted((former, heir), key=lambda each: each.id):
        facts = {"old_owner": former.name, "new_owner": heir.name}
        _tell("ownership_handed_over", person, organisation, facts, actor=actor, at=at)


def tell_invited(*, actor: Actor, at: datetime, invitation: Invitation, organisation: Organisation, token: str) -> None:
    """Writes to the invited address; the token stands in this message and nowhere else."""
    facts = {"inviter": invitation.invited_by.name, "role": invitation.role, "expires_at": invitation.expires_at.isoformat()}
    _tell_address(
        "invitation", invitation.email, organisation, facts, page=f"invitations/{token}", language=invitation.language, actor=actor, at=at
    )


def tell_invitation_revoked(*, actor: Actor, at: datetime, invitation: Invitation, organisation: Organisation) -> None:
    """Writes to the invited address that its link opens nothing any more."""
    _tell_address("invitation_revoked", invitation.email, organisation, {}, page="", language=invitation.language, actor=actor, at=at)


def tell_join_requested(*, actor: Actor, at: datetime, request: JoinRequest, organisation: Organisation) -> None:
    """Writes to the owners and managers, the longest-serving twenty of them."""
    deciding = Membership.objects.filter(
        open_at(at), organisation_id=organisation.id, role__in=[MemberRole.OWNER, MemberRole.MANAGER], user__is_active=True
    )
    for membership in deciding.select_related("user").order_by("starts_at", "id")[:_TOLD]:
        facts = {"person": request.user.name, "email": request.user.email}
        _tell("join_requested", membership.user, organisation, facts, actor=actor, at=at)


def tell_join_decided(*, actor: Actor, at: datetime, request: JoinRequest, organisation: Organisation, is_accepted: bool) -> None:
    """Writes to whoever asked."""
    _tell("join_decided", request.user, organisation, {"decision": ACCEPTED if is_accepted else DECLINED}, actor=actor, at=at)


def tell_signatory_decided(*, actor: Actor, at: datetime, signatory: Signatory, organisation: Organisation) -> None:
    """Writes to whoever may sign now or may not, and to whoever proposed it."""
    signing = signatory.membership.user
    limit = "" if signatory.limit_minor is None else f"{signatory.currency} {Money(signatory.limit_minor, signatory.currency).major():,}"
    facts = {"person": signing.name, "signatory_decision": signatory.state, "limit": limit, "reason": signatory.reason}
    people = {person.id: person for person in (signing, signatory.proposed_by)}
    for person in sorted(people.values(), key=lambda each: each.id):
        _tell("signatory_decided", person, organisation, facts, actor=actor, at=at)


def tell_mandate_offered(*, actor: Actor, at: datetime, mandate: Mandate, organisation: Organisation, language: str) -> None:
    """Writes to the address, whether or not it has an account."""
    facts = {
        "inviter": mandate.offered_by.name,
        "scopes": ",".join(mandate.scopes),
        "starts_date": mandate.starts_date.isoformat(),
        "ends_date": mandate.ends_date.isoformat() if mandate.ends_date is not None else "",
    }
    _tell_address("mandate_offered", mandate.email, organisation, facts, page="account/mandates", language=language, actor=actor, at=at)


def tell_mandate_answered(*, actor: Actor, at: datetime, mandate: Mandate, organisation: Organisation, holder: User) -> None:
    """Writes to whoever offered it. ``holder`` is who answered."""
    decision = ACCEPTED if mandate.user_id is not None else DECLINED
    facts = {"person": holder.name, "decision": decision, "reason": mandate.reason}
    _tell("mandate_answered", mandate.offered_by, organisation, facts, actor=actor, at=at)


def tell_mandate_ended(*, actor: Actor, at: datetime, mandate: Mandate, organisation: Organisation) -> None:
    """Writes to the person who held it and to whoever offered it."""
    if mandate.user is None:
        return
    people = {person.id: person for person in (mandate.user, mandate.offered_by)}
    for person in sorted(people.values(), key=lambda each: each.id):
        _tell("mandate_ended", person, organisation, {"person": mandate.user.name, "reason": mandate.reason}, actor=actor, at=at)
