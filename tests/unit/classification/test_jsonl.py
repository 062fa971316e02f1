"""Lines in, lines out."""

import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patents.classification.documents import Document
from patents.classification.jsonl import LONGEST_LINE_BYTES, BadLine, answers, parse_request, read_requests


@pytest.mark.parametrize(
    ("line", "identifier", "document"),
    [
        (b'{"id":"a","title":"T","abstract":"A","lang":"en"}', "a", Document("T", "A", "en")),
        (b'{"id":7,"title":null,"abstract":null}', 7, Document()),
        (b'{"id":"","abstract":"A","lang":null,"more":[1]}', "", Document("", "A")),
    ],
)
def test_a_good_line_is_read(line: bytes, identifier: str | int, document: Document) -> None:
    request = parse_request(line, 1)
    assert (request.id, request.document) == (identifier, document)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (b"", "Line 1,234: this is not JSON."),
        (b"{", "Line 1,234: this is not JSON."),
        (b"[" * 100_000, "Line 1,234: this is not JSON."),
        (b'"\xff"', "Line 1,234: this is not UTF-8 text."),
        (b"[]", "Line 1,234: an object was expected."),
        (b'{"title":"T"}', 'Line 1,234: "id" is missing or is neither text nor a whole number.'),
        (b'{"id":true}', 'Line 1,234: "id" is missing or is neither text nor a whole number.'),
        (b'{"id":1,"title":["T"]}', 'Line 1,234: "title" is neither text nor null.'),
        (b'{"id":1,"lang":5}', 'Line 1,234: "lang" is neither text nor null.'),
    ],
)
def test_a_bad_line_is_refused_with_its_number(line: bytes, sentence: str) -> None:
    with pytest.raises(BadLine) as caught:
        parse_request(line, 1234)
    assert str(caught.value) == sentence
    assert caught.value.number == 1234


def test_a_line_may_be_as_long_as_the_limit_and_not_one_byte_longer() -> None:
    start, end = b'{"id":1,"title":"', b'"}\n'
    fits = start + b"x" * (LONGEST_LINE_BYTES - len(start) - len(end)) + end
    assert len(next(read_requests(io.BytesIO(fits))).document.title) == LONGEST_LINE_BYTES - len(start) - len(end)
    with pytest.raises(BadLine, match=r"^Line 1: it is longer than 8 MiB\.$"):
        next(read_requests(io.BytesIO(start + b"x" + fits[len(start) :])))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.none() | st.text(max_size=80), st.none() | st.text(max_size=200)), max_size=8),
    st.integers(min_value=1, max_value=12),
)
def test_every_line_gets_one_answer_in_order_sorted_by_score_then_symbol(texts: list[tuple[str | None, str | None]], top: int) -> None:
    lines = "".join(json.dumps({"id": place, "title": title, "abstract": abstract}) + "\n" for place, (title, abstract) in enumerate(texts))
    found = [json.loads(line) for line in answers(read_requests(io.BytesIO(lines.encode("utf-8", "surrogatepass"))), top=top)]
    assert [item["id"] for item in found] == list(range(len(texts)))
    for item in found:
        assert list(item) == ["id", "suggestions", "sections", "abstained"]
        assert len(item["suggestions"]) == top
        assert sorted(pair["symbol"] for pair in item["sections"]) == list("ABCDEFGH")
        for pairs in (item["suggestions"], item["sections"]):
            assert pairs == sorted(pairs, key=lambda pair: (-pair["score"], pair["symbol"]))
            assert all(0.0 <= pair["score"] <= 1.0 for pair in pairs)
        assert item["abstained"] is (item["suggestions"][0]["score"] < 0.5)
