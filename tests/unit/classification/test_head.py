"""A head of four features: scores worked out by hand, and what survives writing and reading."""

from pathlib import Path

import numpy as np
import pytest

from patents.classification.documents import Document
from patents.classification.model import SECTIONS, Head, bucket_of, fingerprint_of, locate
from patents.classification.text import CodeTable

TABLE = CodeTable({})
SYMBOLS = ("B29C", "F04B", *SECTIONS)


def head() -> Head:
    """Knows the words pump (for F04B), mould (for B29C, against F04B) and steel (for nothing)."""
    words = locate([Document(abstract="pump mould steel")], TABLE, ideographs=True).found
    feature = words.feature[np.argsort(words.start)]
    rows: list[dict[int, int]] = [{1: 127}, {0: 127, 1: -64}, {}]
    order = np.argsort(bucket_of(feature))
    rows = [rows[place] for place in order]
    return Head(
        name="zh",
        symbols=SYMBOLS,
        bucket=bucket_of(feature[order]),
        fingerprint=fingerprint_of(feature[order]),
        rarity=np.ones(3, dtype=np.float32),
        row_start=np.cumsum([0, *(len(row) for row in rows)]),
        column=np.array([column for row in rows for column in row], dtype=np.uint16),
        weight=np.array([weight for row in rows for weight in row.values()], dtype=np.int8),
        scale=np.full(3, 2.0**-7, dtype=np.float32),
        bias=np.full(len(SYMBOLS), 0.5, dtype=np.float32),
    )


def scores(model: Head, *documents: Document) -> np.ndarray:
    return model.score(locate(documents, TABLE, ideographs=True), len(documents))[0]


def test_scores_by_hand() -> None:
    assert head().subclasses == ("B29C", "F04B")
    found, known = head().score(
        locate([Document(abstract="Pump."), Document(abstract="mould; steel"), Document()], TABLE, ideographs=True), 3
    )
    assert known.tolist() == [1, 2, 0]
    half = 1 / np.sqrt(2)
    assert found[:, 0] == pytest.approx([0.5, 0.5 + half * 127 / 128, 0.5])
    assert found[:, 1] == pytest.approx([0.5 + 127 / 128, 0.5 - half * 64 / 128, 0.5])


def test_one_document_alone_scores_as_it_does_in_a_batch() -> None:
    documents = [Document("pump", "mould"), Document("steel", "mould pump pump"), Document(), Document("unknown words")]
    together = scores(head(), *documents)
    assert np.allclose(np.concatenate([scores(head(), document) for document in documents]), together)


def test_a_word_in_the_title_counts_threefold() -> None:
    _, _, value, _ = head().vectors(locate([Document("pump", "mould")], TABLE, ideographs=True), 1)
    weight = 1 + np.log(3)
    assert sorted(value) == pytest.approx([1 / np.hypot(1, weight), weight / np.hypot(1, weight)])


def test_what_is_written_is_read_and_two_writings_are_equal(tmp_path: Path) -> None:
    documents = [Document("pump", "mould"), Document("steel")]
    head().save(tmp_path / "one.npz")
    head().save(tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    again = Head.load("zh", tmp_path / "one.npz")
    assert again.symbols == SYMBOLS
    assert np.array_equal(scores(again, *documents), scores(head(), *documents))


def test_contributions_name_the_feature_that_spoke() -> None:
    model = head()
    _, slot, value, _ = model.vectors(locate([Document(abstract="mould steel")], TABLE, ideographs=True), 1)
    added = model.contributions(slot, value, symbol=1)
    assert sorted(added) == pytest.approx([-64 / 128 / np.sqrt(2), 0.0])
