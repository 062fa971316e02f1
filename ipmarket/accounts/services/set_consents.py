"""A person agrees to something optional, or takes it back."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import ConsentKind
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import CONSENTS_CHANGED
from ipmarket.accounts.models import Consent, User
from ipmarket.accounts.selectors.consents import consents_of
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import InvalidInput
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def set_consents(*, actor: Actor, at: datetime, wanted: Mapping[str, bool]) -> dict[str, bool]:
    """Bring the person's consents to what is wanted and return all of them. Kinds that are not named stay as they are."""
    require(actor, "accounts.consents.edit", Target(kind="accounts.user", user_id=actor.user_id))
    unknown = set(wanted) - set(ConsentKind.values)
    if unknown:
        raise InvalidInput("There is no such consent.", code=AccountsError.UNKNOWN_CONSENT)
    user_id = _locked(actor.person_id)
    before = consents_of(user_id)
    after = {**before, **wanted}
    for kind in sorted(after):
        if after[kind] and not before[kind]:
            Consent.objects.create(user_id=user_id, kind=kind, given_at=at)
        elif before[kind] and not after[kind]:
            Consent.objects.filter(user_id=user_id, kind=kind, withdrawn_at__isnull=True).update(withdrawn_at=at)
    if after != before:
        audit.record(
            actor=actor, at=at, action="accounts.set_consents", target_type="accounts.user", target_id=user_id, before=before, after=after,
        )  # fmt: skip
        outbox.emit(topic=CONSENTS_CHANGED, aggregate_type="accounts.user", aggregate_id=user_id, payload={}, at=at)
    return after


def _locked(user_id: UUID) -> UUID:
    """The person's row, locked, so that two tabs do not open one consent twice."""
    return User.objects.select_for_update().only("id").get(id=user_id).id
