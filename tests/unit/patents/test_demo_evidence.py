"""The invented certificate is a PDF that the upload takes, and its table points at its objects."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ipmarket.kernel.uploads import store_document
from patents.demo.evidence import certificate


def test_the_upload_takes_it() -> None:
    kept = store_document([certificate(["Certificate (invented)", "Sample Works"])], name="a.pdf", folder="evidence")
    assert kept.content_type == "application/pdf"


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_the_table_says_where_each_object_begins(lines: list[str]) -> None:
    content = certificate(lines)
    places = [int(place) for place in re.findall(rb"^([0-9]{10}) 00000 n ", content[content.rindex(b"xref\n0 6") :], re.MULTILINE)]
    assert [content[place : place + 8] for place in places] == [b"%d 0 obj\n" % number for number in range(1, 6)]
    start = re.search(rb"startxref\n([0-9]+)\n%%EOF\n$", content)
    assert start is not None
    assert content[int(start[1]) :].startswith(b"xref\n0 6\n")
    assert re.search(rb"/Length ([0-9]+) >>\nstream\n", content)


def test_what_a_line_holds_stays_text() -> None:
    assert b"(a \\(b\\) \\\\ ?) Tj" in certificate(["a (b) \\ 模"])
