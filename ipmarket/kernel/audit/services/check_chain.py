"""Verifies the trail and keeps the result: every day what came since the last time, every week everything."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import structlog
from django.db import transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.digests import GENESIS
from ipmarket.kernel.audit.models import Verification
from ipmarket.kernel.audit.services.record_entry import record
from ipmarket.kernel.audit.services.verify_chain import Link, verify

log = structlog.get_logger(__name__)

_DETAIL: Final = 500


def _last_sound() -> Link:
    row = Verification.objects.filter(is_sound=True).order_by("-id").values_list("to_sequence", "to_hash").first()
    return Link(0, GENESIS) if row is None else Link(*row)


def check_chain(*, actor: Actor, at: datetime, is_full: bool = False, limit: int | None = None) -> Verification:
    """Verify, store what was found, record it in the trail itself, and return it. A fault is logged as an error; it never raises.

    Without ``is_full`` only what came since the last sound verification is read, at most ``limit`` links; where a fault was found, the
    next one finds it again until it is mended.
    """
    since = None if is_full else _last_sound()
    report = verify(since=since, limit=limit)
    fault = report.fault
    with transaction.atomic():
        found = Verification.objects.create(
            at=at,
            is_full=is_full,
            from_sequence=report.first_sequence,
            to_sequence=report.sealed,
            to_hash=report.head_hash,
            entry_count=report.read,
            unsealed_count=report.unsealed,
            is_sound=report.is_sound,
            problem="" if fault is None else fault.kind.value,
            place_sequence=None if fault is None else fault.sequence,
            place_entry_id=None if fault is None else fault.entry_id,
            detail="" if fault is None else fault.detail[:_DETAIL],
        )
        record(
            actor=actor,
            at=at,
            action="audit.verified",
            target_type="audit.verification",
            target_id=str(found.pk),
            after={
                "full": is_full,
                "first": found.from_sequence,
                "last": found.to_sequence,
                "sound": found.is_sound,
                "problem": found.problem,
            },
        )
    if fault is not None:
        log.error(
            "audit.verification_failed",
            verification=found.pk,
            problem=found.problem,
            sequence=fault.sequence,
            entry=fault.entry_id,
            detail=fault.detail,
        )
    return found
