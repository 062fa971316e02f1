"""Which engine answers: the cluster when its address is configured, the embedded one otherwise."""

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.port import Engine
from search.engines.tantivy import TantivyEngine


@cache
def _engine(url: str, folder: str, prefix: str) -> Engine:
    if url:
        return ElasticsearchEngine(url, prefix=prefix)
    return TantivyEngine(Path(folder))


def engine() -> Engine:
    """The engine of this process, chosen by ``ELASTICSEARCH_URL``."""
    return _engine(settings.ELASTICSEARCH_URL or "", str(settings.SEARCH_INDEX_DIR), settings.ELASTICSEARCH_PREFIX)
