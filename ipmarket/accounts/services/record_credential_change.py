"""A way of signing in was added, changed or removed. Every one of them leaves the same traces, whoever wrote the rows."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from ipmarket.accounts import credentials
from ipmarket.accounts.events import CREDENTIALS_CHANGED
from ipmarket.accounts.models import User
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


class CredentialChange(StrEnum):
    """What happened."""

    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a change
    PASSWORD_WITHDRAWN = "password_withdrawn"  # noqa: S105 - the name of a change
    ADDRESS_CONFIRMED = "address_confirmed"
    ADDRESS_CHANGED = "address_changed"
    SECOND_FACTOR_ADDED = "second_factor_added"
    SECOND_FACTOR_REMOVED = "second_factor_removed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODES_REMOVED = "recovery_codes_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_RENAMED = "passkey_renamed"
    PROVIDER_LINKED = "provider_linked"
    PROVIDER_UNLINKED = "provider_unlinked"


# What the person is told by mail. A change of address is told to the old one by whoever knows it.
TEMPLATES = {
    CredentialChange.PASSWORD_CHANGED: "accounts/password_changed",
    CredentialChange.SECOND_FACTOR_ADDED: "accounts/second_factor_added",
    CredentialChange.SECOND_FACTOR_REMOVED: "accounts/second_factor_removed",
    CredentialChange.RECOVERY_CODES_MADE: "accounts/recovery_codes_made",
    CredentialChange.PASSKEY_ADDED: "accounts/passkey_added",
    CredentialChange.PASSKEY_REMOVED: "accounts/passkey_removed",
    CredentialChange.PROVIDER_LINKED: "accounts/provider_linked",
    CredentialChange.PROVIDER_UNLINKED: "accounts/provider_unlinked",
}
# After these, whoever sits at another session may be the one against whom the change was made.
ENDS_OTHER_SESSIONS = frozenset(
    {
        CredentialChange.PASSWORD_CHANGED,
        CredentialChange.PASSWORD_WITHDRAWN,
        CredentialChange.ADDRESS_CHANGED,
        CredentialChange.SECOND_FACTOR_REMOVED,
        CredentialChange.PASSKEY_REMOVED,
        CredentialChange.PROVIDER_UNLINKED,
    }
)


@transaction.atomic
def record_credential_change(
    *,
    actor: Actor,
    at: datetime,
    user_id: UUID,
    change: CredentialChange,
    facts: Mapping[str, str] | None = None,
    is_told: bool = True,
    keep_session: str | None = None,
) -> None:
    """Records a change, tells the person, and ends the other sessions where that is wise; ``keep_session`` is the key of the present one.

    ``facts`` go into the entry and to the message; they name things ("provider", "name") and never hold an address or a secret.
    """
    user = User.objects.select_for_update().get(id=user_id)
    ended = credentials.end_sessions(user_id, keep_session) if change in ENDS_OTHER_SESSIONS else 0
    audit.record(
        actor=actor,
        at=at,
        action=f"accounts.{change.value}",
        target_type="accounts.user",
        target_id=user_id,
        after={**(facts or {}), "sessionsEnded": ended},
    )
    outbox.emit(
        topic=CREDENTIALS_CHANGED,
        aggregate_type="accounts.user",
        aggregate_id=user_id,
        payload={"userId": str(user_id), "change": change.value},
        at=at,
    )
    template = TEMPLATES.get(change)
    if is_told and template is not None:
        queue_notice(actor=actor, at=at, template=template, to=user.email, person=user, facts=facts or {})
