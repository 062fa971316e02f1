"""Reads the demo data set: invented assets of Hong Kong manufacturing in three languages. Pure reading; a service stores it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ipmarket.kernel.text import Translated

DATA = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def digest(folder: Path = DATA) -> str:
    """SHA-256 over names and contents of all files: the version of the data set."""
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def entries(pattern: str, folder: Path = DATA) -> Iterator[dict[str, Any]]:
    """All entries of the files that match, in the order of file names."""
    for path in sorted(folder.glob(pattern)):
        yield from yaml.load(path.read_bytes(), Loader=_LOADER) or []  # noqa: S506 - both loaders are the safe ones


def translated(value: dict[str, str] | None) -> Translated:
    """A text in up to three languages, without the line ends of folded YAML."""
    found = value or {}
    return Translated(**{name: str(found.get(name) or "").strip() for name in ("en", "zh_hant", "zh_hans")})
