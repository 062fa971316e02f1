"""Words of mail."""

from __future__ import annotations

from django.db import models


class MessageState(models.TextChoices):
    """Where one message stands. A failed one will not be tried again."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
