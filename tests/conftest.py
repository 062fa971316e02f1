"""Fixtures that every test may use."""

import os
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache

from ipmarket.kernel import process_cache

# The suite draws the same examples each time, so that a red run is about the change that it ran on. `HYPOTHESIS_PROFILE=search` draws
# new ones, for whoever looks for what nobody has thought of.
# A busy machine is no reason for a red run either: nothing here asserts a time.
_PATIENT = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("suite", _PATIENT, derandomize=True)
hypothesis.settings.register_profile("search", _PATIENT, derandomize=False)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

AT = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def at() -> datetime:
    """A fixed instant: 21 November 2026, noon in Hong Kong."""
    return AT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder of real patent data. Tests that need it say plainly when it is absent."""
    folder: Path | None = settings.DATA_DIR
    if folder is None or not (folder / "labelled").is_dir():
        pytest.skip("real patent data is absent: set IPMARKET_DATA_DIR to the folder that holds labelled/ and fixtures/")
    return folder


@pytest.fixture(autouse=True)
def _empty_caches() -> None:
    cache.clear()
    process_cache.forget()
