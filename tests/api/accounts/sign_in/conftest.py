"""What the tests of signing in share."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.support.identity_provider import IdentityProvider


@pytest.fixture
def provider(settings: Settings) -> Iterator[IdentityProvider]:
    """A provider of our own, running and configured."""
    with IdentityProvider() as running:
        settings.SOCIALACCOUNT_PROVIDERS = running.settings()
        yield running
