"""The audit trail for those who may read it: entries with the names of people and organisations, the chain, who looked at what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet, Value

from ipmarket.accounts.models import Organisation, User
from ipmarket.accounts.selectors import policies
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import selectors as audit
from ipmarket.kernel.audit.selectors import EntryFilter
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.text import Translated

READ: Final = "accounts.audit.read"
_CHUNK: Final = 1_000


@dataclass(frozen=True, slots=True)
class PartyNames:
    """Names by id. Somebody who was erased, or whom another system named, has none."""

    people: dict[UUID, str] = field(default_factory=dict)
    organisations: dict[UUID, Translated] = field(default_factory=dict)


def party_names(people: Iterable[UUID | None], organisations: Iterable[UUID | None]) -> PartyNames:
    """The names of these people and organisations, in one query however many there are."""
    person_ids, organisation_ids = ({one for one in ids if one is not None} for ids in (people, organisations))
    names = PartyNames()
    if not person_ids and not organisation_ids:
        return names
    persons = User.objects.filter(id__in=person_ids).values_list(Value("person"), "id", "name", Value(""), Value(""))
    bodies = Organisation.objects.filter(id__in=organisation_ids).values_list(
        Value("organisation"), "id", "name_en", "name_zh_hant", "name_zh_hans"
    )
    for kind, party_id, first, second, third in persons.union(bodies, all=True):
        if kind == "person":
            names.people[party_id] = first
        else:
            names.organisations[party_id] = Translated(en=first, zh_hant=second, zh_hans=third)
    return names


def audit_entries_for(actor: Actor, wanted: EntryFilter | None = None) -> QuerySet[Any]:
    """The entries that fit, in no particular order. Raises what ``policies.require`` raises for everybody but operators and auditors."""
    policies.require(actor, READ)
    return audit.entries(wanted)


def audit_entry_for(actor: Actor, entry_id: int) -> Any:
    """One entry. Raises as above, and NotFound."""
    entry = audit_entries_for(actor).filter(pk=entry_id).first()
    if entry is None:
        raise NotFound("There is no such entry.")
    return entry


def audit_cards(rows: Sequence[Any]) -> list[tuple[dict[str, Any], str | None, Translated | None]]:
    """Entries as plain values, each with the name of who acted and of the organisation that was acted for: one query for all."""
    names = party_names((row.actor_id for row in rows), (row.organisation_id for row in rows))
    return [(audit.entry_card(row), names.people.get(row.actor_id) or None, names.organisations.get(row.organisation_id)) for row in rows]


def audit_export_rows(actor: Actor, wanted: EntryFilter, *, last_id: int) -> Iterator[tuple[dict[str, Any], str | None, Translated | None]]:
    """The same for every entry that fits and is not younger than ``last_id``, newest first, read in blocks while it is written out."""
    rows = audit_entries_for(actor, wanted).filter(pk__lte=last_id).order_by("-at", "-id")

    def blocks() -> Iterator[tuple[dict[str, Any], str | None, Translated | None]]:
        stream = rows.iterator(chunk_size=_CHUNK)
        while block := list(islice(stream, _CHUNK)):
            yield from audit_cards(block)

    return blocks()


def audit_chain_for(actor: Actor) -> audit.ChainState:
    """How the chain stands. Raises as above."""
    policies.require(actor, READ)
    return audit.chain_state()


def looks_at(actor: Actor, object_type: str, object_id: str) -> QuerySet[Any]:
    """Who looked at this object, in no particular order; kept for seven years. Raises as above."""
    policies.require(actor, READ)
    return audit.looks_at(object_type, object_id)
