"""`search_run` on both engines: nearly the same ten best, and the shared server keeps nothing of it."""

import gzip
import io
import json
import urllib.request
from collections import defaultdict
from itertools import islice
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command

pytestmark = pytest.mark.elasticsearch


def _best(run: Path) -> dict[str, set[str]]:
    best: dict[str, set[str]] = defaultdict(set)
    for line in run.read_text(encoding="utf-8").splitlines():
        query, _, document, rank, _, _ = line.split()
        if int(rank) <= 10:
            best[query].add(document)
    return best


def test_nearly_the_same_run(data_dir: Path, tmp_path: Path, elasticsearch_url: str, settings: LazySettings) -> None:
    settings.ELASTICSEARCH_URL = elasticsearch_url
    with gzip.open(data_dir / "labelled" / "uspto-latam.jsonl.gz", "rt", encoding="utf-8") as file:
        lines = list(islice(file, 1_500))
    (tmp_path / "docs.jsonl").write_text("".join(lines), encoding="utf-8")
    records = [json.loads(line) for line in lines[::25]]
    (tmp_path / "queries.tsv").write_text(
        "".join(f"{each['id']}\t{each['title']} {each['abstract']}\n" for each in records), encoding="utf-8"
    )
    runs = {}
    for engine in ("tantivy", "elasticsearch"):
        files = ["--documents", str(tmp_path / "docs.jsonl"), "--queries", str(tmp_path / "queries.tsv"), "--run", str(tmp_path / engine)]
        call_command("search_run", *files, "--engine", engine, "--depth", "10", stderr=io.StringIO())
        runs[engine] = _best(tmp_path / engine)
    assert set(runs["tantivy"]) == set(runs["elasticsearch"]) == {each["id"] for each in records}
    overlap = [len(found & runs["elasticsearch"][query]) / len(found) for query, found in runs["tantivy"].items()]
    assert sum(overlap) / len(overlap) >= 0.9
    assert all(query in found for query, found in runs["tantivy"].items())
    with urllib.request.urlopen(f"{elasticsearch_url}/_cat/indices?format=json", timeout=30) as answer:
        assert [each["index"] for each in json.load(answer) if each["index"].startswith("run-")] == []
