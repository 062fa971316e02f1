"""Programs sign in with ``Authorization: Bearer ipm_…``. Such a request has no session: a cookie beside the header counts for nothing."""

from datetime import timedelta
from typing import Any, Final

from django.db.models import Q
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.models import ApiToken, User
from ipmarket.accounts.selectors.actors import TOKEN_ACTOR
from ipmarket.accounts.selectors.policies import require_scope, row_of
from ipmarket.accounts.selectors.tokens import TokenHolder, holder_of
from ipmarket.kernel.api.acting import forget_actor
from ipmarket.kernel.api.client import client_address
from ipmarket.kernel.api.middleware import request_id_of
from ipmarket.kernel.api.throttles import count
from ipmarket.kernel.clock import now
from ipmarket.kernel.errors import Forbidden

_KEYWORD: Final = "bearer"
# When a token was last used is told to the minute, so that reading does not become writing.
_NOTED_EVERY: Final = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """Who acts by the token of the request, for the views that take tokens.

    A view names the action of each method that takes them, ``token_actions = {"GET": "patents.catalogue.read"}``; the action's row in the
    table of policies names the scope. A view or a method without one takes none. Whatever the token's owner may not do stays forbidden.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the owner and the token; None without the header.

        Raises AuthenticationFailed (401) alike for tokens that are unknown, expired, revoked or without their owner, and Forbidden
        (403, "scope_missing") where the token does not reach.
        """
        keyword, _, secret = request.headers.get("Authorization", "").partition(" ")
        if keyword.lower() != _KEYWORD:
            return None
        plain = request._request
        holder = holder_of(secret.strip(), at=now(), request_id=request_id_of(plain))
        if holder is None:
            _count_refusal(request)
            raise AuthenticationFailed("This token is not accepted.")
        _require_reach(request, holder)
        _note_use(holder)
        setattr(plain, TOKEN_ACTOR, holder.actor)
        # Whoever was worked out from a session cookie does not count here.
        forget_actor(plain)
        return holder.user, ApiToken(id=holder.token_id)

    def authenticate_header(self, request: Request) -> str:
        """Return what a refusal names as the way to sign in."""
        return 'Bearer realm="ipmarket"'


def _count_refusal(request: Request) -> None:
    """Throttles are asked after authentication, so guessing is counted here, by address. Raises Throttled (429)."""
    rate, is_allowed = count("refused_token", client_address(request._request), at_seconds=now().timestamp())
    if not is_allowed:
        raise Throttled(wait=rate.reset_seconds)


def _require_reach(request: Request, holder: TokenHolder) -> None:
    view = (request.parser_context or {}).get("view")
    actions: dict[str, str] = getattr(view, "token_actions", {})
    action = actions.get("GET" if request.method == "HEAD" else str(request.method))
    if action is None:
        raise Forbidden("This address takes no tokens.", code=AccountsError.SCOPE_MISSING)
    require_scope(holder.actor, row_of(action))


def _note_use(holder: TokenHolder) -> None:
    """Not a write of the domain: it decides nothing, nobody is told, and it leaves no entry in the audit trail."""
    at = now()
    if holder.last_used_at is not None and holder.last_used_at > at - _NOTED_EVERY:
        return
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - _NOTED_EVERY)
    ApiToken.objects.filter(stale, id=holder.token_id).update(last_used_at=at)


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # the library's class has no annotations
    """How the API description shows tokens."""

    target_class = "ipmarket.accounts.api.token_authentication.TokenAuthentication"
    name = "apiToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        """Return the scheme."""
        return {"type": "http", "scheme": "bearer", "description": "An API token of a person, made in the account."}
