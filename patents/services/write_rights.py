"""Stores drafts of rights as rows: what is equal is left alone, what differs is rewritten, what merged away is removed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from patents.enums import ClassOrigin, RightType, TextStanding
from patents.ingest.resolution import RightDraft
from patents.models import ClassAssignment, ProductionTechnology, Publication, Right, RightText, StatusAssertion
from patents.services.right_rows import CHILDREN, COLUMNS, MANAGED_STANDINGS, Child, ChildRow, child_rows, copy_rows, right_columns

# Values of columns that say nothing.
_OPEN: tuple[Any, ...] = ("", None, [], RightType.UNKNOWN.value)


@dataclass(slots=True)
class WrittenRights:
    """`ids` in the order of the drafts; `changed` are those that were made, rewritten or removed."""

    ids: list[UUID] = field(default_factory=list)
    drafts: dict[UUID, RightDraft] = field(default_factory=dict)
    changed: set[UUID] = field(default_factory=set)


def write_rights(*, drafts: Sequence[tuple[UUID | None, RightDraft]], gone: Collection[UUID], at: datetime) -> WrittenRights:
    """Write each draft to its right (None makes a new one) and remove the rights in `gone`, whose records other drafts took over.

    Only what sources say is touched: an owner's texts and classes, suggestions and asserted statuses of others stay. Where an organisation
    has spoken for its right, its word stands and sources fill in what it left open.
    """
    written = WrittenRights()
    existing = _lock([right_id for right_id, _draft in drafts if right_id])
    _remove(gone, drafts, written)
    fresh: list[Right] = []
    rewritten: list[Right] = []
    children: list[tuple[UUID, RightDraft]] = []
    gaps: list[tuple[Child, ChildRow]] = []
    signatures = _signatures(existing)
    for right_id, draft in drafts:
        columns = right_columns(draft)
        right = existing.get(right_id) if right_id else None
        if right is None:
            right = Right(**columns, created_at=at, updated_at=at)
            fresh.append(right)
        written.ids.append(right.id)
        written.drafts[right.id] = draft
        if right.owner_organisation_id is not None:
            columns = {name: value for name, value in columns.items() if value and getattr(right, name) in _OPEN}
            rows = _missing_rows(right, draft, signatures)
            if not columns and not rows:
                continue
            gaps.extend(rows)
        elif right_id is not None and _is_equal(right, columns, draft, signatures):
            continue
        else:
            children.append((right.id, draft))
        written.changed.add(right.id)
        if right_id is not None:
            _change(right, columns, at)
            rewritten.append(right)
    _store(fresh, rewritten, children, gaps)
    return written


def _change(right: Right, columns: dict[str, Any], at: datetime) -> None:
    for name, value in columns.items():
        setattr(right, name, value)
    right.version += 1
    right.updated_at = at


def _missing_rows(
    right: Right, draft: RightDraft, signatures: dict[tuple[str, UUID], set[tuple[Any, ...]]]
) -> list[tuple[Child, ChildRow]]:
    """What sources add to a right whose owner has spoken: publications that it did not name, and kinds of rows that it left out wholly."""
    rows: list[tuple[Child, ChildRow]] = []
    for child in CHILDREN:
        known = signatures.get((child.name, right.id), set())
        if child.model is Publication:
            # A number without a kind says nothing new where the owner gave the kind.
            numbers = {values[:3] for values in known} | {(*values[:2], "") for values in known}
            rows.extend((child, (right.id, values)) for values in child.values(draft) if values[:3] not in numbers)
        elif not known:
            rows.extend((child, (right.id, values)) for values in child.values(draft))
    return rows


def _lock(right_ids: Sequence[UUID]) -> dict[UUID, Right]:
    if not right_ids:
        return {}
    return {right.id: right for right in Right.objects.select_for_update().filter(id__in=right_ids).order_by("id")}


def _remove(gone: Collection[UUID], drafts: Sequence[tuple[UUID | None, RightDraft]], written: WrittenRights) -> None:
    """Delete rights whose records moved elsewhere. Technologies that named them name the right that took their publications over."""
    if not gone:
        return
    heirs = {publication.number.key: right_id for right_id, draft in drafts if right_id for publication in draft.publications}
    for technology in ProductionTechnology.objects.filter(rights__in=gone).distinct().order_by("id"):
        lost = technology.rights.filter(id__in=gone).order_by("id")
        keys = {f"{p.office}{p.number}{p.kind}" for right in lost for p in right.publications.all()}
        technology.rights.add(*Right.objects.filter(id__in={heirs[key] for key in keys if key in heirs}))
    Right.objects.filter(id__in=gone).delete()
    written.changed.update(gone)


def _signatures(existing: dict[UUID, Right]) -> dict[tuple[str, UUID], set[tuple[Any, ...]]]:
    """For each kind of child row and each right the values that sources decide, so that drafts can be compared with them."""
    found: dict[tuple[str, UUID], set[tuple[Any, ...]]] = {}
    if not existing:
        return found
    for child in CHILDREN:
        rows = child.managed().filter(right_id__in=existing).values_list("right_id", *child.fields)
        for right_id, *values in rows:
            found.setdefault((child.name, right_id), set()).add(tuple(values))
    return found


def _is_equal(right: Right, columns: dict[str, Any], draft: RightDraft, signatures: dict[tuple[str, UUID], set[tuple[Any, ...]]]) -> bool:
    if any(getattr(right, name) != columns[name] for name in COLUMNS):
        return False
    return all(signatures.get((child.name, right.id), set()) == set(child.values(draft)) for child in CHILDREN) and not _new_statuses(
        right, draft
    )


def _new_statuses(right: Right, draft: RightDraft) -> list[StatusAssertion]:
    if not draft.statuses:
        return []
    known = set(right.status_assertions.values_list("source", "as_of_date", "state"))
    return [
        StatusAssertion(right=right, state=status.state, source=status.source, as_of_date=status.as_of_date, note=status.note[:400])
        for status in draft.statuses
        if (status.source, status.as_of_date, status.state) not in known
    ]


def _texts_of_owners(rewritten_ids: list[UUID], children: list[tuple[UUID, RightDraft]]) -> set[tuple[UUID, str]]:
    """Texts that owners wrote stay; converted and machine texts give way to a source's text in the same language."""
    if not rewritten_ids:
        return set()
    replaced = {(right_id, text.language) for right_id, draft in children for text in draft.texts}
    others = RightText.objects.filter(right_id__in=rewritten_ids).exclude(standing__in=MANAGED_STANDINGS)
    weaker = [text.id for text in others if text.standing != TextStanding.OWNER and (text.right_id, text.language) in replaced]
    RightText.objects.filter(id__in=weaker).delete()
    return {(text.right_id, text.language) for text in others if text.standing == TextStanding.OWNER}


