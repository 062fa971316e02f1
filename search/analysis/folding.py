"""Folding: the one spelling under which text is indexed and queried.

Every rule maps one character to one character, so an offset in folded text is the same offset in the original text.
What Unicode would fold into several characters (``ß``, ``㎏``) is left as it is.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache

import opencc

# The blocks that hold Han characters: extension A and the unified block, the compatibility block, and the supplementary planes in use.
_HAN_RANGES = ((0x3400, 0xA000), (0xF900, 0xFB00), (0x20000, 0x323B0))
# The general conversion comes first; the Hong Kong and Taiwan ones add the local forms that it leaves alone (衞, 著).
# The way back closes the table: a simplified character and everything that a converter may make of it fold to the same character.
_TO_SIMPLIFIED = ("t2s", "hk2s", "tw2s")
_FROM_SIMPLIFIED = ("s2t", "s2hk", "s2tw")
# Pairs that converters exchange only inside certain words (家具 ↔ 傢俱, 覆 ↔ 复, 鍊 ↔ 链). A query has to find the same list whichever
# way its words were converted, so the few are read as one; the neighbouring character tells the words apart.
_EXCHANGED_IN_WORDS = (
    "沉沈 借藉 复覆 背揹 链炼 了瞭 坏坯 余馀 钟锺 径迳 夫伕 宁甯 熏薰 苏甦 巨钜 坐座 枪鎗 "
    "托讬 戚𬭭 里哩 浚濬 具俱 拿拏 仇雠 象像 焰燄 划画 琅瑯 檗蘗 澄澂 仿彷 豆荳 "
    "呆待 锄耡 筱筿 藤籐 斤觔 果菓 咨谘 吣唚 耇耈 堤隄 斫斲 恶𫫇 穗𰬸"
)


def _converted(characters: list[str], configuration: str) -> dict[str, str]:
    """Convert each character alone: the line break between two characters keeps the converter's phrases out."""
    lines = opencc.OpenCC(configuration).convert("\n".join(characters)).split("\n")
    if len(lines) != len(characters):
        raise ValueError(f"the {configuration} conversion changed the number of lines")
    return {before: after for before, after in zip(characters, lines, strict=True) if before != after and len(after) == 1}


def _root(parents: dict[str, str], character: str) -> str:
    while (parent := parents.get(character)) is not None:
        character = parent
    return character


def _is_everyday(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@cache
def simplified_table() -> dict[str, str]:
    """Traditional (and regional) character → the one character that stands for its group, closed under itself."""
    characters = [chr(code) for start, end in _HAN_RANGES for code in range(start, end)]
    pairs: list[tuple[str, str]] = []
    for configuration in _TO_SIMPLIFIED:
        pairs.extend(_converted(characters, configuration).items())
    for configuration in _FROM_SIMPLIFIED:
        pairs.extend((after, before) for before, after in _converted(characters, configuration).items())
    pairs.extend((pair[1], pair[0]) for pair in _EXCHANGED_IN_WORDS.split())
    parents: dict[str, str] = {}
    for before, after in pairs:
        child, parent = _root(parents, before), _root(parents, after)
        if child != parent:
            parents[child] = parent
    groups: dict[str, list[str]] = {}
    for character in parents:
        groups.setdefault(_root(parents, character), []).append(character)
    table: dict[str, str] = {}
    for root, members in groups.items():
        # Readers of the index should meet the everyday character, which is the one that the oldest simplified character set has.
        kept = next((each for each in (root, *sorted(members)) if _is_everyday(each)), root)
        table.update({each: kept for each in (root, *members) if each != kept})
    return table


def _fold_character(character: str) -> str:
    """Width, then case, then script; a rule that would change the length does not apply."""
    folded = unicodedata.normalize("NFKC", character)
    if len(folded) != 1 or folded.isspace() != character.isspace():
        folded = character
    lowered = folded.casefold()
    if len(lowered) == 1:
        folded = lowered
    return simplified_table().get(folded, folded)


class _FoldTable(dict[int, str]):
    """A translation table that is filled as characters are met; it cannot outgrow Unicode."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        # One more pass over the result makes folding idempotent where a rule uncovers another one.
        folded = _fold_character(folded)
        self[code] = folded
        return folded


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Fold width, case and script. ``len(fold(text)) == len(text)`` always holds, and folding twice changes nothing."""
    # Of ASCII only the case is folded, and lowering it is many times as fast as looking every character up.
    return text.lower() if text.isascii() else text.translate(_TABLE)


@cache
def _spelled_alike() -> dict[str, str]:
    groups: dict[str, set[str]] = {}
    for character, kept in simplified_table().items():
        groups.setdefault(kept, {kept}).add(character)
    return {character: "".join(sorted(members)) for members in groups.values() for character in members}


def spellings(character: str) -> str:
    """The character with all that script folding reads as the same one, in order; itself alone where there are none."""
    return _spelled_alike().get(character, character)


def folded_characters() -> Iterator[tuple[str, str]]:
    """Every pair of the script table, for tests and for the schema's digest."""
    yield from sorted(simplified_table().items())
