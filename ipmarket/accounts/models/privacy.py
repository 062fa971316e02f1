from django.db import models

from ipmarket.accounts.enums import ConsentKind, JobState, Language, TermsKind
from ipmarket.accounts.models.user import User
from ipmarket.kernel.ids import new_id


class TermsVersion(models.Model):
    """One version of the terms or of the privacy notice, in force from a day. The texts ship with the product; the digest pins them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=TermsKind.choices)
    version = models.CharField(max_length=16)
    valid_from = models.DateField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=TermsKind.values), name="terms_kind_known"),
            models.UniqueConstraint(fields=["kind", "version"], name="terms_version_once"),
            models.UniqueConstraint(fields=["kind", "valid_from"], name="terms_one_version_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.version}"


class TermsAcceptance(models.Model):
    """A person accepted a version, in a language, at a moment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="terms_acceptances")
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances")
    language = models.CharField(max_length=7, choices=Language.choices)
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "terms"], name="terms_accepted_once")]

    def __str__(self) -> str:
        return str(self.id)


class Consent(models.Model):
    """A person agreed to something, from a moment until it is taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=12, choices=ConsentKind.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ConsentKind.values), name="consent_kind_known"),
            models.UniqueConstraint(fields=["user", "kind"], condition=models.Q(withdrawn_at__isnull=True), name="consent_one_open"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class DataExport(models.Model):
    """A copy of everything that is kept about a person, made on request and deleted after its time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="data_exports")
    state = models.CharField(max_length=8, choices=JobState.choices, default=JobState.QUEUED)
    path = models.CharField(max_length=200, blank=True)
    size_bytes = models.PositiveIntegerField(default=0)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="data_export_state_known"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(state=JobState.QUEUED), name="data_export_one_open"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class SignInPlace(models.Model):
    """A kind of device in a network from which a person has signed in: salted digests, enough to notice a new one and no more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sign_in_places")
    digest = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="sign_in_place_once")]

    def __str__(self) -> str:
        return str(self.id)
