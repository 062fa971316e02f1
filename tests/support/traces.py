"""What a write left behind: audit entries and outbox events, as plain values."""

from dataclasses import dataclass
from typing import Any

from ipmarket.kernel.audit.models import Entry, PersonalValues
from ipmarket.kernel.outbox.models import Event


@dataclass(frozen=True)
class Traces:
    """Everything that was recorded and emitted so far, oldest first."""

    entries: list[tuple[str, str, str, Any, Any]]
    events: list[tuple[str, str, str, Any]]


def entries() -> list[tuple[str, str, str, Any, Any]]:
    """(action, target type, target id, before, after) of each audit entry."""
    return [(e.action, e.target_type, e.target_id, e.before, e.after) for e in Entry.objects.order_by("id")]


def events() -> list[tuple[str, str, str, Any]]:
    """(topic, aggregate type, aggregate id, payload) of each event."""
    return [(e.topic, e.aggregate_type, e.aggregate_id, e.payload) for e in Event.objects.order_by("id")]


def traces() -> Traces:
    return Traces(entries(), events())


def personal_values() -> list[Any]:
    """The erasable values beside the entries, in the order of the entries."""
    return list(PersonalValues.objects.order_by("entry_id").values_list("values", flat=True))
