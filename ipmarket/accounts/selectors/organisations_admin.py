"""All organisations, for the operator and the auditor."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from ipmarket.accounts.enums import OrganisationState
from ipmarket.accounts.models import Membership, Organisation, Suspension
from ipmarket.accounts.organisation_names import why_alike
from ipmarket.accounts.selectors.members_standing import open_at
from ipmarket.accounts.selectors.organisation_evidence import case_card, cases_of
from ipmarket.accounts.selectors.organisations_seen import card_of
from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Language

MOST_DUPLICATES: Final = 20
MOST_CASES: Final = 20
MOST_SUSPENSIONS: Final = 20
_LIVING: Final = [OrganisationState.ACTIVE, OrganisationState.SUSPENDED]
_NAMES: Final = ("name_en", "name_zh_hant", "name_zh_hans")


def organisations_for_staff(actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Organisation]:
    """All organisations that fit; ``q`` is looked for in the names and in the registration number, each by its index."""
    require(actor, "accounts.organisations.read_all")
    rows = Organisation.objects.all()
    if words := unicodedata.normalize("NFKC", filters.get("q", "")).strip():
        found = Q(registration_number__icontains=words)
        for name in _NAMES:
            found |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(found)
    for name in ("kind", "state", "verification"):
        if filters.get(name):
            rows = rows.filter(**{name: filters[name]})
    return rows


def staff_row(organisation: Organisation) -> dict[str, Any]:
    """One line of the list."""
    return {
        "id": organisation.id,
        "kind": organisation.kind,
        "name": _name(organisation),
        "state": organisation.state,
        "country": organisation.country,
        "registration_kind": organisation.registration_kind,
        "registration_number": organisation.registration_number,
        "verification": organisation.verification,
        "is_demo": organisation.is_demo,
        "created_at": organisation.created_at,
    }


def organisation_for_staff(actor: Actor, organisation_id: UUID, *, at: datetime, language: Language) -> dict[str, Any]:
    """The whole card with its people counted, its cases, its suspensions, and what may be the same organisation. Raises NotFound."""
    require(actor, "accounts.organisations.read_all")
    card = card_of(actor, organisation_id, at=at, language=language)
    return {
        **card,
        "members_count": Membership.objects.filter(open_at(at), organisation_id=organisation_id).count(),
        "cases": [case_card(case) for case in cases_of(actor, organisation_id).order_by("-submitted_at", "-id")[:MOST_CASES]],
        "suspensions": suspensions_of(organisation_id),
        "duplicates": duplicates_of(organisation_id),
    }


def suspensions_of(whose: UUID) -> list[dict[str, Any]]:
    """The latest suspensions of the organisation or the person of this id, newest first."""
    rows = Suspension.objects.filter(Q(organisation_id=whose) | Q(user_id=whose)).order_by("-starts_at", "-id")
    return [
        {
            "id": row.id,
            "reason": row.reason,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
            "end_reason": row.end_reason,
        }
        for row in rows[:MOST_SUSPENSIONS]
    ]


def duplicates_of(organisation_id: UUID) -> list[dict[str, Any]]:
    """Living organisations of the same country with the same number in another notation, or the same name in any language."""
    mine = Organisation.objects.get(id=organisation_id)
    if not mine.match_keys or mine.state not in _LIVING:
        return []
    alike = Organisation.objects.filter(match_keys__overlap=mine.match_keys, country=mine.country, state__in=_LIVING).exclude(id=mine.id)
    return [
        {"id": row.id, "name": _name(row), "why": why_alike(mine.match_keys, row.match_keys), "verification": row.verification}
        for row in alike.order_by("created_at", "id")[:MOST_DUPLICATES]
    ]


def _name(organisation: Organisation) -> dict[str, str]:
    return {"en": organisation.name_en, "zh_hant": organisation.name_zh_hant, "zh_hans": organisation.name_zh_hans}
