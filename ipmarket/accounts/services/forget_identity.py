"""A step of erasing somebody: whatever names them goes, the row stays as somebody without a name."""

from datetime import datetime

from django.db.models import Q

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import InvitationState
from ipmarket.accounts.models import Consent, DataExport, Invitation, Mandate, TermsAcceptance, User
from ipmarket.accounts.states.invitation import INVITATION, InvitationEvent
from ipmarket.kernel import files
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.mail.services.forget_messages import forget_messages_of
from ipmarket.kernel.states import apply

# A name that resolves nowhere (RFC 2606), so that no message can ever reach somebody by it.
ERASED_HOST = "erased.invalid"


def forget_identity(*, actor: Actor, at: datetime, user: User) -> None:
    """Delete what names the person. Invitations to the address lose it; they are closed first."""
    invitations = list(Invitation.objects.select_for_update().filter(email__iexact=user.email).order_by("id"))
    for invitation in invitations:
        if invitation.state == InvitationState.OPEN:
            invitation.state = apply(INVITATION, InvitationState(invitation.state), InvitationEvent.DECLINE)
            invitation.closed_at = at
        invitation.email = f"{invitation.id}@{ERASED_HOST}"
        invitation.save(update_fields=["state", "closed_at", "email"])
    for export in DataExport.objects.filter(user=user).exclude(path=""):
        files.remove(export.path)
    for rows in (DataExport.objects, Consent.objects, TermsAcceptance.objects):
        rows.filter(user=user).delete()
    credentials.forget_person(user.id)
    forget_messages_of(actor=actor, at=at, user_id=user.id)
    mandates = list(Mandate.objects.select_for_update().filter(Q(email__iexact=user.email) | Q(user_id=user.id)).order_by("id"))
    for mandate in mandates:
        mandate.email = f"{mandate.id}@{ERASED_HOST}"
    Mandate.objects.bulk_update(mandates, ["email"])
    named = {"accounts.user": [user.id], "accounts.invitation": [i.id for i in invitations], "accounts.mandate": [m.id for m in mandates]}
    for target_type, ids in named.items():
        audit.erase_personal(actor=actor, at=at, target_type=target_type, target_ids=ids, reason="account erased")
    user.email, user.name, user.is_active, user.erased_at, user.last_login = f"{user.id}@{ERASED_HOST}", "", False, at, None
    user.set_unusable_password()
    user.save()
