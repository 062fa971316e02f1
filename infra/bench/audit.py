"""What the audit trail costs a write, and how fast it is verified.

The same transaction is timed with and without its audit entry: eight processes, each doing what a service of the house does (lock a row,
change it, write an event, commit), while the relay seals. Then a long trail is written in bulk, sealed and verified from its first link.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from infra.bench.measuring import ROOT, median, percentile, run_child, write_result
from tests.support.live_product import Product

WRITERS = 8
TRANSACTIONS = 400
ROUNDS = 3
ENTRIES = 200_000
FULL_ENTRIES = 1_000_000
VERIFICATIONS = 3
MOST_COST = 0.30
LEAST_ROWS_A_SECOND = 100_000
# A tail of this age would break the promise that everything is sealed within a second.
_PATIENCE_SECONDS = 30.0


def measure(product: Product, *, transactions: int = TRANSACTIONS, entries: int = ENTRIES) -> dict[str, Any]:
    """Append cost in A-B-A-B rounds, then verification; 1,000,000 entries as well when FULL is set."""
    plain: list[float] = []
    audited: list[float] = []
    waits: list[float] = []
    lags: list[float] = []
    _round(product, with_audit=True, transactions=50)
    for _ in range(ROUNDS):
        plain.append(_round(product, with_audit=False, transactions=transactions)[0])
        rate, milliseconds = _round(product, with_audit=True, transactions=transactions)
        audited.append(rate)
        waits += milliseconds
        lags.append(_seconds_until_sealed(product))
    cost = 1 - median(audited) / median(plain)
    figures: dict[str, Any] = {
        "writers": WRITERS,
        "transactions_a_round": WRITERS * transactions,
        "plain_per_second": round(median(plain)),
        "audited_per_second": round(median(audited)),
        "append_cost": round(cost, 3),
        "append_cost_goal": MOST_COST,
        "audited_p99_ms": round(percentile(waits, 0.99), 1),
        "sealed_after_last_commit_seconds": round(median(lags), 2),
    }
    samples: dict[str, Any] = {"plain_per_second": plain, "audited_per_second": audited, "sealed_after_seconds": lags}
    for count in (entries, *([FULL_ENTRIES] if os.environ.get("FULL") else [])):
        rates = _verify(product, count)
        figures[f"verified_rows_per_second_at_{count}"] = round(median(rates))
        samples[f"verified_rows_per_second_at_{count}"] = rates
    figures["verified_rows_per_second_goal"] = LEAST_ROWS_A_SECOND
    write_result(
        "audit",
        command="make bench BENCH=audit",
        figures=figures,
        samples=samples,
        notes=[
            "One transaction: lock a row, change it, write an outbox event, commit; with audit the entry (before, after, reason) too.",
            "Eight writer processes start together; the relay seals meanwhile. Rounds alternate A-B-A-B, the figures are medians.",
            "append_cost is the share of the rate that is lost. Writers, relay, web server and database share the machine's cores.",
            "Verification reads every sealed entry and its seal in one process and checks both hashes.",
            "One entry in four has personal values, whose salted digest is checked too.",
            "FULL=1 verifies 1,000,000 entries as well.",
        ],
    )
    return figures


def _round(product: Product, *, with_audit: bool, transactions: int) -> tuple[float, list[float]]:
    """Transactions a second of all writers together, and the milliseconds of each transaction."""
    command = [sys.executable, "-m", "infra.bench.audit", "write", "with" if with_audit else "without", str(transactions)]
    writers = [
        subprocess.Popen([*command, str(number)], cwd=ROOT, env=product.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for number in range(WRITERS)
    ]
    for writer in writers:
        if writer.stdout is None or writer.stdout.readline() != "ready\n":
            raise RuntimeError("A writer did not start.")
    for writer in writers:
        _say(writer, "go\n")
    answers = [json.loads(writer.communicate()[0]) for writer in writers]
    # From the first transaction of any writer to the last one of any: the start and the end of the processes do not count.
    seconds = max(answer["ended"] for answer in answers) - min(answer["began"] for answer in answers)
    return WRITERS * transactions / seconds, [value for answer in answers for value in answer["milliseconds"]]


def _say(writer: "subprocess.Popen[str]", text: str) -> None:
    if writer.stdin is None:
        raise RuntimeError("A writer has no input.")
    writer.stdin.write(text)
    writer.stdin.flush()


def _seconds_until_sealed(product: Product) -> float:
    """How long after the last commit the relay has sealed everything."""
    began = time.perf_counter()
    tail = "SELECT count(*) FROM audit_entry e WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.entry_id = e.id)"
    while product.query(tail)[0][0]:
        if time.perf_counter() - began > _PATIENCE_SECONDS:
            raise RuntimeError("The relay does not seal.")
    return time.perf_counter() - began


def _verify(product: Product, count: int) -> list[float]:
    """Bring the trail to so many entries, and verify it a few times: rows a second of each."""
    printed = run_child([sys.executable, "-m", "infra.bench.audit", "verify", str(count)], environ=product.environ).printed
    rates: list[float] = json.loads(printed.splitlines()[-1])
    return rates


# ── What the children do ──


def _write(with_audit: str, transactions: str, number: str) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415 - only the children need the product

    from django.db import transaction  # noqa: PLC0415 - after the set-up

    from ipmarket.accounts.models import User  # noqa: PLC0415 - after the set-up
    from ipmarket.kernel.actor import Actor  # noqa: PLC0415 - after the set-up
    from ipmarket.kernel.audit.services import record  # noqa: PLC0415 - after the set-up
    from ipmarket.kernel.outbox.services import emit  # noqa: PLC0415 - after the set-up

    at = datetime.now(UTC)
    person, _ = User.objects.get_or_create(email=f"writer-{number}@example.test", defaults={"name": "Writer", "created_at": at})
    actor = Actor(kind="person", user_id=person.pk, request_id=f"bench-{number}")
    print("ready", flush=True)
    sys.stdin.readline()
    milliseconds = []
    first = time.time()
    for turn in range(int(transactions)):
        began = time.perf_counter()
        with transaction.atomic():
            row = User.objects.select_for_update().get(pk=person.pk)
            before, row.name = row.name, f"Writer {turn}"
            row.save(update_fields=["name"])
            if with_audit == "with":
                record(
                    actor=actor, at=at, action="bench.rename", target_type="accounts.user", target_id=row.pk,
                    before={"length": len(before)}, after={"length": len(row.name), "turn": turn}, reason="measured",
                )  # fmt: skip
            emit(topic="bench.renamed", aggregate_type="accounts.user", aggregate_id=row.pk, payload={"turn": turn}, at=at)
        milliseconds.append(round((time.perf_counter() - began) * 1000, 2))
    print(json.dumps({"began": first, "ended": time.time(), "milliseconds": milliseconds}))


def _fill_and_verify(wanted: str) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415 - only the children need the product

    from django.db import connection  # noqa: PLC0415 - after the set-up

    from ipmarket.kernel.audit.models import Entry, Seal  # noqa: PLC0415 - after the set-up
    from ipmarket.kernel.audit.services import seal, verify  # noqa: PLC0415 - after the set-up
    from tests.support.audit_trail import write_entries  # noqa: PLC0415 - after the set-up

    present = Entry.objects.count()
    write_entries(int(wanted) - present, first=present)
    while Seal.objects.count() < int(wanted):
        seal(at=datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE audit_entry, audit_seal, audit_personalvalues")
    rates = []
    for _ in range(VERIFICATIONS):
        began = time.perf_counter()
        report = verify()
        if not report.is_sound:
            raise RuntimeError(f"The trail is not sound: {report.fault}")
        rates.append(round(report.read / (time.perf_counter() - began)))
    print(json.dumps(rates))


if __name__ == "__main__":
    import django

    django.setup()
    _CHILDREN: dict[str, Callable[..., None]] = {"write": _write, "verify": _fill_and_verify}
    _CHILDREN[sys.argv[1]](*sys.argv[2:])
