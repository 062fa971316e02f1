"""EPO OPS replies: exchange-documents (bibliography, abstract, full cycle) and claims in full text; several documents a file."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO, cast

from lxml import etree

from patents.application_numbers import ApplicationNumber, Form, try_read_application
from patents.ingest.cleaning import (
    MAX_ABSTRACT_CHARS,
    MAX_CITATIONS,
    MAX_CLAIM_CHARS,
    MAX_CLAIMS,
    MAX_NAME_CHARS,
    MAX_PARTIES,
    MAX_PRIORITIES,
    MAX_TITLE_CHARS,
    clean_text,
    read_date,
    read_language,
    read_symbol,
)
from patents.ingest.opening import SourceDamaged
from patents.ingest.port import BadRecord, BadRecordReason, ReadContext, bad_record
from patents.ingest.record import CitationMention, ClassMention, Party, PriorityClaim, SourceRecord
from patents.ingest.safe_xml import BoundedReader, EntitiesRefused, child_text, element_text
from patents.numbers import NumberNotRead, PublicationNumber, parse, try_parse

_READER = "epo_ops_xml/1"
_EXCHANGE = "{http://www.epo.org/exchange}exchange-document"
_FULL_TEXT = "{http://www.epo.org/fulltext}fulltext-document"
_NAME_AND_COUNTRY = re.compile(r"^(.*?)\s*\[([A-Z]{2})\]$")


class EpoOpsXml:
    name = "epo-ops"
    label = "EPO OPS exchange documents (XML)"

    def sniff(self, head: bytes, file_name: str) -> float:
        # The weekly DOCDB files use the same namespace in another way; they are a format of their own.
        if b"world-patent-data" not in head[:4000]:
            return 0.0
        return 0.95 if b"http://ops.epo.org" in head[:4000] else 0.7

    def read(self, stream: BinaryIO, context: ReadContext) -> Iterator[SourceRecord | BadRecord]:
        reader = BoundedReader(stream, context.max_document_bytes)
        ordinal = 0
        try:
            events = etree.iterparse(
                # lxml needs nothing of a file but read().
                cast("Any", reader),
                events=("end",),
                tag=(_EXCHANGE, _FULL_TEXT),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for _event, element in events:
                ordinal += 1
                place = f"document {ordinal}, line {element.sourceline}"
                yield _read_full_text(element, place) if element.tag == _FULL_TEXT else _read_exchange(element, place)
                _forget(element)
                reader.record_ended()
        except EntitiesRefused:
            detail = "The file defines entities of its own; such files are refused."
            yield bad_record(f"after document {ordinal}", BadRecordReason.XML_ENTITIES_REFUSED, detail)
        except SourceDamaged as error:
            yield bad_record(f"after document {ordinal}", error.reason, error.message)
        except etree.XMLSyntaxError as error:
            yield _broken(error, ordinal, reader, context)
        else:
            if ordinal == 0:
                detail = "The file holds no bibliographic record (search lists, legal events, families and pictures are not read here)."
                yield bad_record("whole file", BadRecordReason.XML_WITHOUT_RECORD, detail)


IMPORTER = EpoOpsXml()


def _broken(error: etree.XMLSyntaxError, ordinal: int, reader: BoundedReader, context: ReadContext) -> BadRecord:
    place = f"after document {ordinal}, byte {reader.bytes_read}"
    if reader.is_overlong:
        detail = f"The document is longer than {context.max_document_bytes:,} bytes; reading stopped there."
        return bad_record(place, BadRecordReason.RECORD_TOO_LONG, detail)
    return bad_record(place, BadRecordReason.XML_NOT_WELL_FORMED, f"The file is not well-formed XML from here on: {error.msg}")


def _forget(element: etree._Element) -> None:
    """Free what was read: the element's content and everything before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _read_exchange(element: etree._Element, place: str) -> SourceRecord | BadRecord:
    excerpt = " ".join(element.get(name, "") for name in ("country", "doc-number", "kind", "status")).strip()
    bibliography = element.find("{*}bibliographic-data")
    if bibliography is None:
        return bad_record(place, BadRecordReason.XML_WITHOUT_RECORD, f"The document {excerpt!r} has no bibliographic data.", excerpt)
    try:
        publication = parse(f"{element.get('country', '')}{element.get('doc-number', '')}{element.get('kind', '')}")
    except NumberNotRead as error:
        return bad_record(place, BadRecordReason.NUMBER_NOT_READ, f"The number {excerpt!r} cannot be read ({error.code.value}).", excerpt)
    application, filed, application_text = _application(bibliography)
    titles = _texts(bibliography.findall("{*}invention-title"), MAX_TITLE_CHARS, publication.office)
    abstracts = _texts(element.findall("{*}abstract"), MAX_ABSTRACT_CHARS, publication.office)
    parts = [name for name, is_there in (("biblio", bool(titles or application)), ("abstract", bool(abstracts))) if is_there]
    family_id = clean_text(element.get("family-id", ""), 20)
    return SourceRecord(
        source="epo-ops",
        # One reply may hold the bibliography, another the abstract: each kind of statement replaces only its own kind.
        source_key=f"{publication.key}:{'+'.join(parts) or 'number'}",
        reader=_READER,
        office=publication.office,
        number=publication.number,
        kind=publication.kind,
        publication_date=_first_date(bibliography.find("{*}publication-reference")),
        application_text=application_text,
        application_key=application.key if application else "",
        filing_date=filed,
        titles=titles,
        abstracts=abstracts,
        priorities=_priorities(bibliography),
        parties=_parties(bibliography),
        classes=_classes(bibliography),
        citations=_citations(bibliography),
        family_hints=(f"epo:{family_id}",) if family_id else (),
    )


