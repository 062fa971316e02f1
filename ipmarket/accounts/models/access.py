from django.contrib.postgres.fields import ArrayField
from django.db import models

from ipmarket.accounts.enums import AccessLevel, TokenScope
from ipmarket.accounts.models.organisation import Organisation
from ipmarket.accounts.models.user import User
from ipmarket.kernel.ids import new_id

_OF_ONE = models.Q(user__isnull=False, organisation__isnull=True) | models.Q(user__isnull=True, organisation__isnull=False)


class AccessGrant(models.Model):
    """Who may see one thing beyond what its audience says: a person, or an organisation's members, for a period.

    ``object_type`` is the name that the app gives its things, such as "patents.right"; ``basis`` names what opened it ("nda:…", "case:…").
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="access_grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="access_grants")
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    level = models.CharField(max_length=10, choices=AccessLevel.choices)
    basis = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="access_grant_to_one"),
            models.CheckConstraint(condition=models.Q(level__in=AccessLevel.values), name="access_grant_level_known"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="access_grant_has_a_basis"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")), name="access_grant_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id", "user"], name="access_grant_of_user"),
            models.Index(fields=["object_type", "object_id", "organisation"], name="access_grant_of_organisation"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Wall(models.Model):
    """Who must not see one thing, whatever else would open it: a conflict of interest, a party on the other side."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="walls")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="walls")
    object_type = models.CharField(max_length=40)
    object_id = models.UUIDField()
    basis = models.CharField(max_length=80)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_OF_ONE, name="wall_for_one"),
            models.CheckConstraint(condition=~models.Q(basis=""), name="wall_has_a_basis"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")), name="wall_ends_after_start"
            ),
        ]
        indexes = [
            models.Index(fields=["object_type", "object_id", "user"], name="wall_of_user"),
            models.Index(fields=["object_type", "object_id", "organisation"], name="wall_of_organisation"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ApiToken(models.Model):
    """A secret with which a program acts as a person, for one organisation, within scopes. Only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=24, choices=TokenScope.choices), size=12)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scopes__len__gt=0) & models.Q(scopes__contained_by=TokenScope.values), name="api_token_scopes_known"
            ),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="api_token_expires_after_start"),
        ]
        indexes = [models.Index(fields=["user"], name="api_token_of_user")]

    def __str__(self) -> str:
        return str(self.id)
