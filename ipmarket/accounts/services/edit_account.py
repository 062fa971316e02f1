"""A person changes their own name, language or time zone."""

from datetime import datetime
from zoneinfo import available_timezones

from django.db import transaction

from ipmarket.accounts.enums import Language
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import ACCOUNT_EDITED
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.policies import Target, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import InvalidInput
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def edit_account(*, actor: Actor, at: datetime, name: str | None = None, language: str | None = None, time_zone: str | None = None) -> User:
    """Change what is given and leave the rest. The address is changed through sign-in, where it is proved first.

    Raises InvalidInput for an empty name, a language that the product does not speak, and a zone that the IANA data does not name.
    """
    require(actor, "accounts.account.edit", Target(kind="accounts.user", user_id=actor.user_id))
    user = User.objects.select_for_update().get(id=actor.person_id)
    wanted = {"name": name.strip() if name is not None else None, "language": language, "time_zone": time_zone}
    if wanted["name"] == "":
        raise InvalidInput("A name is needed.")
    if language is not None and language not in Language.values:
        raise InvalidInput("The product does not speak this language.")
    if time_zone is not None and time_zone not in available_timezones():
        raise InvalidInput("There is no such time zone.", code=AccountsError.UNKNOWN_TIME_ZONE)
    changed = {field: value for field, value in wanted.items() if value is not None and value != getattr(user, field)}
    if not changed:
        return user
    before = {field: getattr(user, field) for field in changed}
    for field, value in changed.items():
        setattr(user, field, value)
    user.save(update_fields=list(changed))
    audit.record(
        actor=actor,
        at=at,
        action="accounts.edit_account",
        target_type="accounts.user",
        target_id=user.id,
        before={field: value for field, value in before.items() if field != "name"},
        after={**{field: value for field, value in changed.items() if field != "name"}, "fields": sorted(changed)},
        personal={"before": before["name"], "after": changed["name"]} if "name" in changed else None,
    )
    outbox.emit(topic=ACCOUNT_EDITED, aggregate_type="accounts.user", aggregate_id=user.id, payload={}, at=at)
    return user
