"""From a file on disk to a bounded binary stream of plain bytes: compression, size and hash, before any format looks at it."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from patents.ingest.port import BadRecordReason

HEAD_BYTES = 64 * 1024
_BLOCK_BYTES = 1024 * 1024
MAX_UNPACKED_BYTES = 32 * 1024**3
# Text of patents packs about 4 to 30 times; nothing real comes near 200. Small files may (a run of equal lines), hence the allowance.
MAX_UNPACKED_RATIO = 200
RATIO_ALLOWANCE_BYTES = 64 * 1024 * 1024
_GZIP_MAGIC = b"\x1f\x8b"
_REFUSED_BEGINNINGS = {
    b"PK\x03\x04": "This is a zip archive (or a spreadsheet). Unpack it and import the files in it.",
    b"\xd0\xcf\x11\xe0": "This is an old Office document. Save it as CSV and import that.",
    b"%PDF": "This is a PDF document, not an exchange file.",
    b"BZh": "This is a bzip2 archive. Unpack it and import the file in it.",
    b"\xfd7zXZ": "This is an xz archive. Unpack it and import the file in it.",
    b"7z\xbc\xaf": "This is a 7-Zip archive. Unpack it and import the files in it.",
}


class SourceNotReadable(Exception):
    """The file as a whole cannot be read; the message is one sentence for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SourceDamaged(Exception):
    """Reading broke off inside the file. What was read before it stands."""

    def __init__(self, reason: BadRecordReason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


class OpenedSource:
    """A plain byte stream with what is known about its file. `bytes_consumed` counts bytes of the file itself, for progress."""

    def __init__(self, *, stream: BinaryIO, file: BinaryIO, file_name: str, size_bytes: int, sha256: str, head: bytes) -> None:
        self.stream = stream
        self.file_name = file_name
        self.size_bytes = size_bytes
        self.sha256 = sha256
        self.head = head
        self._file = file

    @property
    def bytes_consumed(self) -> int:
        return min(self._file.tell(), self.size_bytes)


class BoundedGzip(io.RawIOBase):
    """Unpacks a gzip stream and stops where no honest file goes: in total and in proportion to what was packed."""

    def __init__(
        self,
        packed: BinaryIO,
        *,
        max_unpacked_bytes: int = MAX_UNPACKED_BYTES,
        max_ratio: int = MAX_UNPACKED_RATIO,
        allowance_bytes: int = RATIO_ALLOWANCE_BYTES,
    ) -> None:
        super().__init__()
        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=packed, mode="rb")
        self._unpacked_bytes = 0
        self._max_unpacked_bytes = max_unpacked_bytes
        self._max_ratio = max_ratio
        self._allowance_bytes = allowance_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        try:
            count = self._gzip.readinto(view)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise SourceDamaged(BadRecordReason.FILE_DAMAGED, f"The compressed file is cut off or damaged: {error}") from error
        self._unpacked_bytes += count
        packed_bytes = max(self._packed.tell(), 1)
        by_ratio = packed_bytes * self._max_ratio + self._allowance_bytes
        if self._unpacked_bytes > min(self._max_unpacked_bytes, by_ratio):
            message = f"The file unpacks to more than {min(self._max_unpacked_bytes, by_ratio):,} bytes; reading stopped there."
            raise SourceDamaged(BadRecordReason.FILE_TOO_LARGE, message)
        return count


@contextmanager
def open_source(path: Path) -> Iterator[OpenedSource]:
    """Open a plain or gzip file for reading; raises `SourceNotReadable` with a sentence for what cannot be an exchange file."""
    try:
        size_bytes = path.stat().st_size
        file: BinaryIO = path.open("rb")
    except OSError as error:
        raise SourceNotReadable(f"{path.name} cannot be opened: {error.strerror or 'unknown reason'}.") from error
    with file:
        try:
            digest = _sha256(file)
        except OSError as error:
            raise SourceNotReadable(f"{path.name} cannot be read: {error.strerror or 'unknown reason'}.") from error
        file.seek(0)
        if size_bytes == 0:
            raise SourceNotReadable(f"{path.name} is empty.")
        stream = plain_stream(file, path.name)
        try:
            head = bytes(stream.peek(HEAD_BYTES)[:HEAD_BYTES])
        except SourceDamaged as error:
            raise SourceNotReadable(f"{path.name}: {error.message}") from error
        refuse_known_strangers(head, path.name)
        yield OpenedSource(stream=cast("BinaryIO", stream), file=file, file_name=path.name, size_bytes=size_bytes, sha256=digest, head=head)


def plain_stream(file: BinaryIO, file_name: str) -> io.BufferedReader:
    """A buffered stream of unpacked bytes, whether or not the name says that the file is packed."""
    beginning = file.read(8)
    file.seek(0)
    refuse_known_strangers(beginning, file_name)
    raw: io.RawIOBase = BoundedGzip(file) if beginning.startswith(_GZIP_MAGIC) else _Plain(file)
    return io.BufferedReader(raw, buffer_size=max(HEAD_BYTES, io.DEFAULT_BUFFER_SIZE))


def refuse_known_strangers(head: bytes, file_name: str) -> None:
    """Raise `SourceNotReadable` for files that say by their first bytes that they are something else."""
    for magic, sentence in _REFUSED_BEGINNINGS.items():
        if head.startswith(magic):
            raise SourceNotReadable(f"{file_name}: {sentence}")
    if b"\x00" in head[:4096] and not head.startswith((b"\xff\xfe", b"\xfe\xff", _GZIP_MAGIC)):
        raise SourceNotReadable(f"{file_name} is a binary file, not text.")


class _Plain(io.RawIOBase):
    """Reads a file object that somebody else closes."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast("bytearray", buffer))
        block = self._file.read(len(view))
        view[: len(block)] = block
        return len(block)


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(_BLOCK_BYTES):
        digest.update(block)
    return digest.hexdigest()
