"""Work out which ideographs are variants of each other, from the character conversions of OpenCC."""

from __future__ import annotations

import json
from pathlib import Path

import opencc

_TO_TRADITIONAL = ("s2t", "s2tw", "s2hk")
_TO_SIMPLIFIED = ("t2s", "tw2s", "hk2s")
_BETWEEN_REGIONS = ("t2tw", "t2hk", "tw2t", "hk2t")
_CHOSEN_BY_PHRASE = {"借": "藉", "具": "俱", "家": "傢", "坐": "座", "复": "覆", "背": "揹", "链": "鍊", "熏": "薰", "象": "像"}
"""Exchanges that OpenCC makes only inside phrases (家具 → 傢俱), so that converting characters one by one can't find them."""
_BLOCKS = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2B740))


def _convert(characters: list[str], configuration: str) -> list[str]:
    """Convert each character alone: the line breaks keep phrase rules from looking at its neighbours."""
    converted: str = opencc.OpenCC(configuration).convert("\n".join(characters))
    return converted.split("\n")


def script_folding() -> dict[str, object]:
    """Groups of mutually convertible characters, and the characters that belong to one script only.

    A group is closed under every conversion: whichever regional form a converter chooses, the folded text is the same.
    The price is that a few distinct characters (乾, 幹 and 干) fold together, as they do in Simplified Chinese.
    """
    characters = [chr(code) for first, last in _BLOCKS for code in range(first, last)]
    parent: dict[str, str] = {}

    def root(character: str) -> str:
        while parent.get(character, character) != character:
            character = parent[character]
        return character

    one_script: dict[str, set[str]] = {"traditional": set(), "simplified": set()}
    for configuration in (*_TO_TRADITIONAL, *_TO_SIMPLIFIED, *_BETWEEN_REGIONS):
        for before, after in zip(characters, _convert(characters, configuration), strict=True):
            if before == after or len(after) != 1:
                continue
            parent[root(after)] = root(before)
            if configuration in ("s2t", "t2s"):
                one_script["simplified" if configuration == "s2t" else "traditional"].add(before)
    for first, second in _CHOSEN_BY_PHRASE.items():
        parent[root(second)] = root(first)
    members: dict[str, set[str]] = {}
    for character in parent:
        members.setdefault(root(character), set()).update((root(character), character))
    groups = sorted(_simplified_first(group, one_script["traditional"]) for group in members.values() if len(group) > 1)
    both = one_script["traditional"] & one_script["simplified"]
    return {
        "groups": groups,
        "traditional": "".join(sorted(one_script["traditional"] - both)),
        "simplified": "".join(sorted(one_script["simplified"] - both)),
    }


def _simplified_first(group: set[str], traditional: set[str]) -> str:
    return "".join(sorted(group, key=lambda character: (character in traditional, character)))


def write_script_folding(path: Path) -> None:
    """Write the groups as JSON, sorted, so that two runs give identical bytes."""
    path.write_text(json.dumps(script_folding(), ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
