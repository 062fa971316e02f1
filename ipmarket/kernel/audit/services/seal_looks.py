"""Puts the digest of each past hour's looks into the chain as one entry, so that a look altered, deleted or put in later shows.

An hour is sealed an hour after its end: no request lasts so long, so no look of it can still be on its way.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from django.db import connection, transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.digests import microseconds
from ipmarket.kernel.audit.errors import FaultFound, FaultKind
from ipmarket.kernel.audit.models import Entry, Look
from ipmarket.kernel.audit.services.record_entry import record

ACTION: Final = "audit.looks_sealed"
TARGET: Final = "audit.look_hour"
KEPT_YEARS: Final = 7
_LOCK: Final = (0x49504D, 2)
_HOUR: Final = timedelta(hours=1)
_MOST_HOURS: Final = 24 * 31
_COLUMNS: Final = ("id", "object_type", "object_id", "user_id", "organisation_id", "what", "at", "request_id")


def _digest_of(rows: Iterator[tuple[Any, ...]]) -> tuple[str, int]:
    digest = hashlib.sha256()
    count = 0
    for row in rows:
        values = [microseconds(value) if isinstance(value, datetime) else value for value in row]
        digest.update(orjson.dumps(values) + b"\n")
        count += 1
    return digest.hexdigest(), count


def _looks_of(hour: datetime) -> Iterator[tuple[Any, ...]]:
    return Look.objects.filter(hour=hour).order_by("id").values_list(*_COLUMNS).iterator(chunk_size=2_000)


def _last_sealed_hour() -> datetime | None:
    target_id = Entry.objects.filter(target_type=TARGET, action=ACTION).order_by("-target_id").values_list("target_id", flat=True).first()
    return None if target_id is None else datetime.fromisoformat(target_id)


def seal_looks(*, at: datetime) -> int:
    """Record one entry for each past hour that has looks and is not sealed yet, and return how many were recorded."""
    end = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0) - _HOUR
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", list(_LOCK))
        hours = Look.objects.filter(hour__lt=end).order_by("hour")
        last = _last_sealed_hour()
        if last is not None:
            hours = hours.filter(hour__gt=last)
        chosen = list(hours.values_list("hour", flat=True).distinct()[:_MOST_HOURS])
        for hour in chosen:
            digest, count = _digest_of(_looks_of(hour))
            record(
                actor=Actor.system("audit"),
                at=at,
                action=ACTION,
                target_type=TARGET,
                target_id=hour.astimezone(UTC).isoformat(),
                after={"digest": digest, "looks": count},
            )
    return len(chosen)


def forget_old_looks(*, at: datetime, before: datetime, limit: int = 10_000) -> int:
    """Delete looks from before a moment, and return how many; none that is younger than seven years, which the database keeps whoever asks.

    How long they are kept beyond that is a dated rule, which the caller knows: rules stand above the floor.
    """
    due = min(before, at - timedelta(days=366 * KEPT_YEARS))
    old = Look.objects.filter(at__lt=due).order_by("at", "id").values_list("pk", flat=True)[:limit]
    return Look.objects.filter(pk__in=list(old)).delete()[0]


def _sealed_hours(first: int, last: int) -> Iterator[tuple[int, int, str, dict[str, Any]]]:
    rows = Entry.objects.filter(target_type=TARGET, action=ACTION, seal__sequence__range=(first, last)).order_by("seal__sequence")
    for sequence, entry_id, hour, after in rows.values_list("seal__sequence", "id", "target_id", "after").iterator(chunk_size=2_000):
        yield sequence, entry_id, hour, after or {}


def walk_looks(first: int, last: int) -> None:
    """Compare the looks of each hour that is sealed in these links with its digest. Raises FaultFound at the first that does not fit.

    Hours whose looks have all reached the end of their keeping are left out.
    """
    for sequence, entry_id, hour, after in _sealed_hours(first, last):
        digest, count = _digest_of(_looks_of(datetime.fromisoformat(hour)))
        if digest != after.get("digest") and not (count == 0 and _is_past_keeping(datetime.fromisoformat(hour))):
            detail = f"The looks of {hour} are not those that were sealed ({count} of {after.get('looks')})."
            raise FaultFound(FaultKind.LOOK_ALTERED, sequence, entry_id, detail)
    if first == 1:
        _refuse_hours_put_in()


def _refuse_hours_put_in() -> None:
    """Raise FaultFound for looks of an hour that had none when the hours after it were sealed."""
    last = _last_sealed_hour()
    if last is None:
        return
    sealed = set(Entry.objects.filter(target_type=TARGET, action=ACTION).values_list("target_id", flat=True))
    for hour in Look.objects.filter(hour__lte=last).order_by("hour").values_list("hour", flat=True).distinct().iterator():
        if hour.astimezone(UTC).isoformat() not in sealed:
            raise FaultFound(FaultKind.LOOK_ALTERED, None, None, f"The looks of {hour.isoformat()} were put in after that hour was over.")


def _is_past_keeping(hour: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s < now() - make_interval(years => %s)", [hour + _HOUR, KEPT_YEARS])
        return bool((cursor.fetchone() or (False,))[0])
