"""Tables of the audit trail. Triggers in the migrations refuse UPDATE, DELETE and TRUNCATE on entries and seals."""

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
