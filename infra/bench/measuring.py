"""What every benchmark shares: the machine, percentiles, peak memory of a child, a small closed-loop HTTP load."""

import http.client
import json
import os
import platform
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs" / "benchmarks"
PACKAGES = ("Django", "djangorestframework", "psycopg", "tantivy", "elasticsearch", "spacy", "numpy", "gunicorn", "orjson")


def percentile(samples: Sequence[float], share: float) -> float:
    """Nearest rank; `share` from 0 to 1."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def median(samples: Sequence[float]) -> float:
    return percentile(samples, 0.5)


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = next((line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), platform.processor())
    memory = next((int(line.split()[1]) // 1024 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return {
        "cores": os.cpu_count(),
        "processor": model,
        "memory_mib": memory,
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def write_result(name: str, *, command: str, figures: dict[str, Any], samples: dict[str, Any], notes: Sequence[str] = ()) -> None:
    """One JSON file a benchmark: when, where, by which command, what came out, and the raw samples behind it."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    body = {
        "name": name,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": command,
        "machine": machine(),
        "figures": figures,
        "notes": list(notes),
        "samples": samples,
    }
    (RESULTS / f"{name}.json").write_text(json.dumps(body, indent=1, ensure_ascii=False, default=str) + "\n")
    print(json.dumps({"name": name, **figures}, ensure_ascii=False, default=str), flush=True)


@dataclass(frozen=True, slots=True)
class Finished:
    """A child that ended: seconds, peak resident memory in MiB, what it printed."""

    seconds: float
    peak_mib: float
    printed: str


def run_child(command: Sequence[str], *, environ: dict[str, str]) -> Finished:
    """Runs a command by itself and reads the operating system's account of it. Raises RuntimeError where it fails."""
    began = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    # A thread drains the output, so that wait4 can give the account of this child alone.
    texts: list[str] = []
    reader = threading.Thread(target=lambda: texts.append(child.stdout.read() if child.stdout else ""))
    errors = threading.Thread(target=lambda: texts.append(child.stderr.read() if child.stderr else ""))
    reader.start()
    reader.join()
    errors.start()
    _, status, usage = os.wait4(child.pid, 0)
    errors.join()
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}: {''.join(texts)[-2000:]}")
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return Finished(time.perf_counter() - began, usage.ru_maxrss / scale, texts[0])


def own_peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@dataclass(slots=True)
class Load:
    """What a closed-loop load saw: milliseconds of each answer, how many were not 200, bytes of one answer."""

    milliseconds: list[float] = field(default_factory=list)
    failures: int = 0
    body_bytes: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


def http_load(address: str, paths: Sequence[str], *, connections: int, requests: int, headers: dict[str, str] | None = None) -> Load:
    """So many keep-alive connections, each asking one path after the other until all requests are answered."""
    where = urlsplit(address)
    load = Load()
    lock = threading.Lock()
    numbers = iter(range(requests))

    def client() -> None:
        connection = http.client.HTTPConnection(where.hostname or "127.0.0.1", where.port, timeout=30)
        seen: list[float] = []
        failures = size = 0
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                break
            began = time.perf_counter()
            connection.request("GET", paths[number % len(paths)], headers=headers or {})
            response = connection.getresponse()
            body = response.read()
            seen.append((time.perf_counter() - began) * 1000)
            failures += response.status != 200
            size = max(size, len(body))
        connection.close()
        with lock:
            load.milliseconds += seen
            load.failures += failures
            load.body_bytes = max(load.body_bytes, size)

    threads = [threading.Thread(target=client) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    load.seconds = time.perf_counter() - began
    return load


def alternating(rounds: int, *sides: Callable[[], Load]) -> list[list[Load]]:
    """A, B, A, B …: one list of loads a side, so that a drift of the machine's speed meets both."""
    results: list[list[Load]] = [[] for _ in sides]
    for _ in range(rounds):
        for place, side in enumerate(sides):
            results[place].append(side())
    return results
