"""The importer port. A new format is one file in `patents/ingest/formats/` with a module-level `IMPORTER`; nothing else changes.

The contract, which tests/contracts/importers/ holds every format to:

* `sniff` looks at the first bytes and the file's name and says how sure it is (0 to 1) that the file is of this format. It never raises.
* `read` is a generator over a binary stream: records in the order of the file, and a `BadRecord` for each piece that could not be read,
  while the rest goes on. It raises nothing for bad input, keeps no more than one record in memory, and gives the same answers for the
  same bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from patents.ingest.record import SourceRecord

MAX_EXCERPT_CHARS = 200
MAX_DETAIL_CHARS = 400


class BadRecordReason(StrEnum):
    NOT_JSON = "not_json"
    NOT_AN_OBJECT = "not_an_object"
    RECORD_TOO_LONG = "record_too_long"
    WRONG_ENCODING = "wrong_encoding"
    FIELD_NOT_READ = "field_not_read"
    NUMBER_NOT_READ = "number_not_read"
    NOTHING_SAID = "nothing_said"
    REPEATED_DIFFERENTLY = "repeated_differently"
    COLUMNS_MISSING = "columns_missing"
    ROW_NOT_READ = "row_not_read"
    XML_NOT_WELL_FORMED = "xml_not_well_formed"
    XML_ENTITIES_REFUSED = "xml_entities_refused"
    XML_WITHOUT_RECORD = "xml_without_record"
    FILE_DAMAGED = "file_damaged"
    FILE_TOO_LARGE = "file_too_large"


@dataclass(frozen=True, slots=True)
class BadRecord:
    """A piece of a file that could not be read: where ("line 12", "document 3, byte 1234"), why, and how it begins."""

    place: str
    reason: BadRecordReason
    detail: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a reader may know beside the bytes. `max_record_bytes` bounds the memory that one record may take while it is read."""

    file_name: str = ""
    max_record_bytes: int = 4 * 1024 * 1024
    max_document_bytes: int = 16 * 1024 * 1024


class Importer(Protocol):
    @property
    def name(self) -> str:
        """Short name for `--source`."""

    @property
    def label(self) -> str:
        """What people read in a list of formats."""

    def sniff(self, head: bytes, file_name: str) -> float: ...

    def read(self, stream: BinaryIO, context: ReadContext) -> Iterator[SourceRecord | BadRecord]: ...


def bad_record(place: str, reason: BadRecordReason, detail: str, excerpt: bytes | str = b"") -> BadRecord:
    """A `BadRecord` whose texts are cut to the port's bounds and free of control characters."""
    text = excerpt[: 4 * MAX_EXCERPT_CHARS].decode("utf-8", "replace") if isinstance(excerpt, bytes) else excerpt[:MAX_EXCERPT_CHARS]
    printable = "".join(char if char.isprintable() else " " for char in text)
    clean_detail = "".join(char if char.isprintable() else " " for char in detail[:MAX_DETAIL_CHARS])
    return BadRecord(place=place, reason=reason, detail=clean_detail, excerpt=printable.strip()[:MAX_EXCERPT_CHARS])
