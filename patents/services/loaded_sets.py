"""Remembers which version of a shipped data set an installation holds, as an import that has ended."""

from datetime import datetime

from ipmarket.kernel.actor import Actor
from patents.enums import BatchState
from patents.models import ImportBatch


def was_loaded(source: str, version: str) -> bool:
    """Whether this version (a SHA-256 of its files) was the last one of the set that was loaded."""
    last = ImportBatch.objects.filter(source=source, state=BatchState.FINISHED).order_by("-created_at", "-id").first()
    return last is not None and last.file_sha256 == version


def remember_load(
    *, actor: Actor, at: datetime, source: str, name: str, version: str, created: int, updated: int = 0, unchanged: int = 0
) -> ImportBatch:
    """Part of a loading service, inside its transaction, which audits and announces the load."""
    total = created + updated + unchanged
    return ImportBatch.objects.create(
        file_name=name, file_sha256=version, source=source, state=BatchState.FINISHED, position=total, read_count=total,
        created_count=created, updated_count=updated, unchanged_count=unchanged, created_by_label=actor.label,
        created_at=at, started_at=at, finished_at=at,
    )  # fmt: skip
