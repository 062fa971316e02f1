"""R10 at its full size: a trail of a million entries, tampered with in every way that the tests know, verified after each.

The test itself is tests/integration/kernel/test_audit_mutations.py, which runs over 20,000 entries in every test run; it fails when one
mutation is not found with its place.
"""

import os
import sys

from infra.bench.measuring import run_child, write_result

ENTRIES = 1_000_000
# Each of the 22 ways three times; one verification of the whole takes eight seconds.
MUTATIONS = 66
TEST = "tests/integration/kernel/test_audit_mutations.py::test_every_mutation_is_found_with_its_place"


def main() -> None:
    """Run the test at full size and write how many were found. Raises RuntimeError when one was not."""
    entries = int(os.environ.get("ENTRIES") or ENTRIES)
    sizes = {"IPMARKET_TRAIL_ENTRIES": str(entries), "IPMARKET_TRAIL_MUTATIONS": str(MUTATIONS)}
    command = [sys.executable, "-m", "pytest", TEST, "-q", "-p", "no:randomly"]
    # The tests bring their own settings.
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = run_child(command, environ={**environ, **sizes})
    if "1 passed" not in done.printed:
        raise RuntimeError(f"The test did not run: {done.printed[-500:]}")
    write_result(
        "tampering",
        command="make bench BENCH=tampering",
        figures={"entries": entries, "mutations": MUTATIONS, "found_with_place": MUTATIONS, "seconds": round(done.seconds)},
        samples={},
        notes=[
            "Writing and sealing the trail and every verification are in the time; so is whatever else the machine did.",
            "Edits of one byte, deletions, insertions with and without a fitting seal, reordering, rewriting to the end, truncation,",
            "and the same for the anchored head and its history.",
        ],
    )
