"""Writes one audit entry inside the transaction of the change that it is about."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.transaction import TransactionManagementError

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.digests import entry_digest, microseconds, personal_digest
from ipmarket.kernel.audit.models import PersonalValues
from ipmarket.kernel.audit.services.refuse_secrets import without_secrets
from ipmarket.kernel.canonical import canonical_json

_SALT_BYTES: Final = 32
# The columns of HASHED_COLUMNS under their own names: what is written and what is hashed is one list of values. Written as a statement of
# its own because every write of the product pays for this one; making it from the model anew each time takes longer than running it.
_COLUMNS: Final = (
    "at", "actor_kind", "actor_id", "organisation_id", "actor_label", "action", "target_type", "target_id", "before", "after", "reason",
    "request_id", "personal_digest",
)  # fmt: skip
_INSERT: Final = f"INSERT INTO audit_entry ({', '.join(_COLUMNS)}, digest) VALUES ({', '.join(['%s'] * len(_COLUMNS))}, %s) RETURNING id"  # noqa: S608


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _json_text(value: dict[str, Any] | None) -> str | None:
    return None if value is None else canonical_json(value).decode()


def record(
    *,
    actor: Actor,
    at: datetime,
    action: str,
    target_type: str,
    target_id: UUID | str,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    personal: dict[str, Any] | None = None,
) -> int:
    """Append an entry and return its id. Names, addresses and whatever else a person may ask to have erased go into ``personal`` only.

    Who acts by a mandate is labelled with it ("mandate:" and its id), beside the organisation that gave it.
    Raises TransactionManagementError outside a transaction, since an entry that could outlive its change would be a lie, and SecretRefused
    when a value stands under the name of a secret.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("An audit entry belongs into the transaction of the change that it is about.")
    before, after, personal = (
        without_secrets(values, part=part) for part, values in (("before", before), ("after", after), ("personal", personal))
    )
    personal_text = b"" if personal is None else canonical_json(personal)
    salt = os.urandom(_SALT_BYTES) if personal is not None else b""
    values = [
        actor.kind,
        _text(actor.user_id),
        _text(actor.organisation_id),
        f"mandate:{actor.mandate_id}" if actor.mandate_id is not None else actor.label,
        action,
        target_type,
        str(target_id),
        _json_text(before),
        _json_text(after),
        reason,
        actor.request_id,
        personal_digest(salt, personal_text) if personal is not None else "",
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [at, *values, entry_digest([microseconds(at), *values])])
        entry_id = int(cursor.fetchone()[0])
    if personal is not None:
        PersonalValues.objects.create(entry_id=entry_id, salt=salt, values=personal)
    return entry_id
