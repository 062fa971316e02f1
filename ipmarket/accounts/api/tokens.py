"""A person's own API tokens."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.reauthentication import require_recent
from ipmarket.accounts.api.token_serializers import (
    MadeTokenSerializer,
    TokenOrderSerializer,
    TokenScopeListSerializer,
    TokenSerializer,
)
from ipmarket.accounts.models import ApiToken
from ipmarket.accounts.selectors.policies import require_person
from ipmarket.accounts.selectors.tokens import scopes_for, token_of, tokens_of
from ipmarket.accounts.services.make_token import make_token
from ipmarket.accounts.services.revoke_token import revoke_token
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now
from ipmarket.kernel.text import Language, Translated

_NOT_KEPT: Mapping[str, str] = {"Cache-Control": "no-store"}


def _card(token: ApiToken, *, language: Language, at: datetime) -> dict[str, Any]:
    organisation = token.organisation
    names = organisation and Translated(en=organisation.name_en, zh_hant=organisation.name_zh_hant, zh_hans=organisation.name_zh_hans)
    card: dict[str, Any] = wire(
        {
            "id": token.id,
            "name": token.name,
            "prefix": token.prefix,
            "scopes": token.scopes,
            "organisation": {"id": token.organisation_id, "name": names.best(language)[0]} if names else None,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "last_used_at": token.last_used_at,
            "is_expired": token.expires_at <= at,
        }
    )
    return card


class TokenListView(ListView):
    """My tokens, newest first; and the way to make one."""

    item_serializer = TokenSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-createdAt": Sort("-created_at", "-id")}
    default_sort = "-createdAt"
    token_actions: ClassVar[Mapping[str, str]] = {"GET": "accounts.account.read"}

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[ApiToken]:
        return tokens_of(actor)

    def items(self, rows: Sequence[ApiToken], *, context: dict[str, Any]) -> list[Any]:
        fields = context.get("fields")
        cards = [_card(token, language=context["language"], at=now()) for token in rows]
        return cards if fields is None else [{k: v for k, v in card.items() if k in fields} for card in cards]

    @extend_schema(operation_id="listTokens", tags=["account"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(operation_id="makeToken", tags=["account"], request=TokenOrderSerializer, responses={201: MadeTokenSerializer})
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        require_person(actor)
        values = read_body(request, TokenOrderSerializer)
        require_recent(request)
        # Not to be repeated by an Idempotency-Key: that would keep the secret beside the answer.
        made = make_token(actor=actor, at=now(), **values)
        card = _card(token_of(actor, made.token.id), language=language_of(request), at=now())
        return Response({**card, "token": made.secret}, status=201, headers=dict(_NOT_KEPT))


class TokenView(APIView):
    """One of my tokens."""

    @extend_schema(operation_id="revokeToken", tags=["account"], request=None, responses={204: None})
    def delete(self, request: Request, token_id: UUID) -> Response:
        actor = actor_of(request)
        require_person(actor)
        revoke_token(actor=actor, at=now(), token_id=token_id)
        return Response(status=204)


class TokenScopesView(APIView):
    """What a token may be made for."""

    token_actions: ClassVar[Mapping[str, str]] = {"GET": "accounts.account.read"}

    @extend_schema(operation_id="listTokenScopes", tags=["account"], responses=TokenScopeListSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return Response({"items": wire(scopes_for(actor_of(request)))})
