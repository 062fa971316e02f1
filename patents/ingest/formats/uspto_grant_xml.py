"""USPTO grant XML v4.x and application XML v4.x: single documents and weekly files of many documents one after another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from lxml import etree

from patents.application_numbers import try_read_application
from patents.ingest.cleaning import (
    MAX_ABSTRACT_CHARS,
    MAX_CITATIONS,
    MAX_CLAIM_CHARS,
    MAX_CLAIMS,
    MAX_NAME_CHARS,
    MAX_PARTIES,
    MAX_PRIORITIES,
    MAX_TITLE_CHARS,
    read_country,
    read_date,
    read_symbol,
)
from patents.ingest.opening import SourceDamaged
from patents.ingest.port import BadRecord, BadRecordReason, ReadContext, bad_record
from patents.ingest.record import CitationMention, ClassMention, Party, PriorityClaim, SourceRecord
from patents.ingest.safe_xml import EntitiesRefused, child_text, element_text, local_name, parse_document
from patents.numbers import NumberNotRead, PublicationNumber, parse, try_parse

_READER = "uspto_grant_xml/1"
_DECLARATION = b"<?xml "
_ROOTS = frozenset({"us-patent-grant", "us-patent-application"})
_BLOCK_BYTES = 256 * 1024


class UsptoGrantXml:
    name = "uspto-xml"
    label = "USPTO grant and application XML (v4.x)"

    def sniff(self, head: bytes, file_name: str) -> float:
        if re.search(rb"<us-patent-(?:grant|application)[\s>]", head) or re.search(rb"<!DOCTYPE\s+us-patent-(?:grant|application)\b", head):
            return 0.95
        return 0.0

    def read(self, stream: BinaryIO, context: ReadContext) -> Iterator[SourceRecord | BadRecord]:
        for piece in split_documents(stream, context.max_document_bytes):
            yield piece if isinstance(piece, BadRecord) else _read_document(piece)


IMPORTER = UsptoGrantXml()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a concatenated file: its ordinal from 1, the byte where it begins, its bytes."""

    ordinal: int
    offset: int
    content: bytes

    @property
    def place(self) -> str:
        return f"document {self.ordinal}, byte {self.offset}"


def split_documents(stream: BinaryIO, max_bytes: int) -> Iterator[Document | BadRecord]:
    """Cut a stream at each XML declaration.

    A document over `max_bytes` is passed over; a damaged end is reported, and what came before it stands.
    """
    buffer, offset, ordinal, is_overlong = b"", 0, 0, False
    damage: BadRecord | None = None
    while True:
        try:
            block = stream.read(_BLOCK_BYTES)
        except SourceDamaged as error:
            damage, block = bad_record(f"byte {offset + len(buffer)}", error.reason, error.message), b""
        search_from = max(len(buffer) - len(_DECLARATION), 1)
        buffer += block
        while (cut := buffer.find(_DECLARATION, search_from)) > 0 or (not block and buffer):
            content, rest = (buffer[:cut], buffer[cut:]) if cut > 0 else (buffer, b"")
            if content.strip() or is_overlong:
                ordinal += 1
                yield _overlong(ordinal, offset, max_bytes, content) if is_overlong else Document(ordinal, offset, content.strip())
            offset += len(content)
            buffer, is_overlong, search_from = rest, False, 1
        if not block:
            break
        if len(buffer) > max_bytes:
            # Only the last bytes can be the beginning of the next declaration.
            keep = len(_DECLARATION)
            offset, buffer, is_overlong = offset + len(buffer) - keep, b"\n" + buffer[-keep + 1 :], True
    if damage is not None:
        yield damage


def _overlong(ordinal: int, offset: int, max_bytes: int, content: bytes) -> BadRecord:
    detail = f"The document is longer than {max_bytes:,} bytes and was passed over."
    return bad_record(f"document {ordinal}, before byte {offset + len(content)}", BadRecordReason.RECORD_TOO_LONG, detail)


