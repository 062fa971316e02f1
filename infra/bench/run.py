"""`make bench`: every benchmark, or the one that BENCH names, with results in docs/benchmarks/."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipmarket.settings.dev")

from infra.bench import audit, importing, listing, policies, searching, signing_in, tampering  # noqa: E402 - after the path is set
from ipmarket.settings import env as environment  # noqa: E402
from tests.support.live_product import live_product  # noqa: E402

BENCH_SETTINGS = {"DJANGO_SETTINGS_MODULE": "infra.bench.settings"}


def _data_dir() -> Path:
    found = environment.read().data_dir
    if found is None:
        sys.exit("These benchmarks need real patent data: set IPMARKET_DATA_DIR.")
    return found


def bench_import() -> None:
    with live_product(extra_environ={"IPMARKET_DEMO": "0"}) as product:
        importing.measure(product, _data_dir())


def bench_classify() -> None:
    from infra.bench import classification  # noqa: PLC0415 - loads the model

    classification.main()


def bench_search() -> None:
    with live_product(extra_environ=BENCH_SETTINGS, workers=2) as product:
        searching.measure(product, _data_dir())


def bench_list() -> None:
    with live_product(extra_environ=BENCH_SETTINGS, workers=2) as product:
        listing.measure(product)


def bench_audit() -> None:
    with live_product(extra_environ={"IPMARKET_DEMO": "0"}) as product:
        audit.measure(product)


def bench_tampering() -> None:
    tampering.main()


def bench_sign_in() -> None:
    with live_product(extra_environ=BENCH_SETTINGS, workers=2) as product:
        signing_in.measure(product)


def bench_policies() -> None:
    with live_product(extra_environ=BENCH_SETTINGS, workers=2) as product:
        policies.measure(product)


BENCHES: dict[str, Callable[[], None]] = {
    "import": bench_import,
    "classify": bench_classify,
    "search": bench_search,
    "list": bench_list,
    "audit": bench_audit,
    "tampering": bench_tampering,
    "sign-in": bench_sign_in,
    "policies": bench_policies,
}


def main() -> int:
    wanted = os.environ.get("BENCH", "").split() or list(BENCHES)
    for name in wanted:
        if name not in BENCHES:
            print(f"There is no benchmark {name!r}. Known: {', '.join(BENCHES)}.")
            return 2
        print(f"— {name}", flush=True)
        BENCHES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
