"""`make test`: every test of both languages, a readable summary, and one closing line with all counts.

Arguments are handed to pytest (``infra/dev/test_all.py tests/unit``); the front end's tests then run all the same.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.chdir(ROOT)

from infra.dev import junit  # noqa: E402 - after the path is set

REPORTS = ROOT / "var" / "reports"
FRONTEND = ROOT / "frontend"
# Two workers by default, each with a database of its own; a file stays on one worker, so that what it starts once is started once.
WORKERS = os.environ.get("IPMARKET_TEST_WORKERS", "2")
GRACE_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    command: tuple[str, ...]
    folder: Path
    report: Path


def suites(arguments: list[str]) -> list[Suite]:
    python_report, frontend_report = REPORTS / "pytest.xml", REPORTS / "vitest.xml"
    pytest = (sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "loadfile", "-q", f"--junitxml={python_report}", *arguments)
    vitest = ("npx", "--no-install", "vitest", "run", "--reporter=dot", "--reporter=junit", f"--outputFile.junit={frontend_report}")
    return [Suite("Python", pytest, ROOT, python_report), Suite("front end", vitest, FRONTEND, frontend_report)]


def carry_out(suite: Suite) -> junit.Count:
    """Runs one suite with its output shown as it comes. A runner that broke off counts as a failure even where its report shows none."""
    print(f"\n{suite.name}: {' '.join(Path(part).name if part == sys.executable else part for part in suite.command)}", flush=True)
    suite.report.unlink(missing_ok=True)
    environment = {**os.environ, "IPMARKET_TEST_RUN": os.environ.get("IPMARKET_TEST_RUN", str(os.getpid()))}
    if not sys.stdout.isatty():
        environment["NO_COLOR"] = "1"
    try:
        # A session of its own: Ctrl-C reaches us alone, and we pass it on once, so that the runner's clean-up is not interrupted again.
        child = subprocess.Popen(suite.command, cwd=suite.folder, stdin=subprocess.DEVNULL, env=environment, start_new_session=True)
    except FileNotFoundError:
        return junit.Count(failed=1, failures=(f"{suite.name}: {suite.command[0]} was not found",))
    try:
        code = child.wait()
    except KeyboardInterrupt:
        _end(child)
        raise
    counted = junit.count(suite.report)
    if counted is None:
        return junit.Count(failed=1, failures=(f"{suite.name}: the runner ended with {code} and left no report",))
    if code != 0 and counted.failed == 0:
        return counted + junit.Count(failed=1, failures=(f"{suite.name}: the runner ended with {code}",))
    return counted


def _end(child: subprocess.Popen[bytes]) -> None:
    """Lets the runner put its databases and servers away; kills it only when it does not."""
    child.send_signal(signal.SIGINT)
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def elasticsearch_sentence(total: junit.Count) -> str:
    """Whether the second search engine was part of the run. Its tests say "Elasticsearch" where they were left out."""
    left_out = [skip for skip in total.skipped if "elasticsearch" in skip.reason.lower()]
    if left_out:
        missing = [name for name, program in (("a JDK", "javac"), ("Maven", "mvn")) if shutil.which(program) is None]
        why = f"{' and '.join(missing)} not found" if missing else left_out[0].reason
        return f"Elasticsearch: LEFT OUT, {len(left_out)} tests ({why})."
    if total.on_elasticsearch:
        return f"Elasticsearch: part of the run, {total.on_elasticsearch} tests passed on it."
    return "Elasticsearch: none of its tests was chosen."


def summary(counts: dict[str, junit.Count], total: junit.Count, seconds: float) -> None:
    print("\n" + "─" * 72)
    for name, counted in counts.items():
        print(f"{name + ':':<12} {counted.line}")
    for reason, how_often in Counter(skip.reason for skip in total.skipped).most_common(12):
        print(f"skipped {how_often} ×: {reason}")
    print(elasticsearch_sentence(total))
    for name in total.failures[:60]:
        print(f"failed: {name}")
    if len(total.failures) > 60:
        print(f"… and {len(total.failures) - 60} more, see var/reports/")
    print(f"took {seconds:.0f} s; reports in var/reports/")


def main(arguments: list[str]) -> int:
    REPORTS.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    counts = {suite.name: carry_out(suite) for suite in suites(arguments)}
    total = sum(counts.values(), junit.Count())
    must_have_elasticsearch = os.environ.get("IPMARKET_REQUIRE_ELASTICSEARCH", "") == "1"
    if must_have_elasticsearch and any("elasticsearch" in skip.reason.lower() for skip in total.skipped):
        total += junit.Count(failed=1, failures=("Elasticsearch was left out although a JDK and Maven are there",))
    summary(counts, total, time.monotonic() - started)
    print(total.line, flush=True)
    return 0 if total.failed == 0 and total.passed > 0 else 1


def _interrupt(signum: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _interrupt)
    try:
        sys.exit(main(parser.parse_known_args()[1]))
    except KeyboardInterrupt:
        print("\nstopped before the end; nothing is counted", flush=True)
        sys.exit(130)
