"""The two engines, each with a folder or a name space of its own, and the collections that the suite asks."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from search.documents.mapping import MAPPING
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.port import Engine
from search.engines.tantivy import TantivyEngine
from tests.contracts.engines.corpus import Record, own_records, real_records, write_of
from tests.support.elasticsearch_server import elasticsearch_url

__all__ = ["elasticsearch_url"]

ENGLISH, CHINESE = 2_200, 1_300


@pytest.fixture(scope="module")
def tantivy_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = TantivyEngine(Path(tmp_path_factory.mktemp("indexes")))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def elasticsearch_engine(elasticsearch_url: str) -> Iterator[Engine]:
    engine = ElasticsearchEngine(elasticsearch_url, prefix=f"contract-{uuid4().hex}", search_timeout_seconds=60)
    yield engine
    for audience in ("public", "registered", "own", "real"):
        engine.remove_audience(audience)


@pytest.fixture(params=["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each test of the port runs on both engines."""
    made: Engine = request.getfixturevalue(f"{request.param}_engine")
    return made


@pytest.fixture
def generation() -> str:
    """A name that sorts after those of earlier tests."""
    return f"g{uuid4().hex}"


def load(engine: Engine, audience: str, records: list[Record]) -> None:
    engine.create_generation(audience, "1", MAPPING)
    engine.write(audience, "1", [write_of(record) for record in records])
    engine.refresh(audience, "1")
    engine.serve(audience, "1")


@pytest.fixture(scope="module")
def own_on_tantivy(tantivy_engine: Engine) -> Engine:
    load(tantivy_engine, "own", own_records())
    return tantivy_engine


@pytest.fixture(scope="module")
def own_on_both(own_on_tantivy: Engine, elasticsearch_engine: Engine) -> tuple[Engine, Engine]:
    load(elasticsearch_engine, "own", own_records())
    return own_on_tantivy, elasticsearch_engine


@pytest.fixture(scope="module")
def real(data_dir: Path) -> list[Record]:
    return real_records(data_dir, ENGLISH, CHINESE)


@pytest.fixture(scope="module")
def real_on_both(real: list[Record], tantivy_engine: Engine, elasticsearch_engine: Engine) -> tuple[Engine, Engine]:
    load(tantivy_engine, "real", real)
    load(elasticsearch_engine, "real", real)
    return tantivy_engine, elasticsearch_engine
