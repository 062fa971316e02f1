"""Runs named pieces of work side by side, prints how each ended, and says at the end which ones failed."""

import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 1800
UPDATE = "make generate"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether it is in order, and what it had to say."""

    passed: bool
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    work: Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Generated:
    """A committed file that a command writes. ``{output}`` in the command stands for where to write."""

    path: str
    command: tuple[str, ...]
    folder: Path = ROOT

    def write(self, target: Path) -> Outcome:
        target.parent.mkdir(parents=True, exist_ok=True)
        return carry_out([part.replace("{output}", str(target)) for part in self.command], self.folder)


def carry_out(command: Sequence[str], folder: Path = ROOT) -> Outcome:
    """Runs a command without input; both of its outputs are kept, in the order in which they came."""
    try:
        done = subprocess.run(
            list(command),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
            timeout=LIMIT_SECONDS,
        )
    except FileNotFoundError:
        return Outcome(passed=False, text=f"{command[0]} was not found.")
    except subprocess.TimeoutExpired:
        return Outcome(passed=False, text=f"Stopped after {LIMIT_SECONDS} seconds.")
    return Outcome(done.returncode == 0, done.stdout)


def command(name: str, *parts: str, folder: Path = ROOT) -> Step:
    return Step(name, lambda: carry_out(parts, folder))


def drift(name: str, generated: Generated, scratch: Path) -> Step:
    """A step that writes the file anew beside the committed one and compares them."""

    def work() -> Outcome:
        committed = ROOT / generated.path
        fresh = scratch / committed.name
        fresh.unlink(missing_ok=True)
        outcome = generated.write(fresh)
        if not outcome.passed or not fresh.is_file():
            return Outcome(passed=False, text=outcome.text or f"{generated.path} could not be generated.")
        if not committed.is_file():
            return Outcome(passed=False, text=f"{generated.path} is not there yet. Write it with: {UPDATE}")
        if committed.read_bytes() != fresh.read_bytes():
            difference = carry_out(["diff", "-u", str(committed), str(fresh)]).text.splitlines()[:40]
            told = f"{generated.path} is not what its sources say. Write it anew with: {UPDATE}"
            return Outcome(passed=False, text="\n".join([told, *difference]))
        return Outcome(passed=True, text="")

    return Step(name, work)


def run(steps: Sequence[Step], *, at_once: int) -> list[str]:
    """Runs the steps, at most ``at_once`` together, in the order given, and returns the names of those that failed."""
    width = max(len(step.name) for step in steps)
    failed: list[str] = []
    started = time.monotonic()
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        running = {pool.submit(_timed, step): step for step in steps}
        try:
            for number, future in enumerate(as_completed(running), start=1):
                step = running[future]
                outcome, seconds = future.result()
                word = "ok    " if outcome.passed else "FAILED"
                print(f"[{number:>2}/{len(steps)}] {word}  {step.name:<{width}}  {seconds:6.1f} s", flush=True)
                if not outcome.passed:
                    failed.append(step.name)
                    print(_indented(outcome.text), flush=True)
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    print(f"{len(steps) - len(failed)} of {len(steps)} in order, {time.monotonic() - started:.0f} s", flush=True)
    return failed


def _timed(step: Step) -> tuple[Outcome, float]:
    started = time.monotonic()
    return step.work(), time.monotonic() - started


def _indented(text: str) -> str:
    return "\n".join(f"        {line}" for line in text.rstrip().splitlines())
