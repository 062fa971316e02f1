"""The IPC enters the database: down to subclass from the tables shipped with the product, deeper where the data folder is present."""

import csv
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from ipmarket.kernel import process_cache
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from patents.enums import Scheme, SymbolKind
from patents.events import SCHEME_LOADED
from patents.models import ClassSymbol
from patents.services.loaded_sets import remember_load, was_loaded

VERSION = "2026.01"
SHIPPED = Path(__file__).resolve().parents[1] / "classification" / "data"
IPC_SOURCE = "IPC, © WIPO, CC BY 4.0"
CPC_SOURCE = "CPC, EPO and USPTO"
_SOURCES = {"ipc-2023.01": IPC_SOURCE, "cpc-2025.05": CPC_SOURCE}
_CPC_FILES = "cpc_title_list_2025.05/cpc-section-[A-H]_*.txt.gz"
SOURCE = "scheme"
_BATCH = 5000
# Text in braces is CPC's own addition and not part of the title that IPC shares.
_CPC_ONLY = re.compile(r"\s*\{[^{}]*\}")
_GROUP = re.compile(r"^([A-H]\d\d[A-Z])(\d{1,4})/(\d{2,6})$")


@dataclass(frozen=True, slots=True)
class SchemeReport:
    created: int
    changed: int
    unchanged: int


def _spaced(symbol: str) -> str:
    """``B29C45/17`` as the scheme prints it, ``B29C 45/17``; shorter symbols stay as they are."""
    match = _GROUP.match(symbol)
    return f"{match[1]} {match[2]}/{match[3]}" if match else symbol


def load_scheme(*, actor: Actor, at: datetime, data_dir: Path | None = None, shipped: Path = SHIPPED) -> SchemeReport:
    """Brings the scheme in step with the tables. Groups are read from `data_dir` when it holds them.

    The version of the tables is remembered, so a second run with the same files reads nothing.
    """
    version = _digest(_files(shipped, data_dir))
    if was_loaded(SOURCE, version):
        return SchemeReport(0, 0, ClassSymbol.objects.filter(scheme=Scheme.IPC, version=VERSION).count())
    with transaction.atomic():
        known = {s.symbol: s for s in ClassSymbol.objects.filter(scheme=Scheme.IPC, version=VERSION)}
        created: list[ClassSymbol] = []
        changed: list[ClassSymbol] = []
        unchanged = 0
        for position, symbol in enumerate(_symbols(shipped, data_dir)):
            symbol.position = position
            old = known.get(symbol.symbol)
            if old is None:
                created.append(symbol)
            elif _content(old) != _content(symbol):
                symbol.id = old.id
                changed.append(symbol)
            else:
                unchanged += 1
        ClassSymbol.objects.bulk_create(created, batch_size=_BATCH)
        ClassSymbol.objects.bulk_update(changed, list(_CONTENT), batch_size=_BATCH)
        report = SchemeReport(len(created), len(changed), unchanged)
        remember_load(
            actor=actor, at=at, source=SOURCE, name=f"IPC {VERSION}", version=version,
            created=report.created, updated=report.changed, unchanged=report.unchanged,
        )  # fmt: skip
        if created or changed:
            audit.record(
                actor=actor, at=at, action="patents.load_scheme", target_type="patents.scheme", target_id=f"ipc:{VERSION}",
                after={"created": report.created, "changed": report.changed},
            )  # fmt: skip
            outbox.emit(topic=SCHEME_LOADED, aggregate_type="patents.scheme", aggregate_id=f"ipc:{VERSION}", payload={}, at=at)
    process_cache.forget()
    return report


def _files(shipped: Path, data_dir: Path | None) -> list[Path]:
    deeper = (
        []
        if data_dir is None
        else [*data_dir.glob(f"classification/ipc_zh_{VERSION}.jsonl.gz"), *data_dir.glob(f"classification/{_CPC_FILES}")]
    )
    return sorted(shipped.glob("*.tsv")) + sorted(deeper)


def _digest(files: list[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


_CONTENT = ("kind", "parent", "position", "title_en", "title_source", "label_en", "label_zh_hant", "label_zh_hans")


def _content(symbol: ClassSymbol) -> tuple[object, ...]:
    return tuple(getattr(symbol, name) for name in _CONTENT)


def _table(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)


def _symbols(shipped: Path, data_dir: Path | None) -> Iterator[ClassSymbol]:
    labels = {line["symbol"]: line for name in ("labels_a_d.tsv", "labels_e_h.tsv") for line in _table(shipped / name)}
    subclasses = set()
    for line in _table(shipped / f"ipc_{VERSION}.tsv"):
        label = labels.get(line["symbol"], {})
        subclasses.add(line["symbol"])
        yield ClassSymbol(
            scheme=Scheme.IPC,
            version=VERSION,
            symbol=line["symbol"],
            kind=line["kind"],
            parent={1: "", 3: line["symbol"][:1], 4: line["symbol"][:3]}[len(line["symbol"])],
            title_en=line["title_en"] or "",
            title_source=_SOURCES.get(line["title_source"] or "", ""),
            label_en=label.get("en", ""),
            label_zh_hant=label.get("zh_hant", ""),
            label_zh_hans=label.get("zh_hans", ""),
        )
    groups = data_dir and data_dir / "classification" / f"ipc_zh_{VERSION}.jsonl.gz"
    if data_dir and groups and groups.is_file():
        yield from _groups(groups, _cpc_titles(data_dir / "classification"), subclasses)


def _groups(path: Path, titles: dict[str, str], subclasses: Iterable[str]) -> Iterator[ClassSymbol]:
    known = set(subclasses)
    seen: set[str] = set()
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        for line in handle:
            row = json.loads(line)
            match = _GROUP.match(row["symbol"])
            if match is None or match[1] not in known or row["symbol"] in seen:
                continue
            seen.add(row["symbol"])
            main = match[3] == "00"
            yield ClassSymbol(
                scheme=Scheme.IPC,
                version=VERSION,
                symbol=_spaced(row["symbol"]),
                kind=SymbolKind.MAIN_GROUP if main else SymbolKind.SUBGROUP,
                parent=match[1] if main else f"{match[1]} {match[2]}/00",
                title_en=titles.get(row["symbol"], ""),
                title_source=CPC_SOURCE if row["symbol"] in titles else "",
            )


def _cpc_titles(folder: Path) -> dict[str, str]:
    titles: dict[str, str] = {}
    for path in sorted(folder.glob(_CPC_FILES)):
        with gzip.open(path, "rt", encoding="utf-8") as handle:
            for line in handle:
                symbol, _, title = line.rstrip("\r\n").split("\t", 2)
                if "/" in symbol and (shown := _CPC_ONLY.sub("", title).strip()):
                    titles[symbol] = shown
    return titles
