"""Classification on one core: documents a second in batch, and how long one document alone takes."""

import os

# One core is what the figures promise; the libraries read these when they are first loaded.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import time  # noqa: E402 - after the thread counts
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from infra.bench.measuring import percentile, write_result  # noqa: E402
from ipmarket.settings import env as environment  # noqa: E402
from patents.classification.documents import Document  # noqa: E402
from patents.classification.pipeline import load_pipeline, suggest  # noqa: E402
from patents.classification.training.dataset import labelled_file, read_records  # noqa: E402

SOURCE = "uspto-latam"
DOCUMENTS = 4096
ALONE = 1000
ROUNDS = 3


def measure(data: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Figures and raw samples over English titles with abstracts, model already loaded."""
    documents = [Document(record.title, record.abstract) for record in read_records(labelled_file(data, SOURCE))][:DOCUMENTS]
    began = time.perf_counter()
    load_pipeline()
    load_seconds = time.perf_counter() - began
    suggest(documents[:512])
    wall: list[float] = []
    processor: list[float] = []
    for _ in range(ROUNDS):
        began, used = time.perf_counter(), time.process_time()
        suggest(documents)
        wall.append(len(documents) / (time.perf_counter() - began))
        processor.append(len(documents) / (time.process_time() - used))
    alone: list[float] = []
    for document in documents[:ALONE]:
        began = time.perf_counter()
        suggest([document])
        alone.append((time.perf_counter() - began) * 1000)
    figures = {
        "documents": len(documents),
        "documents_per_second": round(max(wall), 1),
        "documents_per_processor_second": round(max(processor), 1),
        "alone_p50_milliseconds": round(percentile(alone, 0.5), 3),
        "alone_p99_milliseconds": round(percentile(alone, 0.99), 3),
        "load_seconds": round(load_seconds, 3),
    }
    samples = {
        "documents_per_second": [round(value, 1) for value in wall],
        "documents_per_processor_second": [round(value, 1) for value in processor],
        "alone_milliseconds": [round(value, 3) for value in alone],
    }
    return figures, samples


def main() -> None:
    """Measure, write docs/benchmarks/classify.json and print the figures as one JSON object."""
    data = environment.read().data_dir
    if data is None:
        raise SystemExit("This benchmark needs real patent data: set IPMARKET_DATA_DIR.")
    figures, samples = measure(data)
    notes = [f"{SOURCE}, title and abstract, one thread for numeric libraries, the best of {ROUNDS} rounds in batch."]
    write_result("classify", command="make bench BENCH=classify", figures=figures, samples=samples, notes=notes)


if __name__ == "__main__":
    main()
