"""Writes one event, with a delivery for everybody who listens, inside the transaction of the change that it reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from django.db import transaction
from django.db.transaction import TransactionManagementError

from ipmarket.kernel.canonical import canonical_json
from ipmarket.kernel.outbox.errors import PayloadRefused
from ipmarket.kernel.outbox.models import Delivery, Event
from ipmarket.kernel.outbox.registry import handlers_of

# A payload is ids and codes; whoever wants to send text sends the id of the row that holds it.
_VALUE_CHARACTERS: Final = 128
_PAYLOAD_BYTES: Final = 16_384


def _check(value: Any, path: str) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _check(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _check(inner, f"{path}[{index}]")
    elif isinstance(value, str) and len(value) > _VALUE_CHARACTERS:
        raise PayloadRefused(f"{path} is longer than an id or a code.", params={"path": path})


def _plain_payload(topic: str, payload: dict[str, Any]) -> dict[str, Any]:
    text = canonical_json(payload)
    if len(text) > _PAYLOAD_BYTES:
        raise PayloadRefused(f"The payload of {topic} is longer than {_PAYLOAD_BYTES:,} bytes.")
    plain: dict[str, Any] = orjson.loads(text)
    _check(plain, "payload")
    return plain


def emit_many(
    *,
    topic: str,
    aggregate_type: str,
    aggregate_ids: Sequence[UUID | str],
    payload: dict[str, Any],
    at: datetime,
    available_at: datetime | None = None,
) -> None:
    """Write one event for each aggregate, all with the same payload, in two statements: for imports and other batches.

    Raises what ``emit`` raises.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("An event belongs into the transaction of the change that it reports.")
    plain = _plain_payload(topic, payload)
    events = Event.objects.bulk_create(
        Event(topic=topic, aggregate_type=aggregate_type, aggregate_id=str(aggregate_id), payload=plain, created_at=at)
        for aggregate_id in aggregate_ids
    )
    Delivery.objects.bulk_create(
        Delivery(
            event=event,
            handler=handler.name,
            lane=handler.lane,
            aggregate=f"{aggregate_type}:{event.aggregate_id}",
            available_at=available_at or at,
        )
        for event in events
        for handler in handlers_of(topic)
    )


def emit(
    *,
    topic: str,
    aggregate_type: str,
    aggregate_id: UUID | str,
    payload: dict[str, Any],
    at: datetime,
    available_at: datetime | None = None,
) -> None:
    """Write the event; handlers hear of it after the commit, or from ``available_at`` on.

    Raises TransactionManagementError outside a transaction and PayloadRefused when the payload holds more than ids and codes.
    """
    emit_many(topic=topic, aggregate_type=aggregate_type, aggregate_ids=[aggregate_id], payload=payload, at=at, available_at=available_at)