def _read_full_text(element: etree._Element, place: str) -> SourceRecord | BadRecord:
    publication = _docdb_publication(element.find("{*}bibliographic-data/{*}publication-reference"))
    if publication is None:
        return bad_record(place, BadRecordReason.NUMBER_NOT_READ, "The full text names no publication that can be read.")
    claims: dict[str, tuple[str, ...]] = {}
    for node in element.findall("{*}claims"):
        language = read_language(node.get("lang"), publication.office)
        texts = [line for claim in node.iter("{*}claim-text") for line in _claim_lines("".join(str(piece) for piece in claim.itertext()))]
        claims[language] = tuple(text for text in (clean_text(line, MAX_CLAIM_CHARS) for line in texts[:MAX_CLAIMS]) if text)
    if not any(claims.values()):
        detail = f"The full text of {publication.key} holds no claims; descriptions are not read."
        return bad_record(place, BadRecordReason.XML_WITHOUT_RECORD, detail, publication.key)
    return SourceRecord(
        source="epo-ops",
        source_key=f"{publication.key}:claims",
        reader=_READER,
        office=publication.office,
        number=publication.number,
        kind=publication.kind,
        claims=tuple(sorted(claims.items())),
    )


def _claim_lines(text: str) -> list[str]:
    """One text may hold all claims, a line each ("1. A method …"), under a heading."""
    lines = re.split(r"\n(?=\s*[0-9]{1,3}\s*\. )", text)
    return lines[1:] if len(lines) > 1 and re.fullmatch(r"\s*claims?:?\s*", lines[0], re.IGNORECASE) else lines


def _documents(reference: etree._Element | None) -> dict[str, etree._Element]:
    """The document-id elements by their type; docdb where a reference has one without a type."""
    nodes = reference.findall("{*}document-id") if reference is not None else []
    return {node.get("document-id-type", "docdb"): node for node in reversed(nodes)}


def _docdb_publication(reference: etree._Element | None) -> PublicationNumber | None:
    document = _documents(reference).get("docdb")
    return try_parse("".join(child_text(document, f"{{*}}{tag}", 20) for tag in ("country", "doc-number", "kind")))


def _first_date(reference: etree._Element | None) -> date | None:
    days = (read_date(child_text(node, "{*}date")) for node in _documents(reference).values())
    return min((day for day in days if day), default=None)


def _read_reference(reference: etree._Element | None) -> tuple[ApplicationNumber | None, str, date | None]:
    """The application number of a reference, from its docdb or else its epodoc form; the text as written; the day."""
    documents, day = _documents(reference), _first_date(reference)
    forms: tuple[Form, ...] = ("docdb", "epodoc")
    for form in forms:
        node = documents.get(form)
        text = child_text(node, "{*}doc-number", 30)
        office = child_text(node, "{*}country", 2) or text[:2]
        number = try_read_application(office, text, child_text(node, "{*}kind", 2), filed=day, form=form) if text else None
        if number is not None:
            return number, text, day
    return None, child_text(documents.get("original"), "{*}doc-number", 30), day


