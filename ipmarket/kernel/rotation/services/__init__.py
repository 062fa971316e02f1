"""What commands may do about keys."""

from __future__ import annotations

from ipmarket.kernel.rotation.services.reseal_values import Batch, reseal_values

__all__ = ["Batch", "reseal_values"]
