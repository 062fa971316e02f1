"""Organisations: founding, the own ones, one, its logo, its end."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.organisations_serializers import (
    ClosureSerializer,
    LogoParametersSerializer,
    LogoUploadSerializer,
    OrganisationEditSerializer,
    OrganisationFoundingSerializer,
    OrganisationSerializer,
    ReasonSerializer,
)
from ipmarket.accounts.api.reauthentication import require_recent
from ipmarket.accounts.models import Organisation
from ipmarket.accounts.selectors.actors import SESSION_ORGANISATION
from ipmarket.accounts.selectors.organisations_closure import closure_of
from ipmarket.accounts.selectors.organisations_seen import (
    READ,
    card_of,
    logo_of,
    organisation_for,
    organisations_of,
    own_card,
    suspensions_of,
    target_of,
)
from ipmarket.accounts.selectors.policies import Target, require, require_person
from ipmarket.accounts.services.close_organisation import close_organisation
from ipmarket.accounts.services.edit_organisation import edit_organisation
from ipmarket.accounts.services.found_organisation import found_organisation
from ipmarket.accounts.services.remove_logo import remove_logo
from ipmarket.accounts.services.set_logo import set_logo
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.etag import require_match, version_etag
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now
from ipmarket.kernel.uploads import picture

NO_STORE: Mapping[str, str] = {"Cache-Control": "no-store"}
EDIT = "accounts.organisation.edit"


def organisation_etag(organisation_id: UUID, version: int) -> str:
    """The tag by which an edit says what it has read. It is the version's alone: a change of language is no change."""
    return version_etag("organisation", str(organisation_id), version)


def card_response(request: Request, organisation_id: UUID, *, status: int = 200) -> Response:
    """The card as the actor sees it now, with the tag for a change where the actor sees a version."""
    card = card_of(actor_of(request), organisation_id, at=now(), language=language_of(request))
    headers = dict(NO_STORE)
    if "version" in card:
        headers["ETag"] = organisation_etag(organisation_id, card["version"])
    return Response(wire(card), status=status, headers=headers)


class OrganisationsView(ListView):
    """The organisations in which I have a place, newest first; and founding one."""

    token_actions: ClassVar[Mapping[str, str]] = {"GET": "accounts.account.read"}
    item_serializer = OrganisationSerializer
    sorts: ClassVar[Mapping[str, Sort]] = {"-createdAt": Sort("-created_at", "-id")}
    default_sort = "-createdAt"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Organisation]:
        require_person(actor)
        require(actor, "accounts.account.read", Target("accounts.user", user_id=actor.user_id))
        found, self._places = organisations_of(actor, at=now())
        return found

    def items(self, rows: Sequence[Organisation], *, context: dict[str, Any]) -> list[Any]:
        actor, language, on = context["actor"], context["language"], now().date()
        told = suspensions_of(actor, rows)
        cards = [
            wire(own_card(row, actor=actor, place=self._places.get(row.id), told=told.get(row.id), language=language, on=on))
            for row in rows
        ]
        fields = context.get("fields")
        return cards if fields is None else [{k: v for k, v in card.items() if k in fields} for card in cards]

    @extend_schema(operation_id="listOrganisations", tags=["organisations"])
    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        return super().get(request, *args, **keywords)

    @extend_schema(
        operation_id="foundOrganisation",
        tags=["organisations"],
        request=OrganisationFoundingSerializer,
        responses={201: OrganisationSerializer},
    )
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        require(actor, "accounts.organisation.found")
        return self._found(request)

    @idempotent(required=False)
    def _found(self, request: Request) -> Response:
        values = read_body(request, OrganisationFoundingSerializer)
        organisation = found_organisation(actor=actor_of(request), at=now(), **values)
        # Whoever founds an organisation goes on in its name.
        request._request.session[SESSION_ORGANISATION] = str(organisation.id)
        forget_actor(request)
        return card_response(request, organisation.id, status=201)


