"""Labelled JSONL: one JSON object a line with id, title, abstract, claims, ipc, cpc, lang and source (the name of the data set)."""

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from patents.ingest.cleaning import (
    MAX_ABSTRACT_CHARS,
    MAX_CLAIM_CHARS,
    MAX_CLAIMS,
    MAX_CLASSES,
    MAX_TITLE_CHARS,
    clean_text,
    read_language,
    read_symbol,
)
from patents.ingest.lines import Line, read_lines, too_long
from patents.ingest.port import BadRecord, BadRecordReason, ReadContext, bad_record
from patents.ingest.record import ClassMention, SourceRecord
from patents.numbers import try_parse

_READER = "labelled_jsonl/1"
# ST.3 keeps XX for entities that have no code; it stands for "the source does not name the office".
_UNKNOWN_OFFICE = "XX"
# Sets whose first symbol is the one that the office printed first. Others are sorted, sampled or merged.
_FIRST_IS_MAIN = frozenset({"uspto-latam", "uspto-latam-b", "uspto-ppubs-full", "uspto-ppubs-biblio", "patentscope-titles", "lens-titles"})
# Records without a number whose office is known from the description of the set.
_OFFICE_OF_SET = {"uspto-latam-b": "US"}
_SET_NAME = re.compile(r"^[A-Za-z0-9._-]{1,40}$")
_OPAQUE_ID = re.compile(r"^[A-Za-z0-9._:-]{1,60}$")


class LabelledJsonl:
    name = "labelled"
    label = "Labelled records (JSON lines)"

    def sniff(self, head: bytes, file_name: str) -> float:
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:20_000]
        if not start.startswith(b"{"):
            return 0.6 if start[:1] not in {b"<", b"#", b'"'} and re.search(r"\.jsonl(?:\.gz)?$", file_name) else 0.0
        first_line = re.split(rb"[\r\n]", start, maxsplit=1)[0]
        if b'"' not in first_line:
            # Broken from the first line on; the name is all there is to go by.
            return 0.6 if re.search(r"\.jsonl(?:\.gz)?$", file_name) else 0.0
        named = sum(f'"{field}"'.encode() in first_line for field in ("id", "title", "abstract", "ipc", "cpc", "source"))
        return 0.4 + 0.1 * named

    def read(self, stream: BinaryIO, context: ReadContext) -> Iterator[SourceRecord | BadRecord]:
        for line in read_lines(stream, context.max_record_bytes):
            if isinstance(line, BadRecord):
                yield line
            elif line.content is None:
                yield too_long(line, context.max_record_bytes)
            elif line.content.strip():
                yield _read_line(line)


IMPORTER = LabelledJsonl()


def _read_line(line: Line) -> SourceRecord | BadRecord:
    place, content = f"line {line.number}", line.content or b""
    try:
        fields = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        try:
            content.decode()
        except UnicodeDecodeError as encoding_error:
            detail = f"The line is not UTF-8 at byte {encoding_error.start}."
            return bad_record(place, BadRecordReason.WRONG_ENCODING, detail, content)
        return bad_record(place, BadRecordReason.NOT_JSON, f"The line is not JSON: {error}", content)
    if not isinstance(fields, dict):
        return bad_record(place, BadRecordReason.NOT_AN_OBJECT, "The line is JSON, but no object.", content)
    return _read_fields(fields, place, content)


def _read_fields(fields: dict[str, Any], place: str, content: bytes) -> SourceRecord | BadRecord:
    identifier = clean_text(fields.get("id"), 80)
    data_set = clean_text(fields.get("source"), 60) or "unnamed"
    if not identifier or not _SET_NAME.match(data_set):
        return bad_record(place, BadRecordReason.FIELD_NOT_READ, "The field id is missing, or source is no plain name.", content)
    number = try_parse(identifier)
    if number is None and not _OPAQUE_ID.match(identifier):
        return bad_record(
            place, BadRecordReason.NUMBER_NOT_READ, f"{identifier!r} is neither a publication number nor a plain id.", content
        )
    for field, kind in (("title", str), ("abstract", str), ("claims", list), ("ipc", list), ("cpc", list), ("lang", str)):
        if fields.get(field) is not None and not isinstance(fields[field], kind):
            return bad_record(place, BadRecordReason.FIELD_NOT_READ, f"The field {field} is of the wrong type.", content)
    office = number.office if number else _OFFICE_OF_SET.get(data_set, _UNKNOWN_OFFICE)
    language = read_language(fields.get("lang"), office)
    title = clean_text(fields.get("title"), MAX_TITLE_CHARS)
    abstract = clean_text(fields.get("abstract"), MAX_ABSTRACT_CHARS)
    claims = _claims(fields.get("claims"))
    if not (title or abstract or claims or number):
        return bad_record(place, BadRecordReason.NOTHING_SAID, "The record has neither a number nor a text.", content)
    classes, remarks = _classes(fields, data_set)
    return SourceRecord(
        source="labelled",
        source_key=f"{data_set}:{number.key if number else identifier}",
        reader=_READER,
        office=office,
        number=number.number if number else "",
        kind=number.kind if number else "",
        titles=((language, title),) if title else (),
        abstracts=((language, abstract),) if abstract else (),
        claims=((language, claims),) if claims else (),
        classes=classes,
        remarks=remarks,
    )


def _claims(value: list[object] | None) -> tuple[str, ...]:
    cleaned = (clean_text(claim, MAX_CLAIM_CHARS) for claim in (value or ())[:MAX_CLAIMS])
    return tuple(claim for claim in cleaned if claim)


def _classes(fields: dict[str, Any], data_set: str) -> tuple[tuple[ClassMention, ...], tuple[str, ...]]:
    mentions: dict[tuple[str, str], ClassMention] = {}
    remarks: list[str] = []
    for scheme in ("ipc", "cpc"):
        is_first = data_set in _FIRST_IS_MAIN
        for text in (fields.get(scheme) or ())[:MAX_CLASSES]:
            symbol = read_symbol(text)
            if symbol is None:
                remarks.append(f"{scheme}: {clean_text(str(text), 40)!r} is no symbol")
            elif (scheme, symbol) not in mentions:
                mentions[scheme, symbol] = ClassMention(scheme, symbol, is_first)
                is_first = False
    return tuple(mentions.values()), tuple(remarks[:20])
