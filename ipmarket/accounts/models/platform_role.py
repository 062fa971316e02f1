from django.db import models

from ipmarket.accounts.enums import PlatformRole, RoleProposalState
from ipmarket.accounts.models.user import User
from ipmarket.kernel.ids import new_id


class RoleProposal(models.Model):
    """Somebody proposes that a person gets a role on the platform; somebody else, who is neither of the two, grants or refuses it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_proposals")
    role = models.CharField(max_length=16, choices=PlatformRole.choices)
    state = models.CharField(max_length=10, choices=RoleProposalState.choices, default=RoleProposalState.PROPOSED)
    reason = models.CharField(max_length=1000)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RoleProposalState.values), name="role_proposal_state_known"),
            models.CheckConstraint(condition=models.Q(role__in=PlatformRole.values), name="role_proposal_role_known"),
            models.CheckConstraint(condition=~models.Q(user=models.F("proposed_by")), name="role_proposal_for_another"),
            # Withdrawing is the proposer's own; granting and refusing take a second person.
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(state=RoleProposalState.WITHDRAWN)
                | (~models.Q(decided_by=models.F("proposed_by")) & ~models.Q(decided_by=models.F("user"))),
                name="role_proposal_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state=RoleProposalState.PROPOSED, decided_by__isnull=True)
                | (~models.Q(state=RoleProposalState.PROPOSED) & models.Q(decided_by__isnull=False)),
                name="role_proposal_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user", "role"], condition=models.Q(state=RoleProposalState.PROPOSED), name="role_proposal_one_open"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class PlatformRoleGrant(models.Model):
    """A role on the platform itself, for staff. ``proposal`` is empty for the first operator, whom a command on the server appoints."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="platform_roles")
    role = models.CharField(max_length=16, choices=PlatformRole.choices)
    proposal = models.OneToOneField(RoleProposal, on_delete=models.PROTECT, null=True, blank=True, related_name="grant")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=PlatformRole.values), name="platform_role_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="platform_role_ends_after_start",
            ),
            models.UniqueConstraint(fields=["user", "role"], condition=models.Q(ends_at__isnull=True), name="platform_role_one_open"),
        ]

    def __str__(self) -> str:
        return str(self.id)