def _store(fresh: list[Right], rewritten: list[Right], children: list[tuple[UUID, RightDraft]], gaps: list[tuple[Child, ChildRow]]) -> None:
    """Old child rows go before new ones come, and numbers are given up before others take them: both are unique over all rights."""
    rewritten_ids = [right.id for right in rewritten]
    replaced_ids = list({right.id for right in rewritten} & {right_id for right_id, _draft in children})
    if rewritten_ids:
        for child in CHILDREN:
            child.managed().filter(right_id__in=replaced_ids).delete()
        classified = [right_id for right_id, draft in children if draft.classes]
        ClassAssignment.objects.filter(right_id__in=classified, origin=ClassOrigin.SUGGESTED).delete()
        Right.objects.filter(id__in=rewritten_ids).update(ref="")
        Right.objects.bulk_update(rewritten, [*COLUMNS, "version", "updated_at"])
    Right.objects.bulk_create(fresh)
    kept_texts = _texts_of_owners(replaced_ids, children)
    for child in CHILDREN:
        rows = [*child_rows(child, children), *(row for kind, row in gaps if kind is child)]
        if child.model is RightText:
            rows = [(right_id, values) for right_id, values in rows if (right_id, values[0]) not in kept_texts]
        if rows:
            copy_rows(child, rows)
    by_id = {right.id: right for right in [*fresh, *rewritten]}
    with_status = [(by_id[right_id], draft) for right_id, draft in children if draft.statuses]
    for right, draft in with_status:
        StatusAssertion.objects.bulk_create(_new_statuses(right, draft))
        newest = right.status_assertions.order_by("-as_of_date", "source", "state").first()
        if newest is not None:
            Right.objects.filter(id=right.id).update(status=newest.state, status_source=newest.source, status_as_of_date=newest.as_of_date)