class OrganisationView(APIView):
    """One organisation."""

    token_actions: ClassVar[Mapping[str, str]] = {"GET": READ, "PATCH": EDIT}

    @extend_schema(operation_id="readOrganisation", tags=["organisations"], responses=OrganisationSerializer)
    def get(self, request: Request, organisation_id: UUID) -> Response:
        read_parameters(request, None)
        return card_response(request, organisation_id)

    @extend_schema(
        operation_id="editOrganisation", tags=["organisations"], request=OrganisationEditSerializer, responses=OrganisationSerializer
    )
    def patch(self, request: Request, organisation_id: UUID) -> Response:
        actor = actor_of(request)
        require_person(actor)
        require(actor, EDIT, target_of(organisation_id))
        version = organisation_for(actor, organisation_id, at=now()).version
        require_match(request, organisation_etag(organisation_id, version))
        values = read_body(request, OrganisationEditSerializer)
        edit_organisation(actor=actor, at=now(), organisation_id=organisation_id, changes=values, version=version)
        return card_response(request, organisation_id)


class OrganisationLogoView(APIView):
    """The logo, as we drew it anew from what was sent."""

    token_actions: ClassVar[Mapping[str, str]] = {"GET": "accounts.organisation.read_card", "PUT": EDIT, "DELETE": EDIT}
    parser_classes = (MultiPartParser,)

    @extend_schema(
        operation_id="readOrganisationLogo",
        tags=["organisations"],
        parameters=[LogoParametersSerializer],
        responses={(200, "image/webp"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, organisation_id: UUID) -> HttpResponseBase:
        read_parameters(request, LogoParametersSerializer)
        response = picture(logo_of(actor_of(request), organisation_id, at=now()))
        # The address changes with the image, and a logo stands on public pages; a suspension is told within the hour.
        response["Cache-Control"] = "private, max-age=3600"
        return response

    def initial(self, request: Request, *args: Any, **keywords: Any) -> None:
        super().initial(request, *args, **keywords)
        if request.method in {"PUT", "DELETE"}:
            # Before the body is looked at: a stranger's upload is not worth reading.
            actor = actor_of(request)
            require_person(actor)
            require(actor, EDIT, target_of(keywords["organisation_id"]))

    @extend_schema(
        operation_id="setOrganisationLogo",
        tags=["organisations"],
        request={"multipart/form-data": LogoUploadSerializer},
        responses=OrganisationSerializer,
    )
    def put(self, request: Request, organisation_id: UUID) -> Response:
        values = read_body(request, LogoUploadSerializer)
        upload = values["file"]
        set_logo(actor=actor_of(request), at=now(), organisation_id=organisation_id, chunks=upload.chunks(), name=upload.name or "logo")
        return card_response(request, organisation_id)

    @extend_schema(operation_id="removeOrganisationLogo", tags=["organisations"], responses={200: OrganisationSerializer})
    def delete(self, request: Request, organisation_id: UUID) -> Response:
        remove_logo(actor=actor_of(request), at=now(), organisation_id=organisation_id)
        return card_response(request, organisation_id)


class OrganisationClosureView(APIView):
    """What closing would end, and closing."""

    @extend_schema(operation_id="readOrganisationClosure", tags=["organisations"], responses=ClosureSerializer)
    def get(self, request: Request, organisation_id: UUID) -> Response:
        read_parameters(request, None)
        actor = actor_of(request)
        require_person(actor)
        return Response(wire(closure_of(actor, organisation_id, at=now())), headers=NO_STORE)

    @extend_schema(
        operation_id="closeOrganisation", tags=["organisations"], request=ReasonSerializer, responses={200: OrganisationSerializer}
    )
    def post(self, request: Request, organisation_id: UUID) -> Response:
        actor = actor_of(request)
        require_person(actor)
        require(actor, "accounts.organisation.close", target_of(organisation_id))
        require_recent(request)
        values = read_body(request, ReasonSerializer)
        close_organisation(actor=actor, at=now(), organisation_id=organisation_id, **values)
        forget_actor(request)
        return card_response(request, organisation_id)
