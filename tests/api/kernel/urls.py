"""Endpoints that exist only for the tests of the API floor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api import problem
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.etag import is_unchanged, not_modified, require_match, version_etag
from ipmarket.kernel.api.idempotency import idempotent
from ipmarket.kernel.api.keyset import Sort
from ipmarket.kernel.api.listing import ListView
from ipmarket.kernel.api.parsers import OrjsonParser
from ipmarket.kernel.api.serializers import CamelSerializer
from ipmarket.kernel.api.throttles import SignInThrottle
from ipmarket.kernel.errors import Conflict, Unprocessable
from ipmarket.kernel.outbox.models import Event


class EventSerializer(CamelSerializer):
    id = serializers.IntegerField()
    topic = serializers.CharField()
    aggregate_id = serializers.CharField()
    created_at = serializers.DateTimeField()


class EventFilterSerializer(CamelSerializer):
    aggregate_type = serializers.CharField(required=False, max_length=20)
    topic = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=3)


class EventListView(ListView):
    throttle_classes = ()
    item_serializer = EventSerializer
    parameters = EventFilterSerializer
    sorts = {"newest": Sort("-created_at", "-id"), "oldest": Sort("created_at", "id"), "topic": Sort("topic", "-id"), "id": Sort("id")}
    default_sort = "newest"

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Event]:
        rows = Event.objects.all()
        if "aggregate_type" in filters:
            rows = rows.filter(aggregate_type=filters["aggregate_type"])
        if "topic" in filters:
            rows = rows.filter(topic__in=filters["topic"])
        return rows


class InputSerializer(CamelSerializer):
    unit_price = serializers.IntegerField(min_value=0)
    display_name = serializers.CharField(max_length=5)

    def validate_display_name(self, value: str) -> str:
        if value == "admin":
            raise serializers.ValidationError("This name is reserved.", code="reserved")
        return value


class EchoView(APIView):
    throttle_classes = ()
    parser_classes = (OrjsonParser,)

    def post(self, request: Request) -> Response:
        serializer = InputSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.validated_data, status=201)


class FailView(APIView):
    throttle_classes = ()

    def get(self, request: Request, kind: str) -> Response:
        if kind == "domain":
            raise Conflict("It is sold.", params={"state": "sold"})
        if kind == "rule":
            raise Unprocessable("A rule.")
        if kind == "missing":
            raise Http404("secret name of a row")
        raise RuntimeError("secret detail")


class OnceView(APIView):
    throttle_classes = ()
    parser_classes = (OrjsonParser,)

    @idempotent()
    def post(self, request: Request) -> Response:
        if isinstance(request.data, dict) and request.data.get("refuse"):
            raise Conflict("Refused.")
        event = Event.objects.create(topic="once", aggregate_type="a", aggregate_id="1", created_at="2026-01-01T00:00:00Z")
        return Response({"event": event.pk}, status=201, headers={"Location": f"/events/{event.pk}"})


class VersionView(APIView):
    throttle_classes = ()

    def get(self, request: Request) -> Response:
        etag = version_etag("thing", 7)
        return not_modified(etag) if is_unchanged(request, etag) else Response({"version": 7}, headers={"ETag": etag})

    def put(self, request: Request) -> Response:
        require_match(request, version_etag("thing", 7))
        return Response({"changed": True})


class WhoView(APIView):
    throttle_classes = (SignInThrottle,)

    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        return Response({"kind": actor.kind, "requestId": actor.request_id})

    post = get


urlpatterns = [
    path("api/test/events", EventListView.as_view()),
    path("api/test/echo", EchoView.as_view()),
    path("api/test/fail/<str:kind>", FailView.as_view()),
    path("api/test/once", OnceView.as_view()),
    path("api/test/version", VersionView.as_view()),
    path("api/test/who", WhoView.as_view()),
]
handler400 = problem.bad_request
handler403 = problem.permission_denied
handler404 = problem.not_found
handler500 = problem.server_error
