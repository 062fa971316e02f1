"""Tables of the audit trail. Triggers in the migrations refuse UPDATE, DELETE and TRUNCATE on entries, seals, looks and verifications."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.expressions import Func

from ipmarket.kernel.canonical import canonical_json


class ExactJSONField(models.JSONField):
    """A column of PostgreSQL's ``json`` type, which keeps the text byte for byte (``jsonb`` does not), so that it can be hashed."""

    def db_type(self, connection: Any) -> str:
        """Return the type that keeps the text."""
        return "json"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """Read the text, since the driver would decode this type by itself."""
        return f"{sql}::text", params

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Write the canonical form; None is an SQL NULL."""
        return None if value is None else canonical_json(value).decode()


class CurrentTransaction(Func):
    """The number of the running transaction, as the audit trail counts them (see the first migration)."""

    function = "audit_transaction"
    output_field: ClassVar[models.Field[Any, Any]] = models.BigIntegerField()


class Entry(models.Model):
    """One thing that somebody did. Never changed, never deleted.

    ``digest`` is the hash of everything that is written here except ``id`` and ``transaction_id``, which the seal covers.
    """

    id = models.BigAutoField(primary_key=True)
    transaction_id = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    actor_label = models.CharField(max_length=80, blank=True)
    action = models.CharField(max_length=80)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=80)
    before = ExactJSONField(null=True)
    after = ExactJSONField(null=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    personal_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "entries"
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["transaction_id", "id"], name="audit_entry_commit_order"),
            models.Index(fields=["target_type", "target_id", "id"], name="audit_entry_target"),
            # One for each way in which the trail is searched, newest first.
            models.Index(fields=["at", "id"], name="audit_entry_at"),
            models.Index(fields=["actor_id", "at", "id"], name="audit_entry_actor"),
            models.Index(fields=["organisation_id", "at", "id"], name="audit_entry_organisation"),
            models.Index(
                fields=["action", "at", "id"], name="audit_entry_action", opclasses=["varchar_pattern_ops", "timestamptz_ops", "int8_ops"]
            ),
            models.Index(fields=["request_id"], name="audit_entry_request", condition=~models.Q(request_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.target_type} {self.target_id}"


class PersonalValues(models.Model):
    """Personal values of an entry, kept apart so that they can be erased: the chain holds only their salted digest."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="personal")
    salt = models.BinaryField(max_length=32)
    values = ExactJSONField()

    class Meta:
        verbose_name_plural = "personal values"

    def __str__(self) -> str:
        return f"personal values of entry {self.pk}"


class Seal(models.Model):
    """One link of the chain: entry number ``sequence`` in commit order, hashed together with the link before."""

    sequence = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="seal")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="audit_seal_sequence_from_one"),
        ]

    def __str__(self) -> str:
        return f"seal {self.sequence}"


class Look(models.Model):
    """Somebody looked at a confidential object. One row for each person, capacity, object, kind of look and hour; kept for seven years.

    It names people by id only. The digest of each past hour's looks stands in the chain as one entry, so that looks are tamper-evident too.
    """

    id = models.BigAutoField(primary_key=True)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    user_id = models.UUIDField()
    organisation_id = models.UUIDField(null=True)
    what = models.CharField(max_length=80, blank=True)
    hour = models.DateTimeField()
    at = models.DateTimeField()
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["object_type", "object_id", "at", "id"], name="audit_look_object"),
            models.Index(fields=["hour", "id"], name="audit_look_hour"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "user_id", "organisation_id", "what", "hour"],
                nulls_distinct=False,
                name="audit_look_once_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"look at {self.object_type} {self.object_id}"


class Verification(models.Model):
    """What a verification of the chain found. The links ``from_sequence`` to ``to_sequence`` were read; none when ``to`` is smaller.

    ``to_hash`` is the hash of the last link, from which the next incremental verification goes on.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    is_full = models.BooleanField()
    from_sequence = models.BigIntegerField()
    to_sequence = models.BigIntegerField()
    to_hash = models.CharField(max_length=64)
    entry_count = models.BigIntegerField()
    unsealed_count = models.BigIntegerField()
    is_sound = models.BooleanField()
    problem = models.CharField(max_length=40, blank=True)
    place_sequence = models.BigIntegerField(null=True)
    place_entry_id = models.BigIntegerField(null=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(is_sound=True, problem="") | (models.Q(is_sound=False) & ~models.Q(problem="")),
                name="audit_verification_says_what_is_wrong",
            ),
        ]

    def __str__(self) -> str:
        return f"verification {self.pk}"
