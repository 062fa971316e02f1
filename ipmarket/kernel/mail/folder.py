"""A mail backend that writes each message to a file, and what reads them again: for development and for the demo."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from ipmarket.kernel.ids import new_id

_OURS: Final = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")
_FILE_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """One message as it was sent; ``language`` is empty where the message does not tell."""

    id: UUID
    to: str
    subject: str
    language: str
    sent_at: datetime | None
    text: str
    html: str


def _folder() -> Path:
    return Path(settings.EMAIL_FILE_PATH)


class FolderBackend(BaseEmailBackend):
    """Writes ``<id>.eml`` into EMAIL_FILE_PATH. The id is that of our own message, else a new one; both grow with time.

    A message that is sent again replaces its file.
    """

    def __init__(self, fail_silently: bool = False, **keywords: Any) -> None:
        """Take what Django hands to every backend; only ``fail_silently`` means something here."""
        super().__init__(fail_silently=fail_silently)

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many."""
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            ours = _OURS.match(str(message.extra_headers.get("Message-ID", "")))
            name = ours.group(1) if ours else str(new_id())
            draft = folder / f"{name}.{os.getpid()}.tmp"
            draft.write_bytes(message.message().as_bytes())
            draft.replace(folder / f"{name}.eml")
        return len(email_messages)


def _part(parsed: ParsedMessage, kind: str) -> str:
    body = parsed.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""


def _read(path: Path) -> StoredMessage | None:
    try:
        key = UUID(path.stem)
        with path.open("rb") as stream:
            raw = stream.read(_FILE_BYTES)
    except (ValueError, FileNotFoundError):
        return None
    parsed = message_from_bytes(raw, policy=policy.default)
    try:
        sent_at = parsedate_to_datetime(str(parsed["Date"])).astimezone(UTC)
    except (TypeError, ValueError):
        sent_at = None
    return StoredMessage(
        id=key,
        to=str(parsed["To"] or ""),
        subject=str(parsed["Subject"] or ""),
        language=str(parsed["Content-Language"] or ""),
        sent_at=sent_at,
        text=_part(parsed, "plain"),
        html=_part(parsed, "html"),
    )


def stored_messages(*, limit: int = 50, to: str = "") -> list[StoredMessage]:
    """Return the newest messages, newest first, at most ``limit``; with ``to``, only those to this address."""
    found: list[StoredMessage] = []
    names = sorted((path for path in _folder().glob("*.eml")), key=lambda path: path.name, reverse=True)
    for path in names:
        if len(found) >= limit:
            break
        message = _read(path)
        if message is not None and (not to or message.to.casefold() == to.casefold()):
            found.append(message)
    return found


def stored_message(message_id: UUID) -> StoredMessage | None:
    """Return one message, or None."""
    return _read(_folder() / f"{message_id}.eml")
