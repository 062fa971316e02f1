"""Files that people upload for others to see: what they are is read from their content, and they leave in a way that no browser runs.

An image is decoded and written anew, so that nothing of what was sent is served: no metadata, no trailer, no second format inside.
A document is evidence and stays as it was sent; it is checked, and only ever handed out as an attachment.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from django.http import FileResponse
from PIL import Image, ImageOps

from ipmarket.kernel import files
from ipmarket.kernel.errors import InvalidInput, KernelErrorCode
from ipmarket.kernel.files import StoredFile

IMAGE_BYTES: Final = 2 * 1024 * 1024
DOCUMENT_BYTES: Final = 10 * 1024 * 1024
IMAGE_SIDE_PIXELS: Final = 4096
# What is kept of an image: enough for a logo on a sharp screen, and small to send.
KEPT_SIDE_PIXELS: Final = 1024
# A scan of A3 paper at 600 dots per inch has some 70 million.
DOCUMENT_PIXELS: Final = 80_000_000
IMAGE_TYPE: Final = "image/webp"
OPAQUE_TYPE: Final = "application/octet-stream"

_WEBP_QUALITY: Final = 90
_PDF_TAIL_BYTES: Final = 1024
_ZIP_TAIL_BYTES: Final = 65_557
_PDF_HEAD: Final = re.compile(rb"%PDF-[12]\.\d[\r\n ]")
_PDF_ACTIVE: Final = re.compile(rb"/(?:JavaScript|Launch|RichMedia)(?![A-Za-z0-9])")
_NAME_ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_SUFFIXES: Final = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp", "PDF": ".pdf"}
_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg", "PDF": "application/pdf"}
# Whatever a decoder raises about a file that is not what it claims to be.
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    KeyError,
    IndexError,
    TypeError,
    OverflowError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

# The decoder's own guard, for what it would unfold before we could ask for the size.
Image.MAX_IMAGE_PIXELS = DOCUMENT_PIXELS


class UploadErrorCode(StrEnum):
    """Why a file is refused, beyond its length, which is the kernel's ``file_too_large`` and ``file_empty``."""

    FORMAT_REFUSED = "file_format_refused"
    BROKEN = "file_broken"
    TOO_MANY_PIXELS = "image_too_large"
    ACTIVE_CONTENT = "file_active_content"


def store_image(chunks: Iterable[bytes], *, name: str, folder: str) -> StoredFile:
    """Keep a PNG, JPEG or WebP of at most 2 MB and 4096 × 4096 pixels as a new WebP of at most 1024 × 1024, without its metadata.

    Raises InvalidInput for anything else: another format whatever its name, a file that cannot be decoded, too many bytes or pixels.
    """
    content = _collected(chunks, IMAGE_BYTES)
    kind = _kind_of(content, ("PNG", "JPEG", "WEBP"))
    redrawn = _redrawn(content, kind)
    kept = files.store([redrawn], name=_named(name, "WEBP"), folder=folder, max_bytes=len(redrawn))
    return replace(kept, content_type=IMAGE_TYPE)


def store_document(chunks: Iterable[bytes], *, name: str, folder: str) -> StoredFile:
    """Keep a PDF, PNG or JPEG of at most 10 MB as it was sent; its suffix is set to what it is.

    Raises InvalidInput for other formats, for a file that ends too early, and for a PDF that openly carries scripts or starts programs.
    The content of a PDF is not read further: it may still hold what only a viewer would find, so it is never shown inside a page.
    """
    content = _collected(chunks, DOCUMENT_BYTES)
    kind = _kind_of(content, ("PDF", "PNG", "JPEG"))
    if kind == "PDF":
        _check_pdf(content)
    else:
        _check_picture(content, kind)
    kept = files.store([content], name=_named(name, kind), folder=folder, max_bytes=DOCUMENT_BYTES)
    return replace(kept, content_type=_TYPES[kind])


def attachment(path: str, *, name: str, content_type: str = OPAQUE_TYPE) -> FileResponse:
    """Stream a stored file as a download that no browser opens in the page's place. The caller has checked who may have it.

    Raises NotFound for a path that is not one of the store's. ``name`` is made safe again, whatever the row holds.
    """
    known = content_type if content_type in _TYPES.values() else OPAQUE_TYPE
    response = FileResponse(files.open_stored(path), as_attachment=True, filename=files.display_name(name), content_type=known)
    response["Cache-Control"] = "private, no-store"
    return _inert(response)


