"""Fold text for the classifier: width, case, accents, and the two Chinese scripts.

Folding replaces one character by one character.  Traditional and Simplified forms that a converter may exchange for
each other all fold to the same character, so both scripts give the same features and thus the same suggestions.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint32]
_IDEOGRAPH = re.compile("[\u3040-\ud7a3\U00020000-\U00031fff]")
_LETTER = re.compile("[A-Za-z]")
_SPACE = 32
_BMP = 0x10000
_TABLE_SIZE = 0x32000
"""Beyond this the code charts hold no letters and no ideographs."""


@dataclass(frozen=True, slots=True)
class Scripts:
    """Which ideographs are variants of each other, and which belong to one script only."""

    groups: tuple[str, ...]
    """Each string holds characters that fold together; the first stands for all."""
    traditional: frozenset[str]
    simplified: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Scripts:
        """Read the file that the training recipe wrote beside the weights, so that both always fit each other."""
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(content["groups"]), frozenset(content["traditional"]), frozenset(content["simplified"]))

    def folding(self) -> dict[int, int]:
        """Code point of a variant → code point of the character that stands for it."""
        return {ord(variant): ord(group[0]) for group in self.groups for variant in group[1:]}


def _fold_character(character: str) -> int:
    plain = unicodedata.normalize("NFKD", character)[:1].lower()[:1]
    return ord(plain) if plain and plain.isalnum() else _SPACE


class CodeTable:
    """Code point → folded code point, as one array; what is neither letter, digit nor ideograph becomes a space."""

    def __init__(self, script_folding: Mapping[int, int]) -> None:
        """``script_folding`` maps ideographs to the one form that stands for all their variants."""
        table = np.full(_TABLE_SIZE, _SPACE, dtype=np.uint32)
        table[_BMP:] = np.arange(_BMP, _TABLE_SIZE, dtype=np.uint32)
        table[0x1F000:0x20000] = _SPACE
        for code in range(0x30, _BMP):
            if not 0x3400 <= code <= 0xDFFF:
                table[code] = _fold_character(chr(code))
        table[0x3400:0xD7A4] = np.arange(0x3400, 0xD7A4, dtype=np.uint32)
        table[0x4DC0:0x4E00] = _SPACE
        for code, folded in script_folding.items():
            table[code] = folded
        table[0xF900:0xFB00] = table[table[0xF900:0xFB00]]
        self._table = table

    def fold(self, codes: Codes) -> Codes:
        """Fold an array of code points; the result has the same length."""
        return self._table[np.where(codes < _TABLE_SIZE, codes, _SPACE)]

    @staticmethod
    def is_ideograph(codes: Codes) -> npt.NDArray[np.bool_]:
        """Characters written without spaces between words: Han, kana, hangul."""
        return ((codes >= 0x3040) & (codes <= 0xD7A3)) | (codes >= 0x20000)


def guess_language(text: str, scripts: Scripts) -> str:
    """``en``, ``zh-Hant`` or ``zh-Hans``; everything that is not written with ideographs counts as ``en``.

    An ideograph carries about as much as three letters, so that "LED 灯" reads as Chinese.
    """
    if text.isascii():
        return "en"
    ideographs = len(_IDEOGRAPH.findall(text))
    if ideographs == 0 or ideographs * 3 < len(_LETTER.findall(text)):
        return "en"
    traditional = sum(1 for character in text if character in scripts.traditional)
    simplified = sum(1 for character in text if character in scripts.simplified)
    return "zh-Hant" if traditional > simplified else "zh-Hans"
