"""Words of the outbox."""

from __future__ import annotations

from typing import Final, Literal

from django.db import models

Lane = Literal["default", "index"]
LANES: Final[tuple[Lane, ...]] = ("default", "index")


class DeliveryState(models.TextChoices):
    """Where one delivery stands. A parked one failed too often and waits for an operator."""

    PENDING = "pending"
    PARKED = "parked"
    DONE = "done"
