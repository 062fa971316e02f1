"""Writes one audit entry inside the transaction of the change that it is about."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.transaction import TransactionManagementError

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.digests import entry_digest, microseconds, personal_digest
from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.audit.services.refuse_secrets import without_secrets
from ipmarket.kernel.canonical import canonical_json

_SALT_BYTES = 32


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _json_text(value: dict[str, Any] | None) -> str | None:
    return None if value is None else canonical_json(value).decode()


def _digest_of(entry: Entry) -> str:
    """Return the digest over the columns of HASHED_COLUMNS, from the values that are about to be written."""
    return entry_digest(
        [
            microseconds(entry.at),
            entry.actor_kind,
            _text(entry.actor_id),
            _text(entry.organisation_id),
            entry.actor_label,
            entry.action,
            entry.target_type,
            entry.target_id,
            _json_text(entry.before),
            _json_text(entry.after),
            entry.reason,
            entry.request_id,
            entry.personal_digest,
        ]
    )


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
) -> Entry:
    """Append an entry and return it. Names, addresses and whatever else a person may ask to have erased go into ``personal`` only.

    Who acts by a mandate is labelled with it ("mandate:" and its id), beside the organisation that gave it.
    Raises TransactionManagementError outside a transaction, since an entry that could outlive its change would be a lie, and SecretRefused
    when a value stands under the name of a secret.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("An audit entry belongs into the transaction of the change that it is about.")
    before, after, personal = (
        without_secrets(values, part=part) for part, values in (("before", before), ("after", after), ("personal", personal))
    )
    personal_text = b"" if personal is None else canonical_json(personal)
    salt = os.urandom(_SALT_BYTES) if personal is not None else b""
    entry = Entry(
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        actor_label=f"mandate:{actor.mandate_id}" if actor.mandate_id is not None else actor.label,
        action=action,
        target_type=target_type,
        target_id=str(target_id),
        before=before,
        after=after,
        reason=reason,
        request_id=actor.request_id,
        personal_digest=personal_digest(salt, personal_text) if personal is not None else "",
    )
    entry.digest = _digest_of(entry)
    entry.save(force_insert=True)
    if personal is not None:
        PersonalValues.objects.create(entry=entry, salt=salt, values=personal)
    return entry
