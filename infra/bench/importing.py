"""Import: records a second and peak memory on real records, at 1 × and at 10 ×; the second run of the same file."""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from infra.bench.measuring import run_child, write_result
from tests.support.live_product import Product

COPIES = 10


def tenfold(source: Path, target: Path, copies: int) -> None:
    """The same records under numbers of their own, so that nothing merges."""
    with gzip.open(source, "rt", encoding="utf-8") as lines, gzip.open(target, "wt", encoding="utf-8", compresslevel=1) as out:
        for line in lines:
            record = json.loads(line)
            for copy in range(copies):
                # Seven further digits keep the office and make a number that no office has given.
                out.write(json.dumps({**record, "id": f"{record['id'][:2]}9{copy}{abs(hash_of(record['id'])) % 10**8:08d}"}) + "\n")


def hash_of(text: str) -> int:
    total = 0
    for character in text:
        total = (total * 131 + ord(character)) % (2**61 - 1)
    return total


def measure(product: Product, data_dir: Path, *, quick: bool = False) -> dict[str, Any]:
    """Imports into the product's own throw-away database."""
    source = data_dir / "labelled" / "uspto-latam.jsonl.gz"
    command = [sys.executable, "manage.py", "import_patents", str(source), "--json"]
    first = run_child(command, environ=product.environ)
    again = run_child(command, environ=product.environ)
    one, two = json.loads(first.printed), json.loads(again.printed)
    figures: dict[str, Any] = {
        "records": one["read"],
        "records_per_second": round(one["read"] / one["seconds"]),
        "peak_mib": round(first.peak_mib),
        "second_run_unchanged": two["unchanged"],
        "second_run_records_per_second": round(two["read"] / two["seconds"]),
    }
    samples: dict[str, Any] = {"first": one, "second": two, "whole_process_seconds": [first.seconds, again.seconds]}
    if not quick:
        large = product.var_dir / "tenfold.jsonl.gz"
        tenfold(source, large, COPIES)
        tenth = run_child([*command[:3], str(large), "--json"], environ=product.environ)
        ten = json.loads(tenth.printed)
        figures |= {
            "tenfold_records": ten["read"],
            "tenfold_records_per_second": round(ten["read"] / ten["seconds"]),
            "tenfold_peak_mib": round(tenth.peak_mib),
            "tenfold_peak_ratio": round(tenth.peak_mib / first.peak_mib, 2),
        }
        samples["tenfold"] = ten
    write_result("import", command="make bench BENCH=import", figures=figures, samples=samples)
    return figures
