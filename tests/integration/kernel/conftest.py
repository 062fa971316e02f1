"""Fixtures of the floor's integration tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def anchor_file(tmp_path: Path, settings: Settings) -> Path:
    """Give every test an anchored head of its own, since each starts with an empty trail."""
    path = tmp_path / "audit" / "head.json"
    settings.AUDIT_ANCHOR_FILE = path
    return path
