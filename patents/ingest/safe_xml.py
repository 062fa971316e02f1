"""XML without its dangers: nothing is fetched, no entity is defined or expanded, depth and size are bounded by libxml2's own limits."""

import re
from typing import BinaryIO

from lxml import etree

from patents.ingest.cleaning import clean_text

_ENTITY_DEFINITION = re.compile(rb"<!\s*(?:ENTITY|ATTLIST|ELEMENT)")
_DOCTYPE = re.compile(rb"<!DOCTYPE")
# Formulas, tables and pictures are no running text; what stands in them would read as noise.
_BLOCKS = frozenset({"p", "br", "li", "heading", "claim-text"})
_LEFT_OUT = frozenset({"math", "maths", "tables", "table", "img", "chemistry", "figref-image"})


class EntitiesRefused(Exception):
    """The document defines entities or other declarations of its own; exchange files have no reason to."""


def refuse_definitions(document: bytes) -> None:
    """Raise `EntitiesRefused` when the document's own part of the DOCTYPE defines anything. UTF-16 is looked at as text of half width."""
    plain = document.replace(b"\x00", b"") if document.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in document[:64] else document
    if _DOCTYPE.search(plain) and _ENTITY_DEFINITION.search(plain):
        raise EntitiesRefused


def parse_document(document: bytes) -> etree._Element:
    """Parse one whole document; raises `EntitiesRefused` or `etree.XMLSyntaxError`."""
    refuse_definitions(document)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(document, parser)


def local_name(element: etree._Element) -> str:
    tag = element.tag
    return str(tag).rpartition("}")[2]


def element_text(element: etree._Element | None, limit: int) -> str:
    """The running text of an element, with formulas and tables left out; "" for None."""
    if element is None:
        return ""
    pieces: list[str] = []
    collected = 0
    stack: list[tuple[etree._Element, bool]] = [(element, False)]
    while stack and collected <= limit * 2:
        node, is_closed = stack.pop()
        if is_closed:
            pieces.append(node.tail or "")
            continue
        if node is not element:
            stack.append((node, True))
        if local_name(node) in _LEFT_OUT or not isinstance(node.tag, str):
            pieces.append(" ")
            continue
        text = f" {node.text or ''}" if local_name(node) in _BLOCKS else node.text or ""
        collected += len(text)
        pieces.append(text)
        stack.extend((child, False) for child in reversed(node))
    return clean_text("".join(pieces), limit)


def child_text(element: etree._Element | None, path: str, limit: int = 200) -> str:
    """Text of the first element at `path` ("{*}a/{*}b" style paths), or ""."""
    return "" if element is None else element_text(element.find(path), limit)


class BoundedReader:
    """A file object for incremental parsers which refuses definitions at the head and records that would not fit into memory."""

    def __init__(self, stream: BinaryIO, max_record_bytes: int) -> None:
        self._stream = stream
        self._max_record_bytes = max_record_bytes
        self._since_record = 0
        self._doctype_window = b""
        self.bytes_read = 0
        self.is_overlong = False

    def record_ended(self) -> None:
        self._since_record = 0

    def read(self, size: int = -1) -> bytes:
        if self.is_overlong:
            return b""
        block = self._stream.read(32 * 1024 if size < 0 else min(size, 32 * 1024))
        self.bytes_read += len(block)
        self._since_record += len(block)
        self._look_at_head(block)
        if self._since_record > self._max_record_bytes:
            self.is_overlong = True
            return b""
        return block

    def _look_at_head(self, block: bytes) -> None:
        # A DOCTYPE stands before the root element; its own definitions may come block by block.
        if self.bytes_read <= 1024 * 1024 or self._doctype_window:
            self._doctype_window = (self._doctype_window + block)[-64 * 1024 :] if self.bytes_read <= 1024 * 1024 else b""
            refuse_definitions(self._doctype_window)
