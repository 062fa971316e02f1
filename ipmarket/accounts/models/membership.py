from django.contrib.postgres.fields import ArrayField
from django.db import models

from ipmarket.accounts.enums import (
    InvitationState,
    JoinRequestState,
    Language,
    MandateKind,
    MandateScope,
    MandateState,
    MemberRole,
    SignatoryState,
)
from ipmarket.accounts.models.organisation import Document, Organisation
from ipmarket.accounts.models.user import User
from ipmarket.kernel.ids import new_id


class Membership(models.Model):
    """A person's place in an organisation, from a moment until it ends."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")), name="membership_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=models.Q(ends_at__isnull=True), name="membership_one_open_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Invitation(models.Model):
    """A place offered to whoever holds a mail address: for one use, by one account that has proved the address, until it expires.

    ``language`` is what the inviter chose for the message; somebody with an account is written to in their own.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    language = models.CharField(max_length=7, choices=Language.choices, default=Language.EN)
    token_digest = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=10, choices=InvitationState.choices, default=InvitationState.OPEN)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=InvitationState.values), name="invitation_state_known"),
            models.CheckConstraint(condition=models.Q(role__in=MemberRole.values), name="invitation_role_known"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="invitation_language_known"),
            models.CheckConstraint(
                condition=models.Q(state=InvitationState.ACCEPTED, accepted_by__isnull=False)
                | (~models.Q(state=InvitationState.ACCEPTED) & models.Q(accepted_by__isnull=True)),
                name="invitation_accepted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"], condition=models.Q(state=InvitationState.OPEN), name="invitation_one_open_per_address"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class JoinRequest(models.Model):
    """Somebody with a verified address in an organisation's domain asks to join it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="join_requests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="join_requests")
    state = models.CharField(max_length=10, choices=JoinRequestState.choices, default=JoinRequestState.OPEN)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JoinRequestState.values), name="join_request_state_known"),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(state=JoinRequestState.OPEN), name="join_request_one_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Signatory(models.Model):
    """A member who may bind the company, up to a limit, on the strength of a document that the operator has read.

    ``limit_minor`` is in minor units of ``currency``; None means without limit.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="signatories")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SignatoryState.choices, default=SignatoryState.PROPOSED)
    limit_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="HKD")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=SignatoryState.values), name="signatory_state_known"),
            models.CheckConstraint(
                condition=models.Q(limit_minor__isnull=True) | models.Q(limit_minor__gt=0), name="signatory_limit_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="signatory_not_decided_by_who_asked",
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(state__in=[SignatoryState.PROPOSED, SignatoryState.CONFIRMED]),
                name="signatory_one_open_per_membership",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Mandate(models.Model):
    """One organisation lets a person of another act for it, within scopes and dates, once that person has accepted.

    It is offered to a mail address, so that nobody learns whether the address has an account; ``user`` is whoever accepted it. A loader
    may name the person instead.
    ``starts_date`` and ``ends_date`` are days in the organisation's own zone, the end being the first day without it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="mandates")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="mandates")
    email = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=20, choices=MandateKind.choices)
    scopes = ArrayField(models.CharField(max_length=12, choices=MandateScope.choices), size=8)
    state = models.CharField(max_length=10, choices=MandateState.choices, default=MandateState.OFFERED)
    starts_date = models.DateField()
    ends_date = models.DateField(null=True, blank=True)
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MandateState.values), name="mandate_state_known"),
            models.CheckConstraint(condition=models.Q(kind__in=MandateKind.values), name="mandate_kind_known"),
            models.CheckConstraint(
                condition=models.Q(scopes__len__gt=0) & models.Q(scopes__contained_by=MandateScope.values), name="mandate_scopes_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_date__isnull=True) | models.Q(ends_date__gt=models.F("starts_date")),
                name="mandate_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(state__in=[MandateState.ACTIVE, MandateState.ENDED]),
                name="mandate_held_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state__in=[MandateState.OFFERED, MandateState.ACTIVE]),
                name="mandate_one_open_per_person",
            ),
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(state__in=[MandateState.OFFERED, MandateState.ACTIVE]) & ~models.Q(email=""),
                name="mandate_one_open_per_address",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
