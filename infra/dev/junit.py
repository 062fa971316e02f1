"""Counts of a test run, read from the JUnit file that its runner wrote."""

from dataclasses import dataclass, field
from pathlib import Path

from defusedxml import ElementTree


@dataclass(frozen=True, slots=True)
class Skip:
    test: str
    reason: str


@dataclass(frozen=True, slots=True)
class Count:
    """``on_elasticsearch`` counts the passed tests that name that engine."""

    passed: int = 0
    failed: int = 0
    skipped: tuple[Skip, ...] = field(default=())
    failures: tuple[str, ...] = field(default=())
    on_elasticsearch: int = 0

    @property
    def line(self) -> str:
        """The plain line that closes a run."""
        return f"{self.passed} passed, {self.failed} failed, {len(self.skipped)} skipped"

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.failures + other.failures,
            self.on_elasticsearch + other.on_elasticsearch,
        )


def count(report: Path) -> Count | None:
    """The counts of a report, case by case; None where the runner wrote none or broke off while writing."""
    try:
        root = ElementTree.parse(report).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    if root is None:
        return None
    passed = on_elasticsearch = 0
    skips: list[Skip] = []
    failures: dict[str, None] = {}
    for case in root.iter("testcase"):
        name = f"{case.get('classname', '')}::{case.get('name', '')}"
        skipped = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            failures[name] = None
        elif skipped is not None:
            skips.append(Skip(name, skipped.get("message") or (skipped.text or "").strip()))
        else:
            passed += 1
            on_elasticsearch += "elasticsearch" in name.lower()
    return Count(passed, len(failures), tuple(skips), tuple(failures), on_elasticsearch)
