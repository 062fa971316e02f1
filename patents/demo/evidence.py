"""Invented evidence for the demo: a certificate on one page, written as a PDF by hand so that no tool is needed. Pure."""

from collections.abc import Sequence

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"


def certificate(lines: Sequence[str]) -> bytes:
    """Return a PDF of one A4 page with these lines, the first one large. Letters outside ASCII become question marks."""
    text = ["BT", "/F1 20 Tf", "60 760 Td", "26 TL"]
    for number, line in enumerate(lines):
        if number == 1:
            text += ["/F1 12 Tf", "20 TL", "T*"]
        text.append(f"({_escaped(line)}) Tj T*")
    stream = "\n".join([*text, "ET"])
    return _document(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            _PAGE,
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def _escaped(line: str) -> str:
    plain = line.encode("ascii", "replace").decode()
    return plain.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _document(objects: Sequence[str]) -> bytes:
    """The objects with the table that says where each begins."""
    content = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
    return f"{content}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("ascii")
