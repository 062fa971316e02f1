"""Stored files: bounded, named by content, read back only by what was stored."""

from __future__ import annotations

import hashlib
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from ipmarket.kernel.errors import InvalidInput, KernelErrorCode, NotFound
from ipmarket.kernel.files import chunks_of, old_files, open_stored, store
from tests.factories.records import AT


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: Settings) -> Path:
    """Keep each test's files apart."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def test_content_is_kept_under_its_hash(media: Path) -> None:
    content = b"x" * 200_000
    stored = store(chunks_of(io.BytesIO(content)), name="C:\\a\\b.xml", folder="imports", max_bytes=200_000)
    sha256 = hashlib.sha256(content).hexdigest()
    assert (stored.sha256, stored.size_bytes, stored.name, stored.path) == (sha256, 200_000, "b.xml", f"imports/{sha256[:2]}/{sha256}")
    with open_stored(stored.path) as stream:
        assert stream.read() == content


def test_the_same_content_is_kept_once(media: Path) -> None:
    first, second = (store([b"same"], name=name, folder="imports", max_bytes=10) for name in ("a", "b"))
    assert first.path == second.path
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_the_bound_is_exact_and_nothing_is_kept_past_it(media: Path) -> None:
    assert store([b"12345"], name="a", folder="imports", max_bytes=5).size_bytes == 5
    with pytest.raises(InvalidInput) as refused:
        store([b"123", b"456"], name="a", folder="other", max_bytes=5)
    assert (refused.value.code, refused.value.params) == (KernelErrorCode.FILE_TOO_LARGE, {"maxBytes": 5})
    assert not default_storage.exists("other")


def test_nothing_is_no_file() -> None:
    with pytest.raises(InvalidInput) as refused:
        store([], name="a", folder="imports", max_bytes=5)
    assert refused.value.code == KernelErrorCode.FILE_EMPTY


@pytest.mark.parametrize(
    "path", ["../../etc/passwd", "/etc/passwd", "imports/aa/short", "", f"imports/aa/{'a' * 64}", f"Imports/aa/{'a' * 64}"]
)
def test_only_what_was_stored_is_opened(path: str) -> None:
    with pytest.raises(NotFound):
        open_stored(path)


@pytest.mark.parametrize("folder", ["", "..", "a/b", "A", "/etc"])
def test_a_folder_is_one_plain_name(folder: str) -> None:
    with pytest.raises(ValueError, match="folder"):
        store([b"x"], name="a", folder=folder, max_bytes=5)


def test_old_files_are_those_that_were_stored_before_a_moment(media: Path) -> None:
    assert list(old_files("exports", before=AT)) == []
    old, young, other = (
        store([content], name="a", folder=folder, max_bytes=9).path
        for content, folder in ((b"old", "exports"), (b"young", "exports"), (b"other", "imports"))
    )
    strange = media / "exports" / "readme.txt"
    strange.write_text("Nothing that was stored.", encoding="utf-8")
    for path, age in ((old, timedelta(microseconds=1)), (young, timedelta()), (other, timedelta(days=9)), (strange, timedelta(days=9))):
        moment = (AT - age).timestamp()
        os.utime(media / path, (moment, moment))
    assert list(old_files("exports", before=AT)) == [old]
    with pytest.raises(ValueError, match="no folder name"):
        list(old_files("../exports", before=AT))
