"""Files that people upload: hostile ones are refused or lose what made them hostile, in bounded memory and time."""

import io
import resource
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.http import FileResponse
from PIL import Image, PngImagePlugin
from pytest_django import Settings

from ipmarket.kernel import files, uploads
from ipmarket.kernel.errors import InvalidInput, NotFound

SCRIPT = b"<script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BUSY_SECONDS = 20
BUSY_BYTES = 400 * 1024 * 1024


@contextmanager
def _answered(response: FileResponse) -> Iterator[FileResponse]:
    """The answer with its file closed at the end. Closing the answer itself would tell Django that a request is over, and with it the
    connection to a database that these tests do not have."""
    try:
        yield response
    finally:
        if response.file_to_stream is not None:
            response.file_to_stream.close()


@pytest.fixture(autouse=True)
def _store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def picture(kind: str, size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "#a03020" if mode in {"RGB", "RGBA"} else 1).save(out, format=kind, **options)
    return out.getvalue()


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG whose head promises any number of pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = png_chunk(b"IDAT", zlib.compress(rows or b"\0" * 64, 9))
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", head) + body + png_chunk(b"IEND", b"")


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("run.bat", "echo")
    return out.getvalue()


def gif() -> bytes:
    return b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)"


def kept() -> list[str]:
    """Every file in the store."""
    root = Path(default_storage.location)  # type: ignore[attr-defined]  # the file system's storage has a folder
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


REFUSED_IMAGES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "file_empty"),
    "one byte past the limit": (lambda: picture("PNG") + b"\0" * uploads.IMAGE_BYTES, "file_too_large"),
    "SVG with a script": (lambda: SVG, "file_format_refused"),
    "HTML": (lambda: b"<!doctype html>" + SCRIPT, "file_format_refused"),
    "GIF that is a script as well": (gif, "file_format_refused"),
    "BMP": (lambda: picture("BMP"), "file_format_refused"),
    "TIFF": (lambda: picture("TIFF"), "file_format_refused"),
    "ICO": (lambda: picture("ICO"), "file_format_refused"),
    "EPS that runs a program": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n(ls) system", "file_format_refused"),
    "PDF as an image": (lambda: PDF, "file_format_refused"),
    "zip as an image": (archive, "file_format_refused"),
    "script before the picture": (lambda: SCRIPT + picture("PNG"), "file_format_refused"),
    "line feed lost on the way": (lambda: picture("PNG").replace(b"\r\n", b"\n", 1), "file_format_refused"),
    "null bytes": (lambda: b"\0" * 4000, "file_format_refused"),
    "signature alone": (lambda: b"\x89PNG\r\n\x1a\n", "file_broken"),
    "PNG cut in the middle": (lambda: picture("PNG", (300, 300))[:-60], "file_broken"),
    "JPEG cut in the middle": (lambda: picture("JPEG", (300, 300))[:-300], "file_broken"),
    "WebP cut in the middle": (lambda: picture("WEBP", (300, 300))[:60], "file_broken"),
    "JPEG head and a GIF body": (lambda: b"\xff\xd8\xff" + gif(), "file_broken"),
    "RIFF that is a sound": (lambda: b"RIFF\x24\0\0\0WAVEfmt " + b"\0" * 40, "file_format_refused"),
    "WebP head and HTML": (lambda: b"RIFF\xff\0\0\0WEBPVP8 " + SCRIPT * 9, "file_broken"),
    "wrong checksum": (lambda: picture("PNG").replace(b"IDAT", b"IDAX"), "file_broken"),
    "no pixels": (lambda: png_of(0, 0), "file_broken"),
    "30,000 pixels square": (lambda: png_of(30_000, 30_000, b"\0" * 1_000_000), "image_too_large"),
    "one pixel too wide": (lambda: picture("PNG", (4097, 1)), "image_too_large"),
    "one pixel too high": (lambda: picture("JPEG", (1, 4097)), "image_too_large"),
    "two thousand million pixels": (lambda: png_of(0x7FFFFFFF, 1), "image_too_large"),
    "text that unfolds to 50 MB": (
        lambda: picture("PNG")[:33] + png_chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 50_000_000, 9)) + picture("PNG")[33:],
        "file_broken",
    ),
}
REFUSED_DOCUMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "file_empty"),
    "one byte past the limit": (lambda: PDF + b"\0" * uploads.DOCUMENT_BYTES, "file_too_large"),
    "zip called pdf": (archive, "file_format_refused"),
    "word document": (lambda: b"PK\x03\x04" + b"\0" * 100, "file_format_refused"),
    "program": (lambda: b"MZ" + b"\0" * 100, "file_format_refused"),
    "HTML called pdf": (lambda: SCRIPT, "file_format_refused"),
    "HTML before the PDF": (lambda: SCRIPT + PDF, "file_format_refused"),
    "SVG": (lambda: SVG, "file_format_refused"),
    "WebP": (lambda: picture("WEBP"), "file_format_refused"),
    "PDF without an end": (lambda: PDF[:-8], "file_broken"),
    "PDF that is a zip as well": (lambda: PDF + archive() + b"%%EOF", "file_format_refused"),
    "PNG that is a zip as well": (lambda: picture("PNG") + archive(), "file_format_refused"),
    "PDF with a script": (lambda: PDF.replace(b"/Type", b"/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Type"), "file_active_content"),
    "PDF with a script in escaped letters": (lambda: PDF.replace(b"/Type", b"/S/J#61vaScript/Type"), "file_active_content"),
    "PDF that starts a program": (lambda: PDF.replace(b"/Type", b"/S /Launch /F(cmd.exe)/Type"), "file_active_content"),
    "scan cut in the middle": (lambda: picture("JPEG", (800, 800))[:-900], "file_broken"),
    "PNG scan cut in the middle": (lambda: picture("PNG", (800, 800))[:-20], "file_broken"),
    "PNG of 30,000 pixels square": (lambda: png_of(30_000, 30_000), "image_too_large"),
}


