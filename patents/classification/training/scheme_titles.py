"""Scheme titles as training text: one document for each subclass, made of its own title and those of its groups."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path

_SYMBOL = re.compile(r"[A-HY]\d\d[A-Z]?\s?(?:\d+/\d+)?")
_MAX_CHARACTERS = 12_000
_SUBCLASS_LENGTH = 4


def current_subclasses(data: Path) -> list[str]:
    """The subclasses of IPC 2026.01, sorted."""
    with (data / "classification" / "ipc_bilingual_to_subclass.tsv").open(encoding="utf-8", newline="") as lines:
        return sorted(row["symbol"] for row in csv.DictReader(lines, delimiter="\t") if row["kind"] == "subclass")


def english_titles(data: Path) -> dict[str, str]:
    """CPC titles down to one-dot groups, collected by subclass, without the symbols that they refer to."""
    collected: dict[str, list[str]] = {}
    for path in sorted((data / "classification").glob("cpc_title_list_*/cpc-section-*.txt.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                symbol, level, title = [*line.rstrip("\r\n").split("\t"), "", ""][:3]
                if len(symbol) >= _SUBCLASS_LENGTH and level in ("", "0", "1"):
                    collected.setdefault(symbol[:_SUBCLASS_LENGTH], []).append(_SYMBOL.sub("", title))
    return {symbol: " . ".join(titles)[:_MAX_CHARACTERS] for symbol, titles in collected.items()}


def chinese_titles(data: Path) -> dict[str, str]:
    """Titles of the Chinese edition, all levels, collected by subclass."""
    collected: dict[str, list[str]] = {}
    for path in sorted((data / "classification").glob("ipc_zh_*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                if len(entry["symbol"]) >= _SUBCLASS_LENGTH:
                    collected.setdefault(entry["symbol"][:_SUBCLASS_LENGTH], []).append(_SYMBOL.sub("", entry["title_zh"]))
    return {symbol: " . ".join(titles)[:_MAX_CHARACTERS] for symbol, titles in collected.items()}
