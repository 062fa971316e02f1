from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from ipmarket.accounts.enums import (
    DocumentKind,
    OrganisationKind,
    OrganisationState,
    RegistrationKind,
    VerificationState,
)
from ipmarket.accounts.models.user import User
from ipmarket.kernel.ids import new_id


class Organisation(models.Model):
    """A legal person that owns, licenses, buys or advises.

    ``employees`` is the number of people it employs in its country, from which its size follows by the rule of the day.
    ``match_keys`` holds what two records of one organisation would share, by which likely duplicates are found.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    state = models.CharField(max_length=10, choices=OrganisationState.choices, default=OrganisationState.ACTIVE)
    name_en = models.CharField(max_length=200, blank=True)
    name_zh_hant = models.CharField(max_length=200, blank=True)
    name_zh_hans = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, default="HK")
    registration_kind = models.CharField(max_length=8, choices=RegistrationKind.choices, blank=True)
    registration_number = models.CharField(max_length=40, blank=True)
    match_keys = ArrayField(models.CharField(max_length=220), size=4, default=list, blank=True)
    sector = models.CharField(max_length=8, blank=True)
    employees = models.PositiveIntegerField(null=True, blank=True)
    address = models.CharField(max_length=400, blank=True)
    district = models.CharField(max_length=80, blank=True)
    website = models.URLField(max_length=200, blank=True)
    logo_path = models.CharField(max_length=200, blank=True)
    verification = models.CharField(max_length=12, choices=VerificationState.choices, default=VerificationState.UNVERIFIED)
    verified_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_from")
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.CheckConstraint(condition=models.Q(state__in=OrganisationState.values), name="organisation_state_known"),
            models.CheckConstraint(condition=models.Q(verification__in=VerificationState.values), name="organisation_verification_known"),
            models.CheckConstraint(
                condition=models.Q(registration_kind__in=["", *RegistrationKind.values]), name="organisation_registration_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(name_en="", name_zh_hant="", name_zh_hans=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(verification=VerificationState.VERIFIED, verified_at__isnull=False)
                | (~models.Q(verification=VerificationState.VERIFIED) & models.Q(verified_at__isnull=True)),
                name="organisation_verified_since",
            ),
            models.CheckConstraint(
                condition=models.Q(state=OrganisationState.MERGED, merged_into__isnull=False)
                | (~models.Q(state=OrganisationState.MERGED) & models.Q(merged_into__isnull=True)),
                name="organisation_merged_into_another",
            ),
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("id")), name="organisation_not_merged_into_itself"),
            # One number may stand beside the duplicate that was merged away, and beside what was closed; not twice among the living.
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~models.Q(registration_number="") & models.Q(state__in=[OrganisationState.ACTIVE, OrganisationState.SUSPENDED]),
                name="organisation_registration_unique",
            ),
        ]
        indexes = [
            GinIndex(fields=["match_keys"], name="organisation_match_keys"),
            GinIndex(OpClass(Upper("name_en"), name="gin_trgm_ops"), name="organisation_name_en_trigrams"),
            GinIndex(OpClass(Upper("name_zh_hant"), name="gin_trgm_ops"), name="organisation_name_hant_trigram"),
            GinIndex(OpClass(Upper("name_zh_hans"), name="gin_trgm_ops"), name="organisation_name_hans_trigram"),
            GinIndex(OpClass(Upper("registration_number"), name="gin_trgm_ops"), name="organisation_number_trigrams"),
            models.Index(fields=["-created_at", "-id"], name="organisation_newest"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Document(models.Model):
    """A file that an organisation handed in as evidence. Confidential: each opening is recorded."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=DocumentKind.choices)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=60)
    size_bytes = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=DocumentKind.values), name="document_kind_known")]

    def __str__(self) -> str:
        return str(self.id)


class VerificationCase(models.Model):
    """One time that an organisation asked to be verified: what it claimed then, with which evidence, and what was decided and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="verification_cases")
    state = models.CharField(max_length=12, choices=VerificationState.choices, default=VerificationState.SUBMITTED)
    claimed = models.JSONField(default=dict)
    documents = models.ManyToManyField(Document, related_name="verification_cases")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[VerificationState.SUBMITTED, VerificationState.VERIFIED, VerificationState.REFUSED]),
                name="verification_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state=VerificationState.SUBMITTED, decided_at__isnull=True, decided_by__isnull=True)
                | (~models.Q(state=VerificationState.SUBMITTED) & models.Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="verification_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("submitted_by")),
                name="verification_not_decided_by_who_asked",
            ),
            models.UniqueConstraint(
                fields=["organisation"], condition=models.Q(state=VerificationState.SUBMITTED), name="verification_one_open"
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at", "id"], name="verification_queue")]

    def __str__(self) -> str:
        return str(self.id)


class OrganisationDomain(models.Model):
    """A mail domain that stands for a verified organisation: people with a verified address in it may ask to join."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="domains")
    domain = models.CharField(max_length=190)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["domain"], condition=models.Q(removed_at__isnull=True), name="domain_stands_for_one"),
            models.CheckConstraint(condition=models.Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"), name="domain_in_lower_case"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Suspension(models.Model):
    """A person or an organisation that may not act, from a moment until it is lifted, and why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="suspensions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="suspensions")
    reason = models.CharField(max_length=1000)
    starts_at = models.DateTimeField()
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, organisation__isnull=True) | models.Q(user__isnull=True, organisation__isnull=False),
                name="suspension_of_one",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="suspension_has_a_reason"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(ends_at__isnull=True, user__isnull=False), name="suspension_one_open_per_user"
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(ends_at__isnull=True, organisation__isnull=False),
                name="suspension_one_open_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
