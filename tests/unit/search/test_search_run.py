"""`search_run`: a TREC run from files alone."""

import gzip
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

_DOCUMENTS = """{"id": "d1", "title": "Cooling of moulds", "abstract": "A mould is cooled by water."}
{"id": "d2", "title": "Battery", "abstract": null, "ipc": ["H01M"]}
{"id": "d3", "title": null, "abstract": "A mould is cooled by water."}
{"id": "d0", "title": null, "abstract": "A mould is cooled by water."}

{"id": "d4", "title": "注塑机的冷却"}
"""


def _run(tmp_path: Path, queries: str, *options: str, documents: str = _DOCUMENTS) -> list[str]:
    (tmp_path / "docs.jsonl").write_text(documents, encoding="utf-8")
    (tmp_path / "queries.tsv").write_text(queries, encoding="utf-8")
    _call(tmp_path, *options)
    return (tmp_path / "out.run").read_text(encoding="utf-8").splitlines()


def _call(tmp_path: Path, *options: str) -> None:
    files = ["--documents", str(tmp_path / "docs.jsonl"), "--queries", str(tmp_path / "queries.tsv"), "--run", str(tmp_path / "out.run")]
    call_command("search_run", *files, *options, stderr=io.StringIO())


def test_a_run(tmp_path: Path) -> None:
    lines = _run(tmp_path, 'q1\tmolds AND "water"\nq2\t注塑機\nq3\tnothing at all here xyz\nq4\t\nq5\tbattery\twith tab\n')
    assert [line.split()[:4] + line.split()[5:] for line in lines] == [
        ["q1", "Q0", "d1", "1", "ipmarket-tantivy-lexical"],
        ["q1", "Q0", "d0", "2", "ipmarket-tantivy-lexical"],
        ["q1", "Q0", "d3", "3", "ipmarket-tantivy-lexical"],
        ["q2", "Q0", "d4", "1", "ipmarket-tantivy-lexical"],
        ["q5", "Q0", "d2", "1", "ipmarket-tantivy-lexical"],
    ]
    scores = [float(line.split()[4]) for line in lines[:3]]
    assert scores == sorted(scores, reverse=True)
    assert scores[1] == scores[2]


def test_depth_tag_and_gzip(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "docs.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(_DOCUMENTS)
    (tmp_path / "queries.tsv").write_text("q1\tmould\n", encoding="utf-8")
    files = ["--documents", str(tmp_path / "docs.jsonl.gz"), "--queries", str(tmp_path / "queries.tsv"), "--run", str(tmp_path / "out.run")]
    call_command("search_run", *files, "--depth", "2", "--tag", "mine", stderr=io.StringIO())
    lines = (tmp_path / "out.run").read_text(encoding="utf-8").splitlines()
    assert [line.split()[2:4] + line.split()[5:] for line in lines] == [["d1", "1", "mine"], ["d0", "2", "mine"]]


def test_a_later_line_with_the_same_id_replaces_the_earlier(tmp_path: Path) -> None:
    documents = '{"id": "d", "title": "alpha"}\n{"id": "d", "title": "beta"}\n'
    assert [line.split()[2] for line in _run(tmp_path, "q\talpha beta\n", documents=documents)] == ["d"]
    assert _run(tmp_path, "q\talpha\n", documents=documents) == []


def test_a_thousand_words_and_more(tmp_path: Path) -> None:
    long = " ".join(f"w{at}" for at in range(3_000))
    assert len(_run(tmp_path, f"q\t{long} mould\n")) == 0
    assert len(_run(tmp_path, f"q\tmould {long}\n")) == 3


@pytest.mark.parametrize(
    ("documents", "queries", "sentence"),
    [
        ("not json\n", "q\tx\n", "line 1: not JSON"),
        ('{"title": "x"}\n', "q\tx\n", "line 1: not an object with an id"),
        ("[1]\n", "q\tx\n", "line 1: not an object with an id"),
        ('{"id": "a b"}\n', "q\tx\n", "white space"),
        ('{"id": "a"}\n', "no tab\n", "line 1: not an id, a tab and a text"),
        ('{"id": "a"}\n', "\tno id\n", "line 1: not an id, a tab and a text"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, documents: str, queries: str, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence) as caught:
        _run(tmp_path, queries, documents=documents)
    assert caught.value.returncode == 2
    assert not (tmp_path / "out.run").exists()
    assert not (tmp_path / "out.run.part").exists()


@pytest.mark.parametrize("missing", ["docs.jsonl", "queries.tsv"])
def test_missing_files(tmp_path: Path, missing: str) -> None:
    (tmp_path / "docs.jsonl").write_text(_DOCUMENTS, encoding="utf-8")
    (tmp_path / "queries.tsv").write_text("q\tx\n", encoding="utf-8")
    (tmp_path / missing).unlink()
    with pytest.raises(CommandError, match=r"does not exist") as caught:
        _call(tmp_path)
    assert caught.value.returncode == 2


def test_not_text(tmp_path: Path) -> None:
    (tmp_path / "docs.jsonl").write_bytes(b"\xff\xfe\x00bad")
    (tmp_path / "queries.tsv").write_text("q\tx\n", encoding="utf-8")
    with pytest.raises(CommandError, match="not UTF-8") as caught:
        _call(tmp_path)
    assert caught.value.returncode == 2


@pytest.mark.parametrize("depth", ["0", "1001"])
def test_depth_is_bounded(tmp_path: Path, depth: str) -> None:
    with pytest.raises(CommandError, match="between 1 and 1000"):
        _run(tmp_path, "q\tx\n", "--depth", depth)


def test_elasticsearch_needs_an_address(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL"):
        _run(tmp_path, "q\tx\n", "--engine", "elasticsearch")
