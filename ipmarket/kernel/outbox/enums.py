"""Words of the outbox."""

from __future__ import annotations

from typing import Final, Literal

from django.db import models

Lane = Literal["default", "index", "mail"]
LANES: Final[tuple[Lane, ...]] = ("default", "index", "mail")
# What leaves the house here cannot be taken back with a transaction, so each delivery of these lanes is committed by itself. They also go
# first: somebody waits for a code while an import fills the other lanes.
ONE_BY_ONE: Final[frozenset[Lane]] = frozenset({"mail"})


class DeliveryState(models.TextChoices):
    """Where one delivery stands. A parked one failed too often and waits for an operator."""

    PENDING = "pending"
    PARKED = "parked"
    DONE = "done"