@pytest.fixture
def bounded() -> Iterator[None]:
    """Whatever is done to a file, it ends soon and does not fill the machine."""
    started = time.monotonic()
    # The highest mark of the whole process, in KiB; decoders take their memory outside Python.
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < BUSY_BYTES
    assert time.monotonic() - started < BUSY_SECONDS


@pytest.mark.parametrize("what", REFUSED_IMAGES)
def test_images_that_are_refused(what: str, bounded: None) -> None:
    make, code = REFUSED_IMAGES[what]
    with pytest.raises(InvalidInput) as refusal:
        uploads.store_image([make()], name="logo.png", folder="logos")
    assert refusal.value.code == code
    assert kept() == []


@pytest.mark.parametrize("what", REFUSED_DOCUMENTS)
def test_documents_that_are_refused(what: str, bounded: None) -> None:
    make, code = REFUSED_DOCUMENTS[what]
    with pytest.raises(InvalidInput) as refusal:
        uploads.store_document([make()], name="certificate.pdf", folder="evidence")
    assert refusal.value.code == code
    assert kept() == []


def hidden() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "<script>alert(1)</script>")
    return info


def located() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "<script>alert(1)</script>"
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    "content",
    [
        lambda: picture("PNG") + SCRIPT,
        lambda: picture("JPEG") + SCRIPT,
        lambda: picture("WEBP") + SCRIPT,
        lambda: picture("PNG") + archive(),
        lambda: picture("PNG", pnginfo=hidden()),
        lambda: picture("JPEG", exif=located()),
        lambda: picture("WEBP", exif=located().tobytes()),
        lambda: picture("JPEG", comment=SCRIPT),
        lambda: picture("PNG", icc_profile=SCRIPT * 20),
    ],
)
def test_what_an_image_carries_beside_its_pixels_is_gone(content: Callable[[], bytes], bounded: None) -> None:
    assert b"<script>" in content() or b"PK" in content() or b"iCCP" in content()
    stored = uploads.store_image([content()], name="logo.png", folder="logos")
    with files.open_stored(stored.path) as opened:
        redrawn = opened.read()
    assert (redrawn[:4], redrawn[8:12]) == (b"RIFF", b"WEBP")
    assert not [part for part in (b"<script>", b"PK\x03\x04", b"EXIF", b"ICCP", b"XMP ") if part in redrawn]
    assert (stored.content_type, stored.name, stored.size_bytes) == ("image/webp", "logo.webp", len(redrawn))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (40, 30), (4096, 16), (2000, 1000)])
def test_images_are_kept_within_a_thousand_pixels(kind: str, size: tuple[int, int]) -> None:
    stored = uploads.store_image([picture(kind, size)], name="logo", folder="logos")
    with files.open_stored(stored.path) as opened, Image.open(opened) as image:
        assert image.format == "WEBP"
        assert max(image.size) == min(1024, max(size))


def test_a_large_image_is_within_bounds(bounded: None) -> None:
    uploads.store_image([picture("PNG", (4096, 4096))], name="logo.png", folder="logos")


