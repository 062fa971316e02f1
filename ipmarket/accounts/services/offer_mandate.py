"""An organisation offers somebody of another one a mandate: to act for it, within scopes and days."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import Language, MandateKind, MandateScope, MandateState
from ipmarket.accounts.errors import AccountsError, TooManyAttempts
from ipmarket.accounts.events import MANDATE_OFFERED
from ipmarket.accounts.models import Mandate, Membership
from ipmarket.accounts.selectors.mandates_open import day_of
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.invite_member import plain_address, require_language
from ipmarket.accounts.services.tell_people import tell_mandate_offered
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput, NotFound
from ipmarket.kernel.outbox import services as outbox

MOST_OPEN: Final = 100
MOST_A_DAY: Final = 5
# Nobody plans further ahead; a slip of the keyboard does.
FURTHEST: Final = timedelta(days=3660)


def _require_terms(kind: str, scopes: Sequence[str], starts_date: date, ends_date: date | None, *, today: date) -> None:
    """Raises InvalidInput ("mandate_terms_refused") for terms under which nobody could ever act, or that we do not know."""
    is_known = kind in MandateKind.values and 0 < len(scopes) <= len(MandateScope.values) and set(scopes) <= set(MandateScope.values)
    is_dated = ends_date is None or ends_date > max(starts_date, today)
    is_near = starts_date <= today + FURTHEST and (ends_date is None or ends_date <= today + 2 * FURTHEST)
    if not (is_known and is_dated and is_near and len(set(scopes)) == len(scopes)):
        raise InvalidInput(
            "A mandate has a kind, scopes that we know, and an end that is still to come and after its start.",
            code=AccountsError.MANDATE_TERMS_REFUSED,
        )


@transaction.atomic
def offer_mandate(
    *,
    actor: Actor,
    at: datetime,
    organisation_id: UUID,
    email: str,
    kind: str,
    scopes: Sequence[str],
    starts_date: date,
    ends_date: date | None = None,
    language: str = Language.EN,
) -> Mandate:
    """Stores the offer to the address and writes there. Days are days in Hong Kong; ``ends_date`` is the first day without the mandate.

    The offer stands for the address, so that the answer and what the organisation sees are the same whether or not it has an account.
    Raises NotFound to strangers, InvalidInput about address, language and terms, Conflict "already_member", "mandate_open",
    "organisation_not_active", TooManyAttempts after five offers to one address within a day.
    """
    held = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.mandates.offer")
    if actor.user_id is None:
        raise NotFound("Only a person offers a mandate.")
    address = plain_address(email)
    require_language(language)
    _require_terms(kind, scopes, starts_date, ends_date, today=day_of(at))
    _require_room(organisation_id, address, at=at)
    mandate = Mandate.objects.create(
        organisation_id=organisation_id,
        email=address,
        kind=kind,
        scopes=sorted(scopes),
        starts_date=starts_date,
        ends_date=ends_date,
        offered_by_id=actor.user_id,
        offered_at=at,
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.offer_mandate",
        target_type="accounts.mandate",
        target_id=mandate.id,
        after={
            "organisationId": str(organisation_id),
            "kind": kind,
            "scopes": mandate.scopes,
            "startsDate": starts_date.isoformat(),
            "endsDate": None if ends_date is None else ends_date.isoformat(),
            "state": mandate.state,
        },
        personal={"email": address},
    )
    outbox.emit(
        topic=MANDATE_OFFERED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation_id,
        payload={"mandateId": str(mandate.id)},
        at=at,
    )
    tell_mandate_offered(actor=actor, at=at, mandate=mandate, organisation=held.organisation, language=language)
    return mandate


def _require_room(organisation_id: UUID, address: str, *, at: datetime) -> None:
    if Membership.objects.filter(organisation_id=organisation_id, ends_at__isnull=True, user__email=address).exists():
        raise Conflict("This person is a member and needs no mandate.", code=AccountsError.ALREADY_MEMBER)
    open_ones = Mandate.objects.filter(organisation_id=organisation_id, state__in=[MandateState.OFFERED, MandateState.ACTIVE])
    if open_ones.filter(email=address).exists():
        raise Conflict("There is an open mandate for this address. End it first.", code=AccountsError.MANDATE_OPEN)
    if open_ones.count() >= MOST_OPEN:
        raise Conflict("Too many mandates are open. End some first.", code=AccountsError.MANDATE_OPEN, params={"most": MOST_OPEN})
    if Mandate.objects.filter(organisation_id=organisation_id, email=address, offered_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyAttempts("This address was offered several mandates today.", code=AccountsError.TOO_MANY_ATTEMPTS)
