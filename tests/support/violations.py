"""Which constraint of the database refused a write."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction


def violated(write: Callable[[], Any]) -> str:
    """Runs a write that must fail in a savepoint of its own, and returns the name of the constraint that refused it."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    diagnostics: Any = caught.value.__cause__
    return str(diagnostics.diag.constraint_name)
