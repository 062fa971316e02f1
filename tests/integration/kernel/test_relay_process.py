"""The relay as a process of its own: it seals, fails politely, and stops when it is asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction

from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.models import Seal
from ipmarket.kernel.audit.services import record
from ipmarket.kernel.outbox import registry
from ipmarket.kernel.outbox.models import Delivery
from ipmarket.kernel.outbox.services import emit

LONGEST_WAIT_SECONDS = 60.0
LOOK_EVERY_SECONDS = 0.05


def wait_until(condition: Callable[[], bool]) -> bool:
    """Look again and again, for a bounded time, at what another process commits."""
    never = threading.Event()
    for _ in range(int(LONGEST_WAIT_SECONDS / LOOK_EVERY_SECONDS)):
        if condition():
            return True
        never.wait(LOOK_EVERY_SECONDS)
    return False


def database_url() -> str:
    """Return the address of the test's own database."""
    values = {
        key: quote(str(value), safe="") for key, value in connection.settings_dict.items() if key in ("USER", "PASSWORD", "HOST", "PORT")
    }
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{connection.settings_dict['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_the_relay_process_works_until_it_is_told_to_stop(tmp_path: Path) -> None:
    with registry.temporary_handler("thing.changed", lambda _: None, name="only.here"), transaction.atomic():
        record(actor=SYSTEM, at=datetime.now(tz=UTC), action="a", target_type="t", target_id="1")
        emit(topic="thing.changed", aggregate_type="t", aggregate_id="1", payload={}, at=datetime.now(tz=UTC))
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "ipmarket.settings.test",
        "IPMARKET_VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "relay"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "The relay is running.\n"
            assert wait_until(lambda: Seal.objects.count() == 1 and Delivery.objects.filter(attempts__gte=1).exists())
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=LONGEST_WAIT_SECONDS)
        finally:
            process.kill()
    assert (process.returncode, out) == (0, "The relay has stopped.\n"), err
    assert Delivery.objects.get().last_error.strip().endswith("outbox_unknown_handler: only.here")
