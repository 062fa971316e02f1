from django.db import models

from ipmarket.accounts.enums import MemberRole, PlatformRole
from ipmarket.accounts.models.organisation import Organisation
from ipmarket.accounts.models.user import User
from ipmarket.kernel.ids import new_id


class Membership(models.Model):
    """A person's place in an organisation, from a day until it ends."""

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


class PlatformRoleGrant(models.Model):
    """A role on the platform itself, for staff."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="platform_roles")
    role = models.CharField(max_length=16, choices=PlatformRole.choices)
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
