"""The one guard of the tests that need an Elasticsearch, and the server that they share."""

import os
from collections.abc import Iterator

import pytest

from infra.elasticsearch import server


@pytest.fixture(scope="session")
def elasticsearch_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a genuine server, one for the whole run. The node ends when the run ends."""
    given = os.environ.get("IPMARKET_TEST_ELASTICSEARCH_URL", "")
    if given:
        yield given
        return
    if not server.is_possible():
        pytest.skip(server.LEFT_OUT)
    is_worker = hasattr(request.config, "workerinput")
    # The run's controller outlives its workers; the node watches it and goes when it goes.
    watched = os.getppid() if is_worker else os.getpid()
    yield server.shared_url(watched)
