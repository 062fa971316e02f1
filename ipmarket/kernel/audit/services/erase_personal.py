"""Erases the personal values of chosen entries, as a person may ask. The chain stays whole: it never held them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.models import PersonalValues
from ipmarket.kernel.audit.services.record_entry import record


def erase_personal(*, actor: Actor, at: datetime, target_type: str, target_ids: Sequence[UUID | str], reason: str) -> int:
    """Delete values and salts of every entry about these targets, record that, and return how many were erased."""
    wanted = [str(target_id) for target_id in target_ids]
    with transaction.atomic():
        rows = PersonalValues.objects.filter(entry__target_type=target_type, entry__target_id__in=wanted)
        ids = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
        erased, _ = PersonalValues.objects.filter(pk__in=ids).delete()
        for target_id in wanted:
            record(
                actor=actor,
                at=at,
                action="audit.personal_erased",
                target_type=target_type,
                target_id=target_id,
                after={"entries": erased},
                reason=reason,
            )
    return erased


def erase_old_personal(*, before: datetime, limit: int) -> int:
    """Delete the personal values of at most ``limit`` entries made before a moment, and return how many. The caller records it."""
    old = PersonalValues.objects.filter(entry__at__lt=before).order_by("pk").select_for_update(skip_locked=True, of=("self",))
    erased, _ = PersonalValues.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).delete()
    return erased
