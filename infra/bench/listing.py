"""The list endpoint beside a stock ModelSerializer view of the same rows: requests a second, percentiles, depth of paging, statements."""

import json
import sys
import urllib.request
from typing import Any

from infra.bench.measuring import Load, alternating, http_load, median, percentile, run_child, write_result
from tests.support.live_product import Product

ROWS = 200_000
ROUNDS = 3
CONNECTIONS = 8
REQUESTS = 1_500
PAGE = 20


def measure(product: Product, *, rows: int = ROWS, requests: int = REQUESTS) -> dict[str, Any]:
    """The product must run with infra.bench.settings. Fills its database with generated rows first."""
    run_child(
        [sys.executable, "manage.py", "shell", "-v0", "-c", f"from infra.bench.generated import fill; fill({rows})"],
        environ=product.environ,
    )
    product.query_autocommit("VACUUM ANALYZE")
    ours = [f"/api/v1/patents?limit={PAGE}"]
    theirs = [f"/stock/rights?limit={PAGE}&format=json"]
    for path in (*ours, *theirs):
        http_load(product.address, [path], connections=CONNECTIONS, requests=100)
    sides = alternating(
        ROUNDS,
        lambda: http_load(product.address, ours, connections=CONNECTIONS, requests=requests),
        lambda: http_load(product.address, theirs, connections=CONNECTIONS, requests=max(200, requests // 3)),
    )
    first, deep = _paging(product, rows)
    our_rate, their_rate = (median([load.per_second for load in side]) for side in sides)
    figures = {
        "rows": rows,
        "page": PAGE,
        "connections": CONNECTIONS,
        "ours_requests_per_second": round(our_rate),
        "stock_requests_per_second": round(their_rate),
        "ratio": round(our_rate / their_rate, 2),
        "ours_p50_ms": round(median(_all(sides[0])), 1),
        "ours_p99_ms": round(percentile(_all(sides[0]), 0.99), 1),
        "stock_p99_ms": round(percentile(_all(sides[1]), 0.99), 1),
        "ours_body_bytes": sides[0][0].body_bytes,
        "stock_body_bytes": sides[1][0].body_bytes,
        "failures": sum(load.failures for side in sides for load in side),
        "deep_page_ratio": round(median(deep) / median(first), 2),
    }
    write_result(
        "list",
        command="make bench BENCH=list",
        figures=figures,
        samples={
            "ours_per_second": [load.per_second for load in sides[0]],
            "stock_per_second": [load.per_second for load in sides[1]],
            "first_page_ms": first,
            "deep_page_ms": deep,
        },
        notes=[
            "Both views run in the same gunicorn (2 workers, 8 threads), alternating A-B-A-B over three rounds, 8 keep-alive connections.",
            "The load generator is Python on the same two cores, so absolute figures are low for both sides; the ratio is what counts.",
            "Ours adds cursors, entity tag, rates, visibility and labels; the stock view counts all rows, as LimitOffsetPagination does.",
        ],
    )
    return figures


def _all(loads: list[Load]) -> list[float]:
    return [value for load in loads for value in load.milliseconds]


def _paging(product: Product, rows: int) -> tuple[list[float], list[float]]:
    """Milliseconds of the first page and of one 95 % down the list, alternating; the walk goes there by cursors."""
    cursor = None
    for _ in range(int(rows * 0.95) // 100):
        with urllib.request.urlopen(
            f"{product.address}/api/v1/patents?limit=100&fields=id" + (f"&cursor={cursor}" if cursor else "")
        ) as answer:
            cursor = json.load(answer)["next"]
    # A cursor belongs to sort and filters, not to the page size or the fields.
    near, far = f"/api/v1/patents?limit={PAGE}", f"/api/v1/patents?limit={PAGE}&cursor={cursor}"
    first, deep = alternating(
        30,
        lambda: http_load(product.address, [near], connections=1, requests=5),
        lambda: http_load(product.address, [far], connections=1, requests=5),
    )
    return _all(first), _all(deep)