def _read_document(document: Document) -> SourceRecord | BadRecord:
    place, content = document.place, document.content
    try:
        root = parse_document(content)
    except EntitiesRefused:
        return bad_record(
            place, BadRecordReason.XML_ENTITIES_REFUSED, "The document defines entities of its own; such files are refused.", content
        )
    except (etree.XMLSyntaxError, ValueError) as error:
        return bad_record(place, BadRecordReason.XML_NOT_WELL_FORMED, f"The document is not well-formed XML: {error}", content)
    if local_name(root) not in _ROOTS:
        detail = f"The root element is {local_name(root)[:60]!r}, not us-patent-grant or us-patent-application."
        return bad_record(place, BadRecordReason.XML_WITHOUT_RECORD, detail, content)
    bibliography = next((child for child in root if local_name(child).startswith("us-bibliographic-data")), None)
    reference = bibliography.find("publication-reference/document-id") if bibliography is not None else None
    if bibliography is None or reference is None:
        return bad_record(place, BadRecordReason.XML_WITHOUT_RECORD, "The document has no publication reference.", content)
    office, number, kind = (child_text(reference, tag, 40) for tag in ("country", "doc-number", "kind"))
    try:
        publication = parse(f"{office or 'US'}{number}{kind}")
    except NumberNotRead as error:
        detail = f"The number {office} {number} {kind} cannot be read ({error.code.value})."
        return bad_record(place, BadRecordReason.NUMBER_NOT_READ, detail, content)
    return _record(root, bibliography, publication, read_date(child_text(reference, "date")))


def _record(root: etree._Element, bibliography: etree._Element, publication: PublicationNumber, published: date | None) -> SourceRecord:
    application = bibliography.find("application-reference/document-id")
    filed = read_date(child_text(application, "date"))
    application_text = child_text(application, "doc-number", 30)
    application_number = try_read_application(child_text(application, "country", 2) or "US", application_text, "", filed=filed)
    language = (root.get("lang") or "").lower()[:2]
    title = element_text(bibliography.find("invention-title"), MAX_TITLE_CHARS)
    abstract = element_text(_first_abstract(root), MAX_ABSTRACT_CHARS)
    claims = tuple(claim for claim in (element_text(node, MAX_CLAIM_CHARS) for node in root.findall("claims/claim")[:MAX_CLAIMS]) if claim)
    return SourceRecord(
        source="uspto-xml",
        source_key=publication.key,
        reader=_READER,
        office=publication.office,
        number=publication.number,
        kind=publication.kind,
        publication_date=published,
        application_text=application_text,
        application_key=application_number.key if application_number else "",
        filing_date=filed,
        original_language=language,
        titles=((language, title),) if title else (),
        abstracts=((language, abstract),) if abstract else (),
        claims=((language, claims),) if claims else (),
        priorities=_priorities(bibliography),
        parties=_parties(bibliography),
        classes=_classes(bibliography),
        citations=_citations(bibliography),
    )


def _first_abstract(root: etree._Element) -> etree._Element | None:
    return next((node for node in root.findall("abstract") if node.get("abstract-source") is None), None)


def _priorities(bibliography: etree._Element) -> tuple[PriorityClaim, ...]:
    claims: list[PriorityClaim] = []
    for node in bibliography.findall("priority-claims/priority-claim")[:MAX_PRIORITIES]:
        office, text = read_country(child_text(node, "country", 2)), child_text(node, "doc-number", 30)
        day = read_date(child_text(node, "date"))
        number = try_read_application(office, text, "W" if text.startswith("PCT") else "", filed=day)
        if office and text:
            claims.append(PriorityClaim(office, text, number.key if number else "", day))
    for node in bibliography.findall("us-related-documents/us-provisional-application/document-id")[:MAX_PRIORITIES]:
        office, text, day = child_text(node, "country", 2) or "US", child_text(node, "doc-number", 30), read_date(child_text(node, "date"))
        number = try_read_application(office, text, "", filed=day)
        if text:
            claims.append(PriorityClaim(office, text, number.key if number else "", day))
    for node in bibliography.findall("us-related-documents//parent-doc/document-id")[:MAX_PRIORITIES]:
        office, text, day = child_text(node, "country", 2) or "US", child_text(node, "doc-number", 30), read_date(child_text(node, "date"))
        kind = "W" if text.startswith("PCT") else ""
        digits = re.sub(r"^PCT/?[A-Z]{2}", "", text)
        number = try_read_application(text[4:6] if kind and text.startswith("PCT/") else office, digits, kind, filed=day)
        if text:
            claims.append(PriorityClaim(number.office if number else office, text, number.key if number else "", day))
    return tuple(dict.fromkeys(claims))


