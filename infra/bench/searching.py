"""Search on real records: documents a second into the index, and what a query costs in the engine and over HTTP."""

import json
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from infra.bench.measuring import ROOT, http_load, median, percentile, run_child, write_result
from tests.support.live_product import Product

FILES = ("uspto-latam.jsonl.gz", "zh-titles.jsonl.gz")
REPEATS = 40
# One query a class of query: a frequent word, several words, a phrase, Chinese, a number, words with a filter.
QUERIES: dict[str, str] = {
    "one word": "q=valve",
    "three words": "q=plastic+container+lid",
    "phrase": "q=%22heat+exchanger%22",
    "Chinese": "q=" + urllib.parse.quote("注塑模具"),
    "number": "q=US7272630",
    "words and filter": "q=battery&section=H&status=unknown",
}
_IN_ENGINE = """
import json, sys, time
import django; django.setup()
from urllib.parse import parse_qs
from search.engines.choice import engine
from search.selectors.search_catalogue import SearchRequest, _query
from search.language.readings import read_query
queries, repeats = json.loads(sys.argv[1]), int(sys.argv[2])
chosen, out = engine(), {}
for name, address in queries.items():
    fields = parse_qs(address); text = fields.pop("q")[0]; read = read_query(text)
    query = _query(read, SearchRequest(text=text, choices=fields))
    chosen.search("public", query)
    samples = []
    for _ in range(repeats):
        began = time.perf_counter(); hits = chosen.search("public", query); samples.append((time.perf_counter() - began) * 1000)
    out[name] = {"total": hits.total, "ms": samples}
print(json.dumps(out))
"""


def wait_until_quiet(product: Product, *, limit_seconds: float = 300) -> None:
    """Until the relay has delivered what the imports announced; otherwise its work would be measured as well."""
    deadline = time.monotonic() + limit_seconds
    while time.monotonic() < deadline:
        with urllib.request.urlopen(f"{product.address}/healthz", timeout=10) as answer:
            if json.load(answer)["outbox"]["pending"] == 0:
                return
        time.sleep(1)
    raise RuntimeError(f"The outbox is not empty after {limit_seconds} seconds.")


def measure(product: Product, data_dir: Path, *, repeats: int = REPEATS) -> dict[str, Any]:
    """The product must run with infra.bench.settings."""
    for name in FILES:
        run_child([sys.executable, "manage.py", "import_patents", str(data_dir / "labelled" / name), "--json"], environ=product.environ)
    wait_until_quiet(product)
    rebuilt = run_child([sys.executable, "manage.py", "search_rebuild", "-v0"], environ=product.environ)
    documents = int(product.query("SELECT count(*) FROM patents_right")[0][0])  # type: ignore[call-overload] # a count is a number
    inside = json.loads(
        run_child(
            [sys.executable, "-c", _IN_ENGINE, json.dumps(QUERIES), str(repeats)], environ=product.environ | {"PYTHONPATH": str(ROOT)}
        ).printed
    )
    figures: dict[str, Any] = {
        "records": documents,
        "rebuild_seconds_whole_process": round(rebuilt.seconds, 1),
        "rebuild_documents_per_second": round(2 * documents / rebuilt.seconds),
        "rebuild_peak_mib": round(rebuilt.peak_mib),
    }
    samples: dict[str, Any] = {}
    for name, address in QUERIES.items():
        path = f"/api/app/search?{address}"
        http_load(product.address, [path], connections=1, requests=5)
        load = http_load(product.address, [path], connections=1, requests=repeats)
        engine = inside[name]["ms"]
        samples[name] = {"total": inside[name]["total"], "engine_ms": engine, "http_ms": load.milliseconds}
        figures[name] = {
            "matches": inside[name]["total"],
            "engine_p50_ms": round(median(engine), 2),
            "engine_p99_ms": round(percentile(engine, 0.99), 2),
            "http_p50_ms": round(median(load.milliseconds), 1),
            "http_p99_ms": round(percentile(load.milliseconds, 0.99), 1),
        }
    write_result(
        "search",
        command="make bench BENCH=search",
        figures=figures,
        samples=samples,
        notes=[
            "Records are written to two indexes (public, registered); documents a second count both, with comparison and process start.",
            "Engine figures include nine facets and 20 hits; HTTP figures add reading 20 records from the database, highlighting and JSON.",
        ],
    )
    return figures
