"""Files that people upload: streamed once, bounded, named by their content, never by what the sender called them."""

from __future__ import annotations

import hashlib
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.storage import default_storage

from ipmarket.kernel.errors import InvalidInput, KernelErrorCode, NotFound

_FOLDER: Final = re.compile(r"[a-z][a-z0-9-]{0,40}")
_STORED: Final = re.compile(r"[a-z][a-z0-9-]{0,40}/[0-9a-f]{2}/[0-9a-f]{64}")
_IN_MEMORY_BYTES: Final = 1 << 20
_CHUNK_BYTES: Final = 1 << 16
_NAME_CHARACTERS: Final = 120


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where the content lies in the store, what it is by hash, how long it is, and a name that is safe to show.

    ``content_type`` is what was found by reading the content; "application/octet-stream" where nobody looked.
    """

    path: str
    sha256: str
    size_bytes: int
    name: str
    content_type: str = "application/octet-stream"


def display_name(name: str) -> str:
    """Return the sender's file name without folders, control and direction characters, at most 120 characters long."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    printable = "".join(character for character in last if unicodedata.category(character)[0] != "C").strip(" .")
    return printable[-_NAME_CHARACTERS:] or "file"


def store(chunks: Iterable[bytes], *, name: str, folder: str, max_bytes: int) -> StoredFile:
    """Write the chunks to the media store under ``folder`` and return where. The same content is kept once.

    Raises InvalidInput when the content is empty or longer than ``max_bytes``; nothing is kept then.
    """
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"{folder!r} is no folder name.")
    digest = hashlib.sha256()
    size = 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as spool:
        for chunk in chunks:
            size += len(chunk)
            if size > max_bytes:
                raise InvalidInput(
                    f"The file is longer than {max_bytes:,} bytes.", code=KernelErrorCode.FILE_TOO_LARGE, params={"maxBytes": max_bytes}
                )
            digest.update(chunk)
            spool.write(chunk)
        if size == 0:
            raise InvalidInput("The file is empty.", code=KernelErrorCode.FILE_EMPTY)
        sha256 = digest.hexdigest()
        path = f"{folder}/{sha256[:2]}/{sha256}"
        if not default_storage.exists(path):
            spool.seek(0)
            default_storage.save(path, File(spool, name=sha256))
    return StoredFile(path=path, sha256=sha256, size_bytes=size, name=display_name(name))


def open_stored(path: str) -> IO[Any]:
    """Open what ``store`` returned, for reading bytes. Raises NotFound for anything that is not such a path or is gone."""
    if not _STORED.fullmatch(path):
        raise NotFound("There is no such file.", code=KernelErrorCode.FILE_MISSING)
    try:
        return default_storage.open(path, "rb")
    except FileNotFoundError:
        raise NotFound("There is no such file.", code=KernelErrorCode.FILE_MISSING) from None


def chunks_of(stream: IO[bytes]) -> Iterable[bytes]:
    """Yield a binary stream in pieces of 64 KiB."""
    while chunk := stream.read(_CHUNK_BYTES):
        yield chunk


def old_files(folder: str, *, before: datetime) -> Iterator[str]:
    """Yield the paths under ``folder`` that ``store`` wrote before a moment, in order; whatever else lies there is left alone.

    The store is asked for one of the at most 256 folders inside at a time, so that whoever stops early has not read the rest.
    """
    if not _FOLDER.fullmatch(folder):
        raise ValueError(f"{folder!r} is no folder name.")
    for inner in _listed(folder)[0]:
        for name in _listed(f"{folder}/{inner}")[1]:
            path = f"{folder}/{inner}/{name}"
            if _STORED.fullmatch(path) and _is_older(path, before):
                yield path


def _listed(folder: str) -> tuple[list[str], list[str]]:
    """The folders and the files inside, in order; none where the folder is not there (yet, or any more)."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
    return sorted(folders), sorted(names)


def _is_older(path: str, before: datetime) -> bool:
    try:
        return bool(default_storage.get_modified_time(path) < before)
    except FileNotFoundError:
        return False


def remove(path: str) -> None:
    """Delete what ``store`` wrote; nothing happens when it is gone. The caller knows that nobody else holds the same content."""
    if not _STORED.fullmatch(path):
        raise NotFound("There is no such file.", code=KernelErrorCode.FILE_MISSING)
    default_storage.delete(path)