def picture(path: str) -> FileResponse:
    """Stream what ``store_image`` kept, for an ``img`` element. The caller has checked who may see it, and says how it may be cached."""
    return _inert(FileResponse(files.open_stored(path), content_type=IMAGE_TYPE, filename="image.webp"))


def _inert(response: FileResponse) -> FileResponse:
    """Whatever the bytes are, they are no page: no sniffing, no script, no frame, no other site."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _collected(chunks: Iterable[bytes], max_bytes: int) -> bytes:
    """The whole content, which is small by rule; reading ends with the first byte too many."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > max_bytes:
            raise InvalidInput(
                f"The file is longer than {max_bytes:,} bytes.", code=KernelErrorCode.FILE_TOO_LARGE, params={"maxBytes": max_bytes}
            )
    if not content:
        raise InvalidInput("The file is empty.", code=KernelErrorCode.FILE_EMPTY)
    return bytes(content)


def _kind_of(content: bytes, accepted: tuple[str, ...]) -> str:
    """The format by the first bytes. What the sender called it does not count."""
    kind = ""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        kind = "PNG"
    elif content.startswith(b"\xff\xd8\xff"):
        kind = "JPEG"
    elif content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        kind = "WEBP"
    elif _PDF_HEAD.match(content):
        kind = "PDF"
    if kind not in accepted:
        raise InvalidInput(
            f"Only {', '.join(accepted)} files are accepted here.",
            code=UploadErrorCode.FORMAT_REFUSED,
            params={"accepted": list(accepted)},
        )
    return kind


def _redrawn(content: bytes, kind: str) -> bytes:
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as image:
            _check_side(image.size, IMAGE_SIDE_PIXELS)
            # A camera says by metadata which side is up; that is the last use of it.
            upright = ImageOps.exif_transpose(image)
            plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
            plain.thumbnail((KEPT_SIDE_PIXELS, KEPT_SIDE_PIXELS))
            canvas = Image.new(plain.mode, plain.size)
            canvas.paste(plain)
            redrawn = io.BytesIO()
            canvas.save(redrawn, format="WEBP", quality=_WEBP_QUALITY)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(IMAGE_SIDE_PIXELS) from None
    except _BROKEN:
        raise _broken() from None
    return redrawn.getvalue()


def _check_picture(content: bytes, kind: str) -> None:
    """Reads a picture to its end in little memory: a PNG by its checksums, a JPEG at an eighth of its size."""
    try:
        with Image.open(io.BytesIO(content), formats=(kind,)) as image:
            width, height = image.size
            if width * height > DOCUMENT_PIXELS:
                raise _too_many_pixels(DOCUMENT_PIXELS)
            if kind == "PNG":
                image.verify()
            else:
                image.draft("L", (max(1, width // 8), max(1, height // 8)))
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels(DOCUMENT_PIXELS) from None
    except _BROKEN:
        raise _broken() from None
    _refuse_archive(content)


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-_PDF_TAIL_BYTES:]:
        raise _broken()
    _refuse_archive(content)
    written_out = _NAME_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content)
    if _PDF_ACTIVE.search(written_out):
        raise InvalidInput("This PDF carries scripts or starts programs.", code=UploadErrorCode.ACTIVE_CONTENT)


def _refuse_archive(content: bytes) -> None:
    """A zip is read from its end, so a file can be a picture or a PDF and an archive at once."""
    if b"PK\x05\x06" in content[-_ZIP_TAIL_BYTES:]:
        raise InvalidInput("This file is an archive as well.", code=UploadErrorCode.FORMAT_REFUSED)


def _check_side(size: tuple[int, int], most: int) -> None:
    if max(size) > most:
        raise _too_many_pixels(most)


def _too_many_pixels(most: int) -> InvalidInput:
    return InvalidInput("The image has too many pixels.", code=UploadErrorCode.TOO_MANY_PIXELS, params={"mostPixels": most})


def _broken() -> InvalidInput:
    return InvalidInput("The file cannot be read; it may be damaged or cut off.", code=UploadErrorCode.BROKEN)


def _named(name: str, kind: str) -> str:
    """The sender's name with the suffix of what the file is, so that a program called ``invoice.pdf.exe`` comes back as a PDF."""
    return _SUFFIX.sub("", files.display_name(name)) + _SUFFIXES[kind]
