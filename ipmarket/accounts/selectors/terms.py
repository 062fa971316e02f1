"""The terms of use and the privacy notice: which version is in force, its text, and what a person has still to accept."""

import csv
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from uuid import UUID

from django.db.models import Max

from ipmarket.accounts.enums import Language, TermsKind
from ipmarket.accounts.models import TermsAcceptance, TermsVersion
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.process_cache import remembered

FOLDER = Path(__file__).resolve().parents[1] / "data" / "terms"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text: the title, a heading, a paragraph or an item of a list."""

    kind: Literal["title", "heading", "paragraph", "item"]
    text: str


@dataclass(frozen=True, slots=True)
class ShippedTerms:
    """A version as it ships with the product. ``sha256`` is of its three texts together, so that an edit in place shows."""

    kind: str
    version: str
    valid_from: date
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A version in force, in one language."""

    id: UUID
    kind: str
    version: str
    valid_from: date
    language: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DueTerms:
    """A version that somebody has not accepted yet."""

    kind: str
    version: str


def shipped_terms(folder: Path = FOLDER) -> list[ShippedTerms]:
    """Every version that ships with the product, in the order of its table."""
    with (folder / "index.tsv").open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [_shipped(folder, line) for line in lines]


def _shipped(folder: Path, line: dict[str, str]) -> ShippedTerms:
    kind, version = line["kind"], line["version"]
    return ShippedTerms(kind, version, date.fromisoformat(line["valid_from"]), line["source"], _digest(folder, kind, version))


def current_terms(kind: str, *, language: str, on: date) -> Terms:
    """The version in force on a day, with its text. Raises NotFound for a kind that does not exist."""
    row = _in_force(on).get(kind)
    if row is None:
        raise NotFound("There is no such text.")
    return Terms(row.id, row.kind, row.version, row.valid_from, language, _blocks(row.kind, row.version, language))


def due_terms(user_id: UUID | None, *, on: date) -> list[DueTerms]:
    """What a person has to accept before going on: versions in force that they have not accepted. For visitors, what signing up takes."""
    accepted: set[UUID] = set()
    if user_id is not None:
        accepted = set(TermsAcceptance.objects.filter(user_id=user_id).values_list("terms_id", flat=True)[:100])
    return [DueTerms(row.kind, row.version) for kind, row in sorted(_in_force(on).items()) if row.id not in accepted]


def accepted_terms(user_id: UUID) -> list[tuple[str, str, str, datetime]]:
    """What a person has accepted: kind, version, language, when; newest first."""
    rows = TermsAcceptance.objects.filter(user_id=user_id).order_by("-accepted_at", "id")
    return list(rows.values_list("terms__kind", "terms__version", "language", "accepted_at")[:100])


def _in_force(on: date) -> dict[str, TermsVersion]:
    def load() -> dict[str, TermsVersion]:
        newest = TermsVersion.objects.filter(valid_from__lte=on).values("kind").annotate(day=Max("valid_from"))
        days = {row["kind"]: row["day"] for row in newest}
        return {row.kind: row for row in TermsVersion.objects.filter(kind__in=days) if row.valid_from == days[row.kind]}

    return remembered(("accounts.terms", on), load)


def _path(folder: Path, kind: str, version: str, language: str) -> Path:
    return folder / f"{TermsKind(kind).value}.{version}.{Language(language).value}.md"


def _digest(folder: Path, kind: str, version: str) -> str:
    digest = hashlib.sha256()
    for language in Language.values:
        digest.update(_path(folder, kind, version, language).read_bytes())
    return digest.hexdigest()


def _blocks(kind: str, version: str, language: str) -> tuple[Block, ...]:
    def load() -> tuple[Block, ...]:
        lines = _path(FOLDER, kind, version, language).read_text(encoding="utf-8").splitlines()
        return tuple(_block(line) for line in lines if line.strip())

    return remembered(("accounts.terms_text", kind, version, language), load)


def _block(line: str) -> Block:
    if line.startswith("# "):
        return Block("title", line[2:])
    if line.startswith("## "):
        return Block("heading", line[3:])
    if line.startswith("- "):
        return Block("item", line[2:])
    return Block("paragraph", line)
