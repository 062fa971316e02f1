"""The session of our own front end: who is signed in here, and for whom they act. Signing in and out stands under /api/auth/."""

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.accounts.api.serializers import ChosenOrganisationSerializer, DemoSessionSerializer, SessionSerializer
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.actors import SESSION_ORGANISATION, is_strong_session
from ipmarket.accounts.selectors.session import demo_accounts, session_of
from ipmarket.accounts.services.switch_organisation import switch_organisation
from ipmarket.accounts.sign_in.demo_session import start_demo_session
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_body, read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.api.throttles import ReadThrottle, SignInThrottle, WriteThrottle
from ipmarket.kernel.clock import now


def session_answer(request: Request) -> Response:
    """The session as it is now, never kept by a cache."""
    language, user = language_of(request), request.user
    session = session_of(actor_of(request), at=now(), language=language)
    body: dict[str, Any] = {
        "authenticated": session.person is not None,
        "csrf_token": get_token(request._request),
        "is_strong": isinstance(user, User) and is_strong_session(request._request.session, user),
        **asdict(session),
        "is_demo": settings.DEMO,
        "demo_accounts": [asdict(account) for account in demo_accounts(language)] if settings.DEMO else [],
    }
    return Response(wire(body), headers={"Cache-Control": "no-store"})


class SessionView(APIView):
    """Who is signed in here, for whom they act, and what they may do."""

    @extend_schema(operation_id="readSession", tags=["session"], responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return session_answer(request)


class ActingOrganisationView(APIView):
    """For which organisation the person acts in this session."""

    @extend_schema(operation_id="switchOrganisation", tags=["session"], request=ChosenOrganisationSerializer, responses=SessionSerializer)
    def put(self, request: Request) -> Response:
        read_parameters(request, None)
        values = read_body(request, ChosenOrganisationSerializer)
        chosen = switch_organisation(actor=actor_of(request), at=now(), organisation_id=values["organisation_id"])
        request._request.session[SESSION_ORGANISATION] = str(chosen)
        forget_actor(request)
        return session_answer(request)


class DemoSessionView(APIView):
    """Signing in as a demo person; there is nothing here outside the demo configuration."""

    throttle_classes = (ReadThrottle, WriteThrottle, SignInThrottle)

    @extend_schema(operation_id="startDemoSession", tags=["session"], request=DemoSessionSerializer, responses=SessionSerializer)
    def post(self, request: Request) -> Response:
        read_parameters(request, None)
        values = read_body(request, DemoSessionSerializer)
        request.user = start_demo_session(request._request, email=values["email"])
        forget_actor(request)
        return session_answer(request)
