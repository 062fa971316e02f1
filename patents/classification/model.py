"""The linear scorer: one head for text in letters, one for text in ideographs, each read from one ``.npz`` file.

A head keeps, for each known feature, its rarity and the few symbols that it speaks for or against, as 8-bit weights.
Frequent features are unfolded into a dense matrix at load time, because multiplying beats gathering for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from patents.classification.documents import Document
from patents.classification.features import Occurrences, occurrences, read_characters
from patents.classification.text import CodeTable

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]
U64 = npt.NDArray[np.uint64]

BUCKET_BITS = 22
TITLE_WEIGHT = 3
DENSE_FEATURES = 4096
SECTIONS = "ABCDEFGH"


def bucket_of(feature: U64) -> I64:
    """The upper bits of a hash: where the feature is looked up."""
    return (feature >> np.uint64(64 - BUCKET_BITS)).astype(np.int64)


def fingerprint_of(feature: U64) -> npt.NDArray[np.uint32]:
    """The next 32 bits: they tell a known feature from an unknown one in the same bucket."""
    return ((feature >> np.uint64(32 - BUCKET_BITS)) & np.uint64(0xFFFFFFFF)).astype(np.uint32)


@dataclass(frozen=True, slots=True)
class Located:
    """Features of a batch: where they occur, and how often each counts in each document (titles count threefold)."""

    found: Occurrences
    weight: I64


def locate(documents: Sequence[Document], table: CodeTable, *, ideographs: bool) -> Located:
    """List all occurrences in a batch of documents for one kind of head."""
    characters = read_characters([document.text for document in documents], table)
    found = occurrences(characters, table, latin=not ideographs, ideographs=ideographs)
    titles = np.fromiter((len(document.title) for document in documents), dtype=np.int64, count=len(documents))
    in_title = found.end - characters.offset[found.document] <= titles[found.document] + 1
    return Located(found, np.where(in_title, TITLE_WEIGHT, 1))


@dataclass(slots=True)
class Head:
    """Weights of one kind of text."""

    name: str
    symbols: tuple[str, ...]
    """Subclasses, then the eight sections."""
    bucket: I64
    fingerprint: npt.NDArray[np.uint32]
    rarity: F32
    row_start: I64
    column: npt.NDArray[np.uint16]
    weight: npt.NDArray[np.int8]
    scale: F32
    bias: F32
    _slots: npt.NDArray[np.int32] = field(init=False)
    _dense: F32 = field(init=False)
    _dense_place: npt.NDArray[np.int32] = field(init=False)

    def __post_init__(self) -> None:
        self._slots = np.full(1 << BUCKET_BITS, -1, dtype=np.int32)
        self._slots[self.bucket] = np.arange(self.bucket.size, dtype=np.int32)
        sizes = np.diff(self.row_start)
        frequent = np.flatnonzero(sizes >= max(1, int(np.sort(sizes)[::-1][min(DENSE_FEATURES, sizes.size - 1)])))[:DENSE_FEATURES]
        self._dense_place = np.full(sizes.size, -1, dtype=np.int32)
        self._dense_place[frequent] = np.arange(frequent.size, dtype=np.int32)
        self._dense = np.zeros((frequent.size, len(self.symbols)), dtype=np.float32)
        for place, feature in enumerate(frequent):
            row = slice(self.row_start[feature], self.row_start[feature + 1])
            self._dense[place, self.column[row]] = self.weight[row] * self.scale[feature]

    @property
    def is_ideographic(self) -> bool:
        """Whether the head reads runs of ideographs instead of pairs of words."""
        return self.name == "zh"

    @property
    def subclasses(self) -> tuple[str, ...]:
        """The symbols without the sections at the end."""
        return self.symbols[: -len(SECTIONS)]

    def slots(self, feature: U64) -> npt.NDArray[np.int32]:
        """Place of each feature in this head, −1 for features that it does not know."""
        place = self._slots[bucket_of(feature)]
        known = (place >= 0) & (self.fingerprint[place] == fingerprint_of(feature))
        return np.where(known, place, np.int32(-1))

    def vectors(self, located: Located, documents: int) -> tuple[I64, I64, F32, I64]:
        """Sublinear tf-idf of unit length: document, slot and value of each distinct feature, and features per document."""
        place = self.slots(located.found.feature)
        known = place >= 0
        key = (located.found.document[known] << 32) | place[known]
        order = np.argsort(key, kind="stable")
        key, counted = key[order], located.weight[known][order]
        first = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]])) if key.size else np.zeros(0, dtype=np.int64)
        counts = np.add.reduceat(counted, first) if first.size else np.zeros(0, dtype=np.int64)
        document, slot = key[first] >> 32, key[first] & 0xFFFFFFFF
        value = (1.0 + np.log(np.maximum(counts, 1))) * self.rarity[slot]
        norm = np.sqrt(np.bincount(document, weights=value * value, minlength=documents))
        value = (value / norm[document]).astype(np.float32)
        return document, slot, value, np.bincount(document, minlength=documents)

    def score(self, located: Located, documents: int) -> tuple[F32, I64]:
        """Raw scores, documents × symbols, and the number of known features of each document."""
        document, slot, value, length = self.vectors(located, documents)
        place = self._dense_place[slot]
        is_dense = place >= 0
        if documents == 1:
            scores = (value[is_dense] @ self._dense[place[is_dense]])[None, :] + self.bias
        else:
            dense = np.zeros((documents, self._dense.shape[0]), dtype=np.float32)
            dense[document[is_dense], place[is_dense]] = value[is_dense]
            scores = dense @ self._dense + self.bias
        rare = ~is_dense
        scores += self._score_rare(document[rare], slot[rare], value[rare], documents)
        return scores, length

    def _score_rare(self, document: I64, slot: I64, value: F32, documents: int) -> F32:
        start = self.row_start[slot]
        sizes = self.row_start[slot + 1] - start
        total = int(sizes.sum())
        ends = np.cumsum(sizes)
        place = np.arange(total) + np.repeat(start - (ends - sizes), sizes)
        width = len(self.symbols)
        target = np.repeat(document * width, sizes) + self.column[place]
        amount = np.repeat(value * self.scale[slot], sizes) * self.weight[place]
        flat = np.bincount(target, weights=amount, minlength=documents * width)
        return flat.reshape(documents, width).astype(np.float32)

    def contributions(self, slot: I64, value: F32, symbol: int) -> F32:
        """What each feature of one document adds to the raw score of one symbol."""
        added = np.zeros(slot.size, dtype=np.float32)
        for index, feature in enumerate(slot):
            first, last = int(self.row_start[feature]), int(self.row_start[feature + 1])
            at = first + int(np.searchsorted(self.column[first:last], symbol))
            if at < last and self.column[at] == symbol:
                added[index] = value[index] * self.scale[feature] * self.weight[at]
        return added

    def save(self, path: Path) -> None:
        """Write plain arrays; symbols as bytes, so that nothing in the file needs unpickling."""
        sizes = np.diff(self.row_start)
        np.savez_compressed(
            path,
            symbols=np.frombuffer("\n".join(self.symbols).encode("ascii"), dtype=np.uint8),
            bucket_gap=np.diff(self.bucket, prepend=0).astype(np.uint32),
            fingerprint=self.fingerprint,
            rarity=self.rarity.astype(np.float16),
            row_size=sizes.astype(np.uint16),
            column_low=(self.column & 0xFF).astype(np.uint8),
            column_high=(self.column >> 8).astype(np.uint8),
            weight=self.weight,
            scale=self.scale.astype(np.float16),
            bias=self.bias,
        )

    @classmethod
    def load(cls, name: str, path: Path) -> Head:
        """Read what ``save`` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            sizes = arrays["row_size"].astype(np.int64)
            return cls(
                name=name,
                symbols=tuple(arrays["symbols"].tobytes().decode("ascii").split("\n")),
                bucket=np.cumsum(arrays["bucket_gap"], dtype=np.int64),
                fingerprint=arrays["fingerprint"],
                rarity=arrays["rarity"].astype(np.float32),
                row_start=np.concatenate([[0], np.cumsum(sizes)]),
                column=arrays["column_low"].astype(np.uint16) | (arrays["column_high"].astype(np.uint16) << 8),
                weight=arrays["weight"],
                scale=arrays["scale"].astype(np.float32),
                bias=arrays["bias"],
            )
