"""The session of our own front end."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.serializers import SessionSerializer, SignInSerializer
from ipmarket.accounts.selectors.organisations import names_of
from ipmarket.accounts.selectors.people import demo_accounts, myself
from ipmarket.accounts.services.start_session import end_session, start_session
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.api.throttles import ReadThrottle, SignInThrottle, WriteThrottle
from ipmarket.kernel.clock import now


@method_decorator(csrf_protect, name="dispatch")
class SessionView(APIView):
    """Who is signed in here. Signing in and out needs the CSRF token that reading gives."""

    throttle_classes = (ReadThrottle, WriteThrottle, SignInThrottle)

    @extend_schema(operation_id="readSession", tags=["session"], responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return self._answer(request, actor_of(request))

    @extend_schema(operation_id="startSession", tags=["session"], request=SignInSerializer, responses=SessionSerializer)
    def post(self, request: Request) -> Response:
        form = SignInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        values = form.validated_data
        actor = start_session(
            actor=actor_of(request), at=now(), request=request._request, email=values["email"], password=values["password"]
        )  # fmt: skip
        return self._answer(request, actor)

    @extend_schema(operation_id="endSession", tags=["session"], request=None, responses={200: SessionSerializer})
    def delete(self, request: Request) -> Response:
        end_session(actor=actor_of(request), at=now(), request=request._request)
        forget_actor(request)
        return self._answer(request, Actor(kind="visitor"))

    def _answer(self, request: Request, actor: Actor) -> Response:
        language = language_of(request)
        organisation = names_of([actor.organisation_id]).get(actor.organisation_id) if actor.organisation_id else None
        person = myself(actor)
        body: dict[str, Any] = {
            "authenticated": person is not None,
            "csrf_token": get_token(request._request),
            "person": asdict(person) if person else None,
            "organisation": {"id": actor.organisation_id, "name": organisation.best(language)[0]} if organisation else None,
            "roles": sorted(actor.roles),
            "demo_accounts": [asdict(a) for a in demo_accounts()] if settings.DEMO else [],
        }
        return Response(wire(body), headers={"Cache-Control": "no-store"})