def _application(bibliography: etree._Element) -> tuple[ApplicationNumber | None, date | None, str]:
    number, text, day = _read_reference(bibliography.find("{*}application-reference"))
    return number, day, text


def _priorities(bibliography: etree._Element) -> tuple[PriorityClaim, ...]:
    found: list[PriorityClaim] = []
    for node in bibliography.findall("{*}priority-claims/{*}priority-claim")[:MAX_PRIORITIES]:
        number, text, day = _read_reference(node)
        if number is not None:
            found.append(PriorityClaim(number.office, text, number.key, day))
    return tuple(dict.fromkeys(found))


def _texts(nodes: list[etree._Element], limit: int, office: str) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for node in nodes:
        text = element_text(node, limit)
        if text:
            found.setdefault(read_language(node.get("lang"), office), text)
    return tuple(sorted(found.items()))


def _parties(bibliography: etree._Element) -> tuple[Party, ...]:
    """Names as printed ("original") with the country that only the epodoc form carries, matched by their sequence."""
    found: list[Party] = []
    for role, path in (("applicant", "{*}parties/{*}applicants/{*}applicant"), ("inventor", "{*}parties/{*}inventors/{*}inventor")):
        by_sequence: dict[str, dict[str, str]] = {}
        for node in bibliography.findall(path)[: 2 * MAX_PARTIES]:
            name = element_text(node, MAX_NAME_CHARS).rstrip(",;")
            if name:
                by_sequence.setdefault(node.get("sequence", ""), {})[node.get("data-format", "original")] = name
        for forms in by_sequence.values():
            match = _NAME_AND_COUNTRY.match(forms.get("epodoc", ""))
            name = forms.get("original") or (match.group(1) if match else forms.get("epodoc", ""))
            if name:
                found.append(Party(role, name, match.group(2) if match else ""))
    return tuple(dict.fromkeys(found))[:MAX_PARTIES]


def _classes(bibliography: etree._Element) -> tuple[ClassMention, ...]:
    """IPC and CPC symbols. OPS sorts them, so that none can be called the first."""
    symbols: dict[tuple[str, str], None] = {}
    texts = [child_text(node, "{*}text", 60) for node in bibliography.findall("{*}classifications-ipcr/{*}classification-ipcr")]
    if not texts:
        texts = [element_text(node, 60) for node in bibliography.findall("{*}classification-ipc/{*}text")]
    for text in texts:
        if symbol := read_symbol(text):
            symbols["ipc", symbol] = None
    for node in bibliography.findall("{*}patent-classifications/{*}patent-classification"):
        scheme = node.find("{*}classification-scheme")
        if scheme is not None and scheme.get("scheme", "").startswith("CPC"):
            parts = [child_text(node, f"{{*}}{tag}", 8) for tag in ("section", "class", "subclass", "main-group", "subgroup")]
            symbol = read_symbol(
                f"{parts[0]}{parts[1]}{parts[2]} {parts[3]}/{parts[4]}" if parts[0] else child_text(node, "{*}classification-symbol")
            )
            if symbol:
                symbols["cpc", symbol] = None
    return tuple(ClassMention(scheme, symbol) for scheme, symbol in symbols)


def _citations(bibliography: etree._Element) -> tuple[CitationMention, ...]:
    found: list[CitationMention] = []
    for node in bibliography.findall("{*}references-cited/{*}citation")[:MAX_CITATIONS]:
        category = clean_text(child_text(node, "{*}category", 8), 8)
        patent = node.find("{*}patcit")
        if patent is not None:
            cited = _docdb_publication(patent) or try_parse(child_text(_documents(patent).get("epodoc"), "{*}doc-number", 40))
            text = cited.key if cited else element_text(patent, 200)
        else:
            cited, text = None, element_text(node.find("{*}nplcit"), 1_000)
        if text:
            found.append(CitationMention(text, cited.key if cited else "", category))
    return tuple(dict.fromkeys(found))
