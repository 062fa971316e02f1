"""API tokens: whose they are and what they may do; and the actor that a token makes of its owner."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from ipmarket.accounts.enums import PlatformRole, TokenScope
from ipmarket.accounts.models import ApiToken, User
from ipmarket.accounts.selectors.actors import person_actor, roles_held
from ipmarket.accounts.selectors.policies import Target, person_id, registry, require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.errors import NotFound
from ipmarket.kernel.secret_tokens import digest_of, matches

# Longer than any token of ours; more is not worth hashing.
_LONGEST: Final = 200
# Scopes that open something only where the token acts for an organisation.
OF_ORGANISATION: Final = frozenset({TokenScope.ORGANISATION_READ, TokenScope.ORGANISATION_WRITE})


@dataclass(frozen=True, slots=True)
class TokenHolder:
    """Who acts by a token."""

    token_id: UUID
    user: User
    actor: Actor
    last_used_at: datetime | None


def tokens_of(actor: Actor) -> QuerySet[ApiToken]:
    """The actor's own tokens that have not been revoked, those that ran out too. Raises SignInNeeded for visitors."""
    require(actor, "accounts.account.read", Target("accounts.user", user_id=actor.user_id))
    return ApiToken.objects.filter(user_id=person_id(actor), revoked_at__isnull=True).select_related("organisation")


def token_of(actor: Actor, token_id: UUID) -> ApiToken:
    """One of the actor's own tokens. Raises NotFound for any other id."""
    token = tokens_of(actor).filter(id=token_id).first()
    if token is None:
        raise NotFound("There is no such token.")
    return token


def scopes_for(actor: Actor) -> list[dict[str, Any]]:
    """Every scope, with the actions that it opens and whether the actor may give it. Raises SignInNeeded for visitors."""
    require(actor, "accounts.account.read", Target("accounts.user", user_id=actor.user_id))
    rows = registry().values()
    return [
        {
            "code": scope.value,
            "for_organisation": scope in OF_ORGANISATION,
            "is_yours": scope != TokenScope.IMPORT or actor.has_role(PlatformRole.OPERATOR),
            "actions": [row.action for row in rows if row.scope == scope],
        }
        for scope in TokenScope
    ]


def holder_of(secret: str, *, at: datetime, request_id: str) -> TokenHolder | None:
    """Who acts by this token at a time; None for one that is unknown, expired, revoked, of somebody who may not sign in any longer, or for
    an organisation that its owner has left or that may not act. At most four queries.

    It is looked up by its digest, so that the time taken tells nothing about it. The platform roles of its owner stay asleep, but for the
    operator's where the token may import: such a token was made in a strong session.
    """
    if len(secret) > _LONGEST:
        return None
    token = ApiToken.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None or not matches(secret, token.digest) or token.revoked_at is not None or token.expires_at <= at:
        return None
    user = token.user
    if not user.is_active:
        return None
    # A program has nothing to do where nobody may act, not even to read.
    actor = person_actor(user=user, at=at, organisation_id=token.organisation_id, request_id=request_id, only_active=True)
    if token.organisation_id is None:
        actor = replace(actor, organisation_id=None, standing="", mandate_id=None)
    elif actor.organisation_id != token.organisation_id or actor.mandate_id is not None:
        return None
    roles = roles_held(user.id, at) & {PlatformRole.OPERATOR.value} if TokenScope.IMPORT in token.scopes else frozenset()
    return TokenHolder(token.id, user, replace(actor, scopes=frozenset(token.scopes), roles=roles), token.last_used_at)
