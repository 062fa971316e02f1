"""Our cutting beside Lucene's: the index stays readable for anybody who knows Elasticsearch's ``cjk`` analyser."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.analysis.folding import fold
from search.analysis.tokens import tokens
from tests.contracts.engines.corpus import Record, own_records

pytestmark = pytest.mark.elasticsearch

# The ``cjk`` analyser is these three filters behind the standard tokenizer, and a list of English stop words, which we keep for phrases.
_CJK_WITHOUT_STOP_WORDS: dict[str, Any] = {"tokenizer": "standard", "filter": ["cjk_width", "lowercase", "cjk_bigram"]}
_CASES = [
    "Injection-moulding machine (B29C 45/17), 3.14 mm; U.S.A. don't",
    "注塑機快速冷卻系統",
    "一種A型注塑機及B2型模具",
    "機",
    "水 機",
    "ＡＢＣ　１２３ ｆｕｌｌ ｗｉｄｔｈ",
    "カタカナとひらがなの混合テキスト",
    "한국어 특허 문서",
    "foo_bar baz__qux _lead",
    "1,234,567 and 12:30 and a:b and 2;3",
    "e.g. i.e. x.y 3.x",
    "résumé naïve Über Ångström",
    "O'Neill’s l'eau",
    "C++ C# .NET node.js",
    "pH7.4 10kΩ 5µm 20℃ 100%",
    "a̐éö̲ combining",
    "",
    "   ",
    "?!…—",
]


@pytest.fixture(scope="module")
def client(elasticsearch_url: str) -> Iterator[Elasticsearch]:
    with Elasticsearch(elasticsearch_url, request_timeout=30) as client:
        yield client


def _theirs(client: Elasticsearch, text: str) -> list[tuple[str, int, int]]:
    if not text:
        return []
    answer = client.indices.analyze(**_CJK_WITHOUT_STOP_WORDS, text=text)
    return [(each["token"], each["start_offset"], each["end_offset"]) for each in answer["tokens"]]


def _ours(text: str) -> list[tuple[str, int, int]]:
    return [(token.text, token.start, token.end) for token in tokens(text)]


@pytest.mark.parametrize("text", _CASES)
def test_cases(client: Elasticsearch, text: str) -> None:
    # Our folding goes further (scripts, ligatures), so the text is folded before it is given to both; cutting is what is compared.
    folded = fold(text)
    assert _ours(folded) == _theirs(client, folded)


def test_the_one_difference_is_the_iteration_mark(client: Elasticsearch) -> None:
    """Lucene makes 々 a token of its own, so that 人々 is two tokens there; here it is found as it is written."""
    assert _ours("人々の") == [("人々", 0, 2), ("々の", 1, 3)]
    assert _theirs(client, "人々の") == [("人", 0, 1), ("々", 1, 2), ("の", 2, 3)]


def test_the_analyser_itself_but_for_its_stop_words(client: Elasticsearch) -> None:
    text = fold("The mould of a 注塑機 and the 模具 for it")
    named = [each["token"] for each in client.indices.analyze(analyzer="cjk", text=text)["tokens"]]
    assert [token for token, _, _ in _ours(text) if token not in {"the", "of", "a", "and", "for", "it"}] == named


def test_own_corpus(client: Elasticsearch) -> None:
    for record in own_records():
        for text in (*record.titles, *record.bodies):
            folded = fold(text)
            assert _ours(folded) == _theirs(client, folded)


def _is_plain(text: str) -> bool:
    """Characters beyond the basic plane count twice in Java's offsets."""
    return all(ord(character) < 0x10000 for character in text) and unicodedata.is_normalized("NFC", text)


def test_real_texts(client: Elasticsearch, real: list[Record]) -> None:
    """Joined by lines, so that one request cuts many texts."""
    texts = [text for record in real for text in (*record.titles, *record.bodies) if _is_plain(text)]
    assert len(texts) > 5_000
    different = []
    for at in range(0, len(texts), 20):
        joined = fold("\n".join(re.sub(r"\s+", " ", text) for text in texts[at : at + 20]))
        if _ours(joined) != _theirs(client, joined):
            different += [(set(_ours(joined)) ^ set(_theirs(client, joined)))]
    assert different == []