def _parties(bibliography: etree._Element) -> tuple[Party, ...]:
    """Applicants, inventors, owners (assignees) and agents. Until 2012 inventors stood among the applicants with a mark."""
    found: list[Party] = []
    parents = [node for name in ("us-parties", "parties") for node in bibliography.findall(name)]
    for parent in parents:
        for node in parent.findall("us-applicants/us-applicant") + parent.findall("applicants/applicant"):
            party = _party(node, "applicant")
            if party and "inventor" in (node.get("app-type") or ""):
                found.append(Party("inventor", party.name, party.country))
            if party:
                found.append(party)
        found.extend(party for node in parent.findall("inventors/inventor") if (party := _party(node, "inventor")))
        found.extend(party for node in parent.findall("agents/agent") if (party := _party(node, "agent")))
    found.extend(party for node in bibliography.findall("assignees/assignee") if (party := _party(node, "owner")))
    return tuple(dict.fromkeys(found))[:MAX_PARTIES]


def _party(node: etree._Element, role: str) -> Party | None:
    book = node.find("addressbook")
    book = node if book is None else book
    name = child_text(book, "orgname", MAX_NAME_CHARS)
    if not name:
        name = ", ".join(part for part in (child_text(book, tag, 190) for tag in ("last-name", "first-name")) if part)
    country = read_country(child_text(book, "address/country", 2)) or read_country(child_text(node, "residence/country", 2))
    return Party(role, name, country) if name else None


def _classes(bibliography: etree._Element) -> tuple[ClassMention, ...]:
    mentions: dict[tuple[str, str], ClassMention] = {}
    for scheme, path in (("ipc", "classifications-ipcr/classification-ipcr"), ("cpc", "classifications-cpc//classification-cpc")):
        for position, node in enumerate(bibliography.findall(path)):
            parts = [child_text(node, tag, 8) for tag in ("section", "class", "subclass", "main-group", "subgroup")]
            symbol = read_symbol(f"{parts[0]}{parts[1]}{parts[2]} {parts[3]}/{parts[4]}")
            if symbol:
                mentions.setdefault((scheme, symbol), ClassMention(scheme, symbol, position == 0))
    old = bibliography.find("classification-ipc")
    if old is not None and not any(scheme == "ipc" for scheme, _ in mentions):
        texts = [child_text(old, "main-classification"), *(element_text(node, 40) for node in old.findall("further-classification"))]
        for position, text in enumerate(texts):
            symbol = read_symbol(text)
            if symbol:
                mentions.setdefault(("ipc", symbol), ClassMention("ipc", symbol, position == 0))
    return tuple(mentions.values())


def _citations(bibliography: etree._Element) -> tuple[CitationMention, ...]:
    found: list[CitationMention] = []
    nodes = bibliography.findall("us-references-cited/us-citation") + bibliography.findall("references-cited/citation")
    for node in nodes[:MAX_CITATIONS]:
        document = node.find("patcit/document-id")
        if document is None:
            text, ref = element_text(node.find("nplcit/othercit"), 1_000), ""
        else:
            office, number, kind = (child_text(document, tag, 40) for tag in ("country", "doc-number", "kind"))
            text = " ".join(part for part in (office, number, kind) if part)
            cited = try_parse(f"{office}{number}{kind}"[:64]) or try_parse(f"{office}{number}"[:64])
            ref = cited.key if cited else ""
        if text:
            found.append(CitationMention(text, ref, ""))
    return tuple(dict.fromkeys(found))
