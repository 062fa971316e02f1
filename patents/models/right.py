"""One application or registration at one office, with what is published about it.

Most columns are derived from stored source records (`StoredRecord`) by precedence; they are rewritten when a source says something new.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.ids import new_id
from patents.enums import LegalState, PartyRole, RightType, TextStanding


class Family(models.Model):
    """Rights that share priorities, directly or through others."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    def __str__(self) -> str:
        return str(self.id)


class Right(models.Model):
    """What is owned, licensed, renewed and verified. Its number may be absent or secret; dates that no source gives stay empty."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right_type = models.CharField(max_length=16, choices=RightType.choices, default=RightType.UNKNOWN)
    office = models.CharField(max_length=2)
    application_number = models.CharField(max_length=40, blank=True)
    filing_date = models.DateField(null=True, blank=True)
    publication_date = models.DateField(null=True, blank=True)
    grant_date = models.DateField(null=True, blank=True)
    expiry_date = models.DateField(null=True, blank=True)
    original_language = models.CharField(max_length=12, blank=True)
    # The number that pages show and addresses use: the latest publication's compact key, empty when nothing is published.
    ref = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=12, choices=LegalState.choices, default=LegalState.UNKNOWN)
    status_source = models.CharField(max_length=120, blank=True)
    status_as_of_date = models.DateField(null=True, blank=True)
    owner_name = models.CharField(max_length=400, blank=True)
    owner_organisation = models.ForeignKey("accounts.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    original_link = models.URLField(max_length=500, blank=True)
    claims = models.JSONField(default=list)
    measures = models.JSONField(default=list)
    family = models.ForeignKey(Family, null=True, blank=True, on_delete=models.PROTECT, related_name="rights")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(right_type__in=RightType.values), name="right_type_known"),
            models.CheckConstraint(condition=models.Q(status__in=LegalState.values), name="right_status_known"),
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="right_audience_known"),
            models.CheckConstraint(condition=models.Q(office__regex=r"^[A-Z]{2}$"), name="right_office_is_st3"),
            # A status that somebody asserts names who says so; "unknown" needs nobody.
            models.CheckConstraint(
                condition=models.Q(status=LegalState.UNKNOWN) | ~models.Q(status_source=""), name="right_status_has_a_source"
            ),
            models.UniqueConstraint(fields=["ref"], condition=~models.Q(ref=""), name="right_ref_unique"),
        ]
        indexes = [
            models.Index(fields=["audience", "-updated_at", "-id"], name="right_by_change"),
            models.Index(fields=["audience", "ref", "id"], name="right_by_ref"),
            models.Index(fields=["audience", "-publication_date", "-id"], name="right_by_publication"),
            models.Index(fields=["office", "application_number"], name="right_by_application"),
            # Somebody who is signed in sees several audiences and what was opened to them: their lists are walked in order, past the rest.
            models.Index(fields=["-updated_at", "-id"], name="right_by_change_for_people"),
            models.Index(fields=["ref", "id"], name="right_by_ref_for_people"),
        ]

    def __str__(self) -> str:
        return self.ref or str(self.id)


class RightText(models.Model):
    """Title and abstract of a right in one language, with the standing of that text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    title = models.TextField(blank=True)
    abstract = models.TextField(blank=True)
    standing = models.CharField(max_length=10, choices=TextStanding.choices, default=TextStanding.ORIGINAL)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["right", "language"], name="right_text_one_per_language"),
            models.CheckConstraint(condition=models.Q(standing__in=TextStanding.values), name="right_text_standing_known"),
            models.CheckConstraint(condition=~models.Q(title="", abstract=""), name="right_text_not_empty"),
        ]
        # Answers searches while the search engine is away.
        indexes = [GinIndex(fields=["title"], opclasses=["gin_trgm_ops"], name="right_text_title_trigrams")]

    def __str__(self) -> str:
        return f"{self.right_id}:{self.language}"


class Publication(models.Model):
    """One published document with its number and kind, belonging to a right. An empty kind means that no source gave one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="publications")
    office = models.CharField(max_length=2)
    number = models.CharField(max_length=30)
    kind = models.CharField(max_length=3, blank=True)
    publication_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "number", "kind"], name="publication_number_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.office}{self.number}{self.kind}"


class Priority(models.Model):
    """An earlier application whose date a right claims. Rights that share one belong to one family."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="priorities")
    office = models.CharField(max_length=2)
    number = models.CharField(max_length=40)
    priority_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "office", "number"], name="priority_once_per_right")]
        indexes = [models.Index(fields=["office", "number"], name="priority_by_number")]

    def __str__(self) -> str:
        return f"{self.office}{self.number}"


class PartyMention(models.Model):
    """A name as a source prints it. It becomes an organisation only when somebody proves it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=PartyRole.choices)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=400)
    country = models.CharField(max_length=2, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["right", "role", "position"], name="party_position_unique"),
            models.CheckConstraint(condition=models.Q(role__in=PartyRole.values), name="party_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.right_id}:{self.role}:{self.position}"


class Citation(models.Model):
    """A document that an office or the applicant named. `ref` is set when it could be read as a publication number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="citations")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    ref = models.CharField(max_length=40, blank=True)
    category = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["right", "position"], name="citation_position_unique")]
        indexes = [models.Index(fields=["ref"], name="citation_by_ref")]

    def __str__(self) -> str:
        return f"{self.right_id}:{self.position}"


class StatusAssertion(models.Model):
    """Somebody said on a day that a right is in a state. Never overwritten: a newer assertion stands beside it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right = models.ForeignKey(Right, on_delete=models.CASCADE, related_name="status_assertions")
    state = models.CharField(max_length=12, choices=LegalState.choices)
    source = models.CharField(max_length=120)
    as_of_date = models.DateField()
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=LegalState.values), name="status_state_known"),
            models.UniqueConstraint(fields=["right", "source", "as_of_date", "state"], name="status_asserted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.right_id}:{self.state}"
