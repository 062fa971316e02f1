"""A person makes an API token: a secret with which a program acts in their name, within scopes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import PlatformRole, TokenScope
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import TOKEN_MADE
from ipmarket.accounts.models import ApiToken, User
from ipmarket.accounts.selectors.actors import MANDATE, standings_of
from ipmarket.accounts.selectors.policies import Target, person_id, require
from ipmarket.accounts.selectors.suspensions import refuse_while_suspended
from ipmarket.accounts.selectors.tokens import OF_ORGANISATION
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput, NotFound, Unprocessable
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.secret_tokens import digest_of, new_token

# So that a token is known for what it is wherever it turns up, by secret scanners too.
START: Final = "ipm_"
PREFIX_CHARACTERS: Final = 12
MOST_TOKENS: Final = 20
MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class MadeToken:
    """``secret`` is shown now and never again; only its digest is kept."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(
    *, actor: Actor, at: datetime, name: str, scopes: Collection[str], expires_in_days: int, organisation_id: UUID | None = None
) -> MadeToken:
    """Makes the token and writes to its owner that it was made. The caller has asked the person to prove again who they are.

    It acts for the organisation named, in which the person is a member, or for none. Raises InvalidInput for unknown scopes and a period
    out of bounds, NotFound for an organisation without a membership, Unprocessable ("scope_not_yours") for scopes that are not the
    person's to give, Conflict ("too_many_tokens", and "organisation_not_active" for an organisation that is suspended).
    """
    require(actor, "accounts.tokens.manage", Target("accounts.user", user_id=actor.user_id))
    wanted = sorted({TokenScope(scope) for scope in scopes if scope in TokenScope.values})
    if len(wanted) != len(set(scopes)) or not wanted:
        raise InvalidInput("Name at least one scope, and known ones only.", params={"scopes": TokenScope.values})
    if not 1 <= expires_in_days <= MOST_DAYS:
        raise InvalidInput(f"A token lasts 1 to {MOST_DAYS} days.", params={"most": MOST_DAYS})
    owner = User.objects.select_for_update().get(id=person_id(actor))
    _require_own(actor, owner, set(wanted), organisation_id, at)
    if ApiToken.objects.filter(user=owner, revoked_at__isnull=True, expires_at__gt=at).count() >= MOST_TOKENS:
        raise Conflict(f"At most {MOST_TOKENS} tokens at a time.", code=AccountsError.TOO_MANY_TOKENS, params={"most": MOST_TOKENS})
    secret = START + new_token()
    token = ApiToken.objects.create(
        user=owner,
        organisation_id=organisation_id,
        name=name,
        prefix=secret[:PREFIX_CHARACTERS],
        digest=digest_of(secret),
        scopes=wanted,
        created_at=at,
        expires_at=at + timedelta(days=expires_in_days),
    )
    audit.record(
        actor=actor,
        at=at,
        action="accounts.make_token",
        target_type="accounts.api_token",
        target_id=token.id,
        after={
            "scopes": wanted,
            "organisationId": str(organisation_id) if organisation_id else None,
            "expiresAt": token.expires_at.isoformat(),
        },
        personal={"name": name},
    )
    outbox.emit(topic=TOKEN_MADE, aggregate_type="accounts.user", aggregate_id=owner.id, payload={"tokenId": str(token.id)}, at=at)
    facts = {"token_name": name, "scopes": ",".join(wanted), "expires_at": token.expires_at.isoformat()}
    queue_notice(actor=actor, at=at, template="accounts/token_made", to=owner.email, person=owner, facts=facts)
    return MadeToken(token, secret)


def _require_own(actor: Actor, owner: User, scopes: set[TokenScope], organisation_id: UUID | None, at: datetime) -> None:
    """Nobody gives a program more than they have: an organisation's scopes take a membership, the operator's a strong session."""
    if organisation_id is not None:
        places = {place.organisation_id: place for place in standings_of(owner.id, at) if place.can_act and place.standing != MANDATE}
        if organisation_id not in places:
            raise NotFound("There is no such thing, or it is not visible to you.")
        refuse_while_suspended(user_id=owner.id, organisation_id=organisation_id)
    missing = scopes & OF_ORGANISATION if organisation_id is None else set()
    if TokenScope.IMPORT in scopes and not actor.has_role(PlatformRole.OPERATOR):
        missing.add(TokenScope.IMPORT)
    if missing:
        raise Unprocessable(
            "These scopes are not yours to give here.", code=AccountsError.SCOPE_NOT_YOURS, params={"scopes": sorted(missing)}
        )
