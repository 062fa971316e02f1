"""An organisation enters the books."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import ORGANISATION_FOUNDED
from ipmarket.accounts.models import Membership, Organisation, User
from ipmarket.accounts.selectors.organisation_rules import is_founded_by_anybody
from ipmarket.accounts.selectors.policies import require
from ipmarket.accounts.services.admit_member import admit_member
from ipmarket.accounts.services.organisation_facts import OrganisationFacts, checked_facts, columns_of
from ipmarket.accounts.services.organisation_rows import refusing_taken_number
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, Forbidden
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.text import Translated

# As many places as a person is shown when choosing for whom to act.
MOST_PLACES: Final = 50


@transaction.atomic
def found_organisation(
    *,
    actor: Actor,
    at: datetime,
    kind: str,
    name: Translated,
    country: str = "HK",
    registration_kind: str = "",
    registration_number: str = "",
    sector: str = "",
    employees: int | None = None,
    address: str = "",
    district: str = "",
    website: str = "",
    is_demo: bool = False,
) -> Organisation:
    """Creates the organisation; the person who founds it becomes its owner.

    Raises Unprocessable ("organisation_facts_refused", "registration_refused"), Conflict ("registration_taken" where the number is known in
    that country, "too_many_organisations" past fifty places of one person) and Forbidden for a kind that only the operator enters.
    What loaders bring is taken as it is.
    """
    require(actor, "accounts.organisation.found")
    facts = OrganisationFacts(kind, name, country, registration_kind, registration_number, sector, employees, address, district, website)
    founder_id = actor.user_id
    if founder_id is not None:
        facts = checked_facts(facts, on=at.date())
        if not is_founded_by_anybody(kind, on=at.date()):
            raise Forbidden("Organisations of this kind are entered by the operator.")
        _require_room(founder_id)
    organisation = refusing_taken_number(
        lambda: Organisation.objects.create(**columns_of(facts), is_demo=is_demo or _is_demo(founder_id), created_at=at)
    )
    after: dict[str, Any] = {"kind": kind, "country": country, "sector": sector, "isDemo": organisation.is_demo}
    if founder_id is not None:
        after["ownerId"] = str(founder_id)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.found_organisation",
        target_type="accounts.organisation",
        target_id=organisation.id,
        after=after,
    )
    outbox.emit(
        topic=ORGANISATION_FOUNDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"organisationId": str(organisation.id)},
        at=at,
    )
    if founder_id is not None:
        admit_member(actor=actor, at=at, user_id=founder_id, organisation_id=organisation.id, role=MemberRole.OWNER)
    return organisation


def _is_demo(founder_id: UUID | None) -> bool:
    """What demo people found is demo too."""
    return founder_id is not None and User.objects.filter(id=founder_id, is_demo=True).exists()


def _require_room(user_id: UUID) -> None:
    """The person's row is locked, so that two requests at once do not both find room."""
    User.objects.select_for_update().get(id=user_id)
    if Membership.objects.filter(user_id=user_id, ends_at__isnull=True).count() >= MOST_PLACES:
        raise Conflict(f"A person belongs to at most {MOST_PLACES} organisations.", code=AccountsError.TOO_MANY_ORGANISATIONS)
