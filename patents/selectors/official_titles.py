"""Official class titles as people read them: the scheme prints the upper levels in capitals and hangs references on them."""

import re

# References to other classes, notes on the edition: part of the scheme's apparatus, not of the name.
_REFERENCE = re.compile(r"\s*\((?:[^()]|\([^()]*\))*\)")
_EDITION = re.compile(r"\s*\[[0-9., ]+\]")
_SPACES = re.compile(r"\s{2,}")
_WORD = re.compile(r"\[[^\]]*\]|[A-Za-z][A-Za-z0-9'’-]*")
_KEPT = frozenset({"DNA", "RNA", "MEMS", "ICT", "LED", "PCR", "AC", "DC", "GPS", "IC", "PH"})
_SPELT = {"x-ray": "X-ray", "x-rays": "X-rays", "ph": "pH"}


def readable_title(title: str) -> str:
    """The title without references and edition marks, in a sentence's case where it stands in capitals; the stored one stays."""
    plain = _SPACES.sub(" ", _EDITION.sub("", _REFERENCE.sub("", title))).strip(" ;,")
    letters = [c for c in plain if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return plain
    return "; ".join(_sentence(part) for part in plain.split("; "))


def _sentence(part: str) -> str:
    lowered = _WORD.sub(lambda match: _cased(match[0]), part)
    return lowered[:1].upper() + lowered[1:]


def _cased(word: str) -> str:
    if word.startswith("[") or any(c.isdigit() for c in word):
        return word  # abbreviations in brackets and class symbols
    lower = word.lower()
    return _SPELT.get(lower) or (word if word in _KEPT else lower)
