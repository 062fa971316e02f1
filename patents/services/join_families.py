"""Rights that share priorities become one family. Runs inside the import's transaction, under the import lock."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from patents.ingest.resolution import families
from patents.models import Family, Priority, Right, StoredRecord
from patents.services.write_rights import WrittenRights

# A family grows by following shared priorities; each round reaches rights one priority further away.
_MAX_ROUNDS = 200


def join_families(*, written: WrittenRights, families_left: Collection[UUID], at: datetime) -> set[UUID]:
    """Bring the families of the written rights up to date; returns the rights whose family or its membership changed.

    `families_left` are families that lost a member to another right: what held the others together may have gone with it. A right that
    shares no priority with another belongs to no family row: it is alone.
    """
    touched = set(written.ids) | _holders(set(), set(families_left))
    keys, family_of = _reach(touched)
    members_before: dict[UUID, set[UUID]] = {}
    for right_id, family_id in family_of.items():
        if family_id is not None:
            members_before.setdefault(family_id, set()).add(right_id)
    changed: set[UUID] = set()
    used: set[UUID] = set()
    moved: list[Right] = []
    for component in families((str(right_id), frozenset(found)) for right_id, found in keys.items()):
        members = {UUID(name) for name in component}
        family_id = _family_for(members, family_of, used) if len(members) > 1 else None
        if family_id is not None:
            used.add(family_id)
        if family_id is None or members_before.get(family_id) != members:
            changed |= {right_id for right_id in members if family_of[right_id] != family_id or len(members) > 1}
        moved.extend(Right(id=right_id, family_id=family_id, updated_at=at) for right_id in members if family_of[right_id] != family_id)
    Right.objects.bulk_update(moved, ["family", "updated_at"])
    Family.objects.filter(id__in=(members_before.keys() | set(families_left)) - used).delete()
    Right.objects.filter(id__in=changed - written.changed).update(version=F("version") + 1, updated_at=at)
    return changed


def _family_for(members: set[UUID], family_of: dict[UUID, UUID | None], used: set[UUID]) -> UUID:
    """The oldest family that a member has and no other group took; a new one otherwise."""
    known = sorted({family for right_id in members if (family := family_of[right_id]) is not None} - used)
    return known[0] if known else Family.objects.create().id


def _reach(start: set[UUID]) -> tuple[dict[UUID, set[str]], dict[UUID, UUID | None]]:
    """Every right that is connected with the start by shared priorities now or by a family until now, with its keys and family."""
    keys: dict[UUID, set[str]] = {}
    family_of: dict[UUID, UUID | None] = {}
    followed: set[str] = set()
    followed_families: set[UUID] = set()
    news = set(start)
    for _round in range(_MAX_ROUNDS):
        for right_id, family_id in Right.objects.filter(id__in=news).values_list("id", "family_id"):
            family_of[right_id] = family_id
            keys[right_id] = set()
        for right_id, key in _keys_of(news):
            if right_id in keys:
                keys[right_id].add(key)
        new_keys = {key for right_id in news if right_id in keys for key in keys[right_id]} - followed
        new_families = {family for right_id in news if (family := family_of.get(right_id)) is not None} - followed_families
        followed |= new_keys
        followed_families |= new_families
        news = _holders(new_keys, new_families) - keys.keys()
        if not news:
            break
    return keys, family_of


def _keys_of(right_ids: Iterable[UUID]) -> list[tuple[UUID, str]]:
    ids = list(right_ids)
    claimed = Priority.objects.filter(right_id__in=ids).values_list("right_id", "office", "number")
    own = StoredRecord.objects.filter(right_id__in=ids).exclude(application_key="").values_list("right_id", "application_key")
    found = [(right_id, f"{office}{number}") for right_id, office, number in claimed]
    found.extend((right_id, key) for right_id, key in own)
    return found


def _holders(keys: set[str], family_ids: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    if keys:
        condition = Q(pk__in=[])
        by_office: dict[str, list[str]] = {}
        for key in keys:
            by_office.setdefault(key[:2], []).append(key[2:])
        for office, numbers in by_office.items():
            condition |= Q(office=office, number__in=numbers)
        found.update(Priority.objects.filter(condition).values_list("right_id", flat=True))
        own = StoredRecord.objects.filter(application_key__in=keys, right__isnull=False).exclude(application_key="")
        found.update(own.values_list("right_id", flat=True))
    if family_ids:
        found.update(Right.objects.filter(family_id__in=family_ids).values_list("id", flat=True))
    return found
