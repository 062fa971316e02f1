"""A person revokes one of their API tokens; it is refused from this moment on."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.events import TOKEN_REVOKED
from ipmarket.accounts.models import ApiToken
from ipmarket.accounts.selectors.policies import Target, person_id, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def revoke_token(*, actor: Actor, at: datetime, token_id: UUID) -> None:
    """Revokes the actor's own token; one that is revoked already stays as it is. Raises NotFound for any other id."""
    require(actor, "accounts.tokens.manage", Target("accounts.user", user_id=actor.user_id))
    token = ApiToken.objects.select_for_update().filter(id=token_id, user_id=person_id(actor)).first()
    if token is None:
        raise NotFound("There is no such token.")
    if token.revoked_at is not None:
        return
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    audit.record(actor=actor, at=at, action="accounts.revoke_token", target_type="accounts.api_token", target_id=token.id)
    outbox.emit(topic=TOKEN_REVOKED, aggregate_type="accounts.user", aggregate_id=token.user_id, payload={"tokenId": str(token.id)}, at=at)
