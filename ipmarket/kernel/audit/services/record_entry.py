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
from ipmarket.kernel.canonical import canonical_json

_SALT_BYTES = 32


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
) -> Entry:
    """Append an entry and return it. Names, addresses and whatever else a person may ask to have erased go into ``personal`` only.

    Raises TransactionManagementError outside a transaction, since an entry that could outlive its change would be a lie.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("An audit entry belongs into the transaction of the change that it is about.")
    personal_text = b"" if personal is None else canonical_json(personal)
    salt = os.urandom(_SALT_BYTES) if personal is not None else b""
    sealed_values = personal_digest(salt, personal_text) if personal is not None else ""
    digest = entry_digest(
        [
            microseconds(at),
            actor.kind,
            _text(actor.user_id),
            _text(actor.organisation_id),
            actor.label,
            action,
            target_type,
            str(target_id),
            _json_text(before),
            _json_text(after),
            reason,
            actor.request_id,
            sealed_values,
        ]
    )
    entry = Entry.objects.create(
        at=at,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        organisation_id=actor.organisation_id,
        actor_label=actor.label,
        action=action,
        target_type=target_type,
        target_id=str(target_id),
        before=before,
        after=after,
        reason=reason,
        request_id=actor.request_id,
        personal_digest=sealed_values,
        digest=digest,
    )
    if personal is not None:
        PersonalValues.objects.create(entry=entry, salt=salt, values=personal)
    return entry
