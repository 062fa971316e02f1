"""What can go wrong when events are registered or emitted."""

from __future__ import annotations

from enum import StrEnum

from ipmarket.kernel.errors import InvalidInput


class OutboxErrorCode(StrEnum):
    """Stable codes of the outbox."""

    PAYLOAD_NOT_IDS = "outbox_payload_not_ids"
    UNKNOWN_HANDLER = "outbox_unknown_handler"


class PayloadRefused(InvalidInput):
    """The payload holds more than ids and short codes."""

    default_code = OutboxErrorCode.PAYLOAD_NOT_IDS
