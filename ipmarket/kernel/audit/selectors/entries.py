"""Entries of the trail, by who, for whom, what, to what and when. Each filter stands on an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.kernel.audit.models import Entry

_MANDATE: Final = "mandate:"


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """What to look for; None and "" ask for nothing. ``action`` is a prefix, the period is half-open."""

    actor_id: UUID | None = None
    organisation_id: UUID | None = None
    action: str = ""
    target_type: str = ""
    target_id: str = ""
    from_at: datetime | None = None
    to_at: datetime | None = None
    request_id: str = ""

    def named(self) -> dict[str, str]:
        """Return what is asked for, as plain text by name, for a record of the search itself."""
        values: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return {
            name: value.isoformat() if isinstance(value, datetime) else str(value)
            for name, value in values.items()
            if value not in (None, "")
        }

    def condition(self) -> Q:
        """Return the filter."""
        wanted = {
            "actor_id": self.actor_id,
            "organisation_id": self.organisation_id,
            "action__startswith": self.action,
            "target_type": self.target_type,
            "target_id": self.target_id,
            "at__gte": self.from_at,
            "at__lt": self.to_at,
            "request_id": self.request_id,
        }
        return Q(**{name: value for name, value in wanted.items() if value not in (None, "")})


def entries(wanted: EntryFilter | None = None) -> QuerySet[Entry]:
    """Return the entries with their seals and personal values, in no particular order: one statement, however many there are."""
    return Entry.objects.select_related("seal", "personal").filter((wanted or EntryFilter()).condition())


def entry_card(entry: Entry) -> dict[str, Any]:
    """Return the entry as plain values. ``personal`` is None where there never was any or where it is erased, which is said beside it."""
    seal = getattr(entry, "seal", None)
    personal = getattr(entry, "personal", None)
    return {
        "id": entry.pk,
        "at": entry.at,
        "actor_kind": entry.actor_kind,
        "actor_id": entry.actor_id,
        "actor_label": "" if entry.actor_label.startswith(_MANDATE) else entry.actor_label,
        "mandate_id": entry.actor_label.removeprefix(_MANDATE) if entry.actor_label.startswith(_MANDATE) else None,
        "organisation_id": entry.organisation_id,
        "action": entry.action,
        "target_type": entry.target_type,
        "target_id": entry.target_id,
        "before": entry.before,
        "after": entry.after,
        "reason": entry.reason,
        "request_id": entry.request_id,
        "personal": None if personal is None else personal.values,
        "is_personal_erased": bool(entry.personal_digest) and personal is None,
        "digest": entry.digest,
        "sequence": None if seal is None else seal.sequence,
        "hash": None if seal is None else seal.hash,
        "previous_hash": None if seal is None else seal.previous_hash,
    }
