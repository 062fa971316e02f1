"""Lines of a byte stream, however long and however they end, in bounded memory."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from patents.ingest.opening import SourceDamaged
from patents.ingest.port import BadRecord, BadRecordReason, bad_record

_BLOCK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `content` is None when the line was longer than the bound, then `excerpt` is its beginning."""

    number: int
    content: bytes | None
    excerpt: bytes = b""


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """The stream as UTF-8 bytes in blocks: a UTF-8 mark is dropped, UTF-16 with a mark is converted. Raises `SourceDamaged`."""
    first = stream.read(_BLOCK_BYTES)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
        block = first
        while block:
            yield decoder.decode(block).encode()
            block = stream.read(_BLOCK_BYTES)
        return
    first = first.removeprefix(codecs.BOM_UTF8)
    while first:
        yield first
        first = stream.read(_BLOCK_BYTES)


def read_lines(stream: BinaryIO, max_bytes: int) -> Iterator[Line | BadRecord]:
    """Lines that end in LF, CR LF or CR. A line over `max_bytes` is passed over without being kept.

    A damaged stream ends in one `BadRecord` instead of an exception, so that what came before it stands.
    """
    number = 0
    pending = b""
    excerpt = b""
    is_overlong = False
    ended_with_cr = False
    incoming = blocks(stream)
    while True:
        try:
            block = next(incoming, None)
        except SourceDamaged as error:
            yield bad_record(f"after line {number}", error.reason, error.message)
            return
        if block is None:
            break
        if ended_with_cr and block.startswith(b"\n"):
            block = block[1:]
        ended_with_cr = block.endswith(b"\r")
        pieces = _split(block)
        for piece in pieces[:-1]:
            number += 1
            whole = pending + piece
            if is_overlong or len(whole) > max_bytes:
                yield Line(number, None, excerpt or whole[:800])
            else:
                yield Line(number, whole)
            pending, excerpt, is_overlong = b"", b"", False
        tail = pieces[-1]
        if is_overlong:
            continue
        pending += tail
        if len(pending) > max_bytes:
            excerpt, pending, is_overlong = pending[:800], b"", True
    if is_overlong:
        yield Line(number + 1, None, excerpt)
    elif pending:
        yield Line(number + 1, pending)


def _split(block: bytes) -> list[bytes]:
    if b"\r" not in block:
        return block.split(b"\n")
    return block.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")


def too_long(line: Line, max_bytes: int) -> BadRecord:
    return bad_record(
        f"line {line.number}",
        BadRecordReason.RECORD_TOO_LONG,
        f"The line is longer than {max_bytes:,} bytes and was passed over.",
        line.excerpt,
    )
