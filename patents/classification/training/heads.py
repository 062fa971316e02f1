"""Make one head: choose its vocabulary, solve for its weights, keep the strongest of them in eight bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse

from patents.classification.documents import Document
from patents.classification.model import Head, Located, bucket_of, fingerprint_of, locate
from patents.classification.text import CodeTable
from patents.classification.training.solver import solve

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Example:
    """A training document with its labels; ``importance`` 1 for a record, more for scheme titles."""

    document: Document
    symbols: tuple[str, ...]
    importance: float = 1.0
    is_record: bool = True


@dataclass(frozen=True, slots=True)
class HeadParameters:
    """Everything that the recipe may turn."""

    penalty: float
    rarity_power: float
    least_documents: int
    kept_weights: int
    scheme_importance: float


@dataclass(frozen=True, slots=True)
class TrainedHead:
    """``scores`` are leave-one-out scores of the examples as the pruned head would give them, ``lengths`` their known features."""

    head: Head
    scores: F32
    lengths: I64


def train_head(name: str, examples: Sequence[Example], symbols: Sequence[str], table: CodeTable, parameters: HeadParameters) -> TrainedHead:
    """Train on ``examples``; ``symbols`` gives the order of the scores: subclasses, then sections."""
    empty = _vocabulary(name, examples, symbols, table, parameters)
    vectors, lengths = _vectors(empty, examples, table)
    place = {symbol: index for index, symbol in enumerate(symbols)}
    labels = np.zeros((len(examples), len(symbols)), dtype=np.float32)
    for row, example in enumerate(examples):
        named = {*example.symbols, *(symbol[0] for symbol in example.symbols)}
        labels[row, [place[symbol] for symbol in named if symbol in place]] = 1.0
    importance = np.array([example.importance for example in examples], dtype=np.float32)
    solution = solve(vectors, labels, importance, penalty=parameters.penalty)
    head = _pruned(empty, solution.weights, solution.bias, parameters.kept_weights)
    pruned = np.concatenate([head.score(located, count)[0] for located, count in _batches(head, examples, table)])
    scores = np.asarray(solution.left_out + (pruned - solution.fitted), dtype=np.float32)
    return TrainedHead(head, scores, lengths)


def _batches(head: Head, examples: Sequence[Example], table: CodeTable) -> Iterator[tuple[Located, int]]:
    for first in range(0, len(examples), _BATCH):
        documents = [example.document for example in examples[first : first + _BATCH]]
        yield locate(documents, table, ideographs=head.is_ideographic), len(documents)


def _vocabulary(name: str, examples: Sequence[Example], symbols: Sequence[str], table: CodeTable, parameters: HeadParameters) -> Head:
    """A head without weights that knows every feature of at least ``least_documents`` records."""
    records = [example for example in examples if example.is_record]
    distinct: list[npt.NDArray[np.uint64]] = []
    for first in range(0, len(records), _BATCH):
        found = locate([example.document for example in records[first : first + _BATCH]], table, ideographs=name == "zh").found
        order = np.lexsort((found.feature, found.document))
        document, feature = found.document[order], found.feature[order]
        is_first = np.concatenate([[True], (document[1:] != document[:-1]) | (feature[1:] != feature[:-1])])
        distinct.append(feature[is_first[: feature.size]])
    feature, frequency = np.unique(np.concatenate(distinct), return_counts=True)
    order = np.lexsort((feature, -frequency))
    order = order[frequency[order] >= parameters.least_documents]
    _, unrivalled = np.unique(bucket_of(feature[order]), return_index=True)
    kept = order[unrivalled]
    rarity = (np.log((1 + len(records)) / (1 + frequency[kept])) + 1.0) ** parameters.rarity_power
    return Head(
        name=name,
        symbols=tuple(symbols),
        bucket=bucket_of(feature[kept]),
        fingerprint=fingerprint_of(feature[kept]),
        rarity=rarity.astype(np.float16).astype(np.float32),
        row_start=np.zeros(kept.size + 1, dtype=np.int64),
        column=np.zeros(0, dtype=np.uint16),
        weight=np.zeros(0, dtype=np.int8),
        scale=np.ones(kept.size, dtype=np.float32),
        bias=np.zeros(len(symbols), dtype=np.float32),
    )


def _vectors(head: Head, examples: Sequence[Example], table: CodeTable) -> tuple[scipy.sparse.csr_matrix, I64]:
    parts, lengths = [], []
    for located, count in _batches(head, examples, table):
        document, slot, value, length = head.vectors(located, count)
        parts.append(scipy.sparse.csr_matrix((value, (document, slot)), shape=(count, head.bucket.size)))
        lengths.append(length)
    return scipy.sparse.vstack(parts).tocsr(), np.concatenate(lengths)


def _pruned(empty: Head, weights: F32, bias: F32, kept: int) -> Head:
    """Keep the ``kept`` largest weights; each feature has its own step, so that rare features keep their precision."""
    size = np.abs(weights)
    if size.size > kept:
        threshold = np.partition(size.ravel(), -kept)[-kept]
        weights = np.where(size >= threshold, weights, np.float32(0))
    scale = np.abs(weights).max(axis=1) / 127.0
    scale = np.maximum(scale.astype(np.float16), np.float16(1e-6)).astype(np.float32)
    small = np.clip(np.round(weights / scale[:, None]), -127, 127).astype(np.int8)
    row, column = np.nonzero(small)
    return Head(
        name=empty.name,
        symbols=empty.symbols,
        bucket=empty.bucket,
        fingerprint=empty.fingerprint,
        rarity=empty.rarity,
        row_start=np.concatenate([[0], np.cumsum(np.bincount(row, minlength=small.shape[0]))]).astype(np.int64),
        column=column.astype(np.uint16),
        weight=small[row, column],
        scale=scale,
        bias=bias,
    )
