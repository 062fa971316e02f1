"""A small catalogue in rows, and an engine whose folder is gone with the test."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.text import Language
from patents.enums import LegalState
from patents.models import ProductionTechnology, Right
from search.engines import choice
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.guard import guard
from search.engines.port import Engine
from search.engines.tantivy import TantivyEngine
from tests.factories.records import AT, make_organisation, make_right, make_technology
from tests.support.elasticsearch_server import elasticsearch_url

__all__ = ["elasticsearch_url"]

ON = date(2026, 11, 21)
ENGLISH: Language = "en"


@pytest.fixture(autouse=True)
def _trusted_engines() -> Iterator[None]:
    guard.forget()
    yield
    guard.forget()


@pytest.fixture
def engine(settings: LazySettings, tmp_path: Path) -> Iterator[Engine]:
    settings.SEARCH_INDEX_DIR = tmp_path / "search"
    settings.ELASTICSEARCH_URL = ""
    made = choice.engine()
    assert isinstance(made, TantivyEngine)
    yield made
    made.close()


@pytest.fixture
def catalogue() -> dict[str, Right | ProductionTechnology]:
    """Four rights and a technology; one right is for signed-in people, one for its owner alone."""
    owner = make_organisation(name_en="Kwun Tong Moulding", name_zh_hant="觀塘注塑", name_zh_hans="观塘注塑")
    return {
        "machine": make_right(
            "US7272630B2",
            titles={"en": "Injection moulding machine with a split clamp", "zh-Hant": "具分離式鎖模的注塑機"},
            abstracts={"en": "The clamp of the injection moulding machine is split, so that moulds cool while parts are ejected."},
            classes=("B29C 45/17", "B29C 45/00"),
            applicants=("Harbour Machines Limited",),
            publication_date=date(2007, 9, 18),
            status=LegalState.IN_FORCE,
            status_source="register",
        ),
        "battery": make_right(
            "CN112345678A",
            titles={"zh-Hans": "一种锂电池模组的冷却结构"},
            classes=("H01M 10/613",),
            publication_date=date(2021, 2, 9),
            original_language="zh-Hans",
        ),
        "registered": make_right(
            "HK30012345A2",
            titles={"en": "Registered people only clamp"},
            classes=("B29C 45/64",),
            audience=Audience.REGISTERED,
            owner_organisation=owner,
        ),
        "owned": make_right(
            "HK30012346A2", titles={"en": "Owner only clamp"}, classes=("B29C 45/64",), audience=Audience.OWNER, owner_organisation=owner
        ),
        "rinse": make_technology(title_en="Water-saving rinse for moulded plastics", owner=owner, at=AT),
    }


@pytest.fixture
def cluster(settings: LazySettings, elasticsearch_url: str) -> Iterator[Engine]:
    """The cluster engine as the product chooses it, with indexes of its own."""
    settings.ELASTICSEARCH_URL = elasticsearch_url
    settings.ELASTICSEARCH_PREFIX = f"rows-{uuid4().hex}"
    made = choice.engine()
    assert isinstance(made, ElasticsearchEngine)
    yield made
    for audience in ("public", "registered"):
        made.remove_audience(audience)
