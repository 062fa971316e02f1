"""Fixtures that every test may use."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

from ipmarket.kernel import process_cache

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