def test_a_photograph_on_its_side_is_put_upright() -> None:
    stored = uploads.store_image([picture("JPEG", (40, 30), exif=located())], name="x.jpg", folder="logos")
    with files.open_stored(stored.path) as opened, Image.open(opened) as image:
        assert image.size == (30, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_colour_mode(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    content = io.BytesIO()
    Image.new(mode, (20, 20)).save(content, format=kind)
    stored = uploads.store_image([content.getvalue()], name="logo.png", folder="logos")
    with files.open_stored(stored.path) as opened, Image.open(opened) as image:
        assert image.mode == ("RGBA" if mode in {"LA", "RGBA"} else "RGB")


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (lambda: PDF, "Business Registration.PDF", ("application/pdf", "Business Registration.pdf")),
        (lambda: PDF, "invoice.pdf.exe", ("application/pdf", "invoice.pdf.pdf")),
        (lambda: picture("PNG"), "scan.html", ("image/png", "scan.png")),
        (lambda: picture("JPEG", (3000, 2000)), "scan", ("image/jpeg", "scan.jpg")),
    ],
)
def test_documents_are_kept_as_they_were_sent(content: Callable[[], bytes], name: str, expected: tuple[str, str]) -> None:
    stored = uploads.store_document([content()], name=name, folder="evidence")
    with files.open_stored(stored.path) as opened:
        assert opened.read() == content()
    assert (stored.content_type, stored.name) == expected


def test_a_document_at_the_limit_is_kept() -> None:
    padded = PDF[:9] + b"%" + b" " * (uploads.DOCUMENT_BYTES - len(PDF) - 2) + b"\n" + PDF[9:]
    assert len(padded) == uploads.DOCUMENT_BYTES
    assert uploads.store_document([padded], name="a.pdf", folder="evidence").size_bytes == uploads.DOCUMENT_BYTES


def test_reading_ends_with_the_first_byte_too_many() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 65_536
            yield b"\0" * 65_536

    with pytest.raises(InvalidInput):
        uploads.store_image(endless(), name="a.png", folder="logos")
    assert taken == uploads.IMAGE_BYTES + 65_536


@pytest.mark.parametrize(
    ("name", "shown", "header"),
    [
        ("../../etc/passwd", "passwd.pdf", 'attachment; filename="passwd.pdf"'),
        ("..\\..\\boot.ini", "boot.pdf", 'attachment; filename="boot.pdf"'),
        ("a\0b.pdf", "ab.pdf", 'attachment; filename="ab.pdf"'),
        ("invoice\u202efdp.exe", "invoicefdp.pdf", 'attachment; filename="invoicefdp.pdf"'),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf", 'attachment; filename="aSet-Cookie: x=1.pdf"'),
        ('a"; filename="b.html', 'a"; filename="b.pdf', 'attachment; filename="a\\"; filename=\\"b.pdf"'),
        ("", "file.pdf", 'attachment; filename="file.pdf"'),
        ("...", "file.pdf", 'attachment; filename="file.pdf"'),
        ("商業登記證.pdf", "商業登記證.pdf", "attachment; filename*=utf-8''%E5%95%86%E6%A5%AD%E7%99%BB%E8%A8%98%E8%AD%89.pdf"),
    ],
)
def test_names_are_shown_and_sent_without_their_tricks(name: str, shown: str, header: str) -> None:
    stored = uploads.store_document([PDF], name=name, folder="evidence")
    assert stored.name == shown
    assert stored.path.startswith("evidence/")
    with _answered(uploads.attachment(stored.path, name=stored.name, content_type=stored.content_type)) as answer:
        assert answer["Content-Disposition"] == header


@pytest.mark.parametrize(("given", "sent"), [("application/pdf", "application/pdf"), ("text/html", "application/octet-stream")])
def test_a_document_leaves_as_a_download_that_nothing_runs(given: str, sent: str) -> None:
    stored = uploads.store_document([PDF], name="a.pdf", folder="evidence")
    with _answered(uploads.attachment(stored.path, name=stored.name, content_type=given)) as answer:
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (sent, "nosniff")
        assert answer["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert (answer["Cache-Control"], answer["Cross-Origin-Resource-Policy"]) == ("private, no-store", "same-origin")
        assert b"".join(answer) == PDF


def test_an_image_leaves_as_an_image_and_nothing_else() -> None:
    stored = uploads.store_image([picture("PNG")], name="logo.png", folder="logos")
    with _answered(uploads.picture(stored.path)) as answer:
        assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/webp", "nosniff")
        assert answer["Content-Security-Policy"].endswith("; sandbox")


@pytest.mark.parametrize("path", ["../settings/base.py", "evidence/aa/../../x", "/etc/passwd", "", "evidence/00/" + "0" * 64])
def test_only_paths_of_the_store_are_opened(path: str) -> None:
    with pytest.raises(NotFound):
        uploads.attachment(path, name="a.pdf")
    with pytest.raises(NotFound):
        uploads.picture(path)
