"""What one source says about one publication, in one shape for every format."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson

from patents.numbers import PublicationNumber


@dataclass(frozen=True, slots=True)
class PriorityClaim:
    """`key` is the canonical application number (office, number, kind), "" where it could not be read; `text` is what the source wrote."""

    office: str
    text: str
    key: str
    priority_date: date | None


@dataclass(frozen=True, slots=True)
class Party:
    role: str
    name: str
    country: str = ""


@dataclass(frozen=True, slots=True)
class ClassMention:
    """`is_first` only where the source's order says which class is the main one."""

    scheme: str
    symbol: str
    is_first: bool = False


@dataclass(frozen=True, slots=True)
class CitationMention:
    """`ref` is the compact publication number of the cited document, "" where it could not be read."""

    text: str
    ref: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class StatusMention:
    """`state` is a value of `patents.enums.LegalState`; only said by sources that state a legal status with a day."""

    state: str
    as_of_date: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One statement of one source. (`source`, `source_key`) names it for good; a new content under the same name replaces the old one.

    Everything that the source does not say is empty or None: "unknown" is never filled with a guess.
    `reader` names the importer and the version of its reading, so that a changed reader is told from a changed file.
    """

    source: str
    source_key: str
    reader: str
    office: str
    number: str = ""
    kind: str = ""
    publication_date: date | None = None
    application_text: str = ""
    application_key: str = ""
    filing_date: date | None = None
    original_language: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    abstracts: tuple[tuple[str, str], ...] = ()
    claims: tuple[tuple[str, tuple[str, ...]], ...] = ()
    priorities: tuple[PriorityClaim, ...] = ()
    parties: tuple[Party, ...] = ()
    classes: tuple[ClassMention, ...] = ()
    citations: tuple[CitationMention, ...] = ()
    statuses: tuple[StatusMention, ...] = ()
    family_hints: tuple[str, ...] = ()
    original_link: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def publication(self) -> PublicationNumber | None:
        return PublicationNumber(self.office, self.number, self.kind) if self.number else None

    def to_json(self) -> dict[str, Any]:
        """Plain values in a fixed order of fields; what is empty is left out, so that a new field changes no stored hash."""
        full: dict[str, Any] = {
            "source": self.source,
            "source_key": self.source_key,
            "reader": self.reader,
            "office": self.office,
            "number": self.number,
            "kind": self.kind,
            "publication_date": _day(self.publication_date),
            "application_text": self.application_text,
            "application_key": self.application_key,
            "filing_date": _day(self.filing_date),
            "original_language": self.original_language,
            "titles": [list(pair) for pair in self.titles],
            "abstracts": [list(pair) for pair in self.abstracts],
            "claims": [[language, list(claims)] for language, claims in self.claims],
            "priorities": [[claim.office, claim.text, claim.key, _day(claim.priority_date)] for claim in self.priorities],
            "parties": [[party.role, party.name, party.country] for party in self.parties],
            "classes": [[mention.scheme, mention.symbol, mention.is_first] for mention in self.classes],
            "citations": [[mention.text, mention.ref, mention.category] for mention in self.citations],
            "statuses": [[mention.state, mention.as_of_date.isoformat(), mention.note] for mention in self.statuses],
            "family_hints": list(self.family_hints),
            "original_link": self.original_link,
            "remarks": list(self.remarks),
        }
        return {name: value for name, value in full.items() if value not in ("", None, [])}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "SourceRecord":
        """The inverse of `to_json`."""
        read = content.get
        return cls(
            source=content["source"],
            source_key=content["source_key"],
            reader=content["reader"],
            office=content["office"],
            number=read("number", ""),
            kind=read("kind", ""),
            publication_date=_read_day(read("publication_date")),
            application_text=read("application_text", ""),
            application_key=read("application_key", ""),
            filing_date=_read_day(read("filing_date")),
            original_language=read("original_language", ""),
            titles=tuple((language, text) for language, text in read("titles", ())),
            abstracts=tuple((language, text) for language, text in read("abstracts", ())),
            claims=tuple((language, tuple(claims)) for language, claims in read("claims", ())),
            priorities=tuple(PriorityClaim(office, text, key, _read_day(day)) for office, text, key, day in read("priorities", ())),
            parties=tuple(Party(*party) for party in read("parties", ())),
            classes=tuple(ClassMention(*mention) for mention in read("classes", ())),
            citations=tuple(CitationMention(*mention) for mention in read("citations", ())),
            statuses=tuple(StatusMention(state, date.fromisoformat(day), note) for state, day, note in read("statuses", ())),
            family_hints=tuple(read("family_hints", ())),
            original_link=read("original_link", ""),
            remarks=tuple(read("remarks", ())),
        )

    @property
    def content_sha256(self) -> str:
        return content_hash(self.to_json())


def content_hash(content: Mapping[str, Any]) -> str:
    """Hash of a record's plain form; the same for the same content whatever the order of keys."""
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
