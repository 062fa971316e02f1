"""Search, the front page and similar records for our own front end."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.cursor import binding_of, decode_cursor, encode_cursor
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now
from patents.selectors.search_rows import RecordType
from search.api.serializers import (
    HomePageSerializer,
    SearchPageSerializer,
    SearchParametersSerializer,
    SimilarParametersSerializer,
    SimilarRecordsSerializer,
)
from search.documents.mapping import FACET_FIELDS
from search.selectors.home import home_page
from search.selectors.search_catalogue import checked_text, search_catalogue
from search.selectors.search_request import SearchRequest
from search.selectors.similar_records import similar_records


class HomeView(APIView):
    """The front page's content."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="readHomePage", tags=["search"], responses=HomePageSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return Response(wire(home_page(actor_of(request), language=language_of(request), on=now().date())))


class SearchView(APIView):
    """One page of search results. When the search engine is away the database answers and ``engine.degraded`` is true."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="search", tags=["search"], parameters=[SearchParametersSerializer], responses=SearchPageSerializer)
    def get(self, request: Request) -> Response:
        text = checked_text(request.GET.get("q", ""))
        values = read_parameters(request, SearchParametersSerializer)
        choices = {name: tuple(dict.fromkeys(values[name])) for name in FACET_FIELDS if values.get(name)}
        sort = values.get("sort", "")
        binding = binding_of("search", sort=sort, filters={"q": text, **{name: sorted(chosen) for name, chosen in choices.items()}})
        position = decode_cursor(values["cursor"], binding=binding) if "cursor" in values else []
        asked = SearchRequest(text=text, choices=choices, sort=sort, limit=values["limit"], position=position)
        page = search_catalogue(actor_of(request), asked, language=language_of(request), on=now().date())
        following = page.pop("position")
        body: dict[str, Any] = wire(page)
        return Response({**body, "next": encode_cursor(following, binding=binding) if following else None})


def _similar(request: Request, kind: RecordType, ref: str) -> Response:
    limit = read_parameters(request, SimilarParametersSerializer)["limit"]
    items = similar_records(actor_of(request), kind, ref, limit=limit, language=language_of(request), on=now().date())
    return Response(wire({"items": items}))


class SimilarPatentsView(APIView):
    """Records like this right, with the reasons."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(
        operation_id="listRecordsSimilarToPatent",
        tags=["search"],
        parameters=[SimilarParametersSerializer],
        responses=SimilarRecordsSerializer,
    )
    def get(self, request: Request, ref: str) -> Response:
        return _similar(request, "patent", ref)


class SimilarTechnologiesView(APIView):
    """Records like this technology, with the reasons."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(
        operation_id="listRecordsSimilarToTechnology",
        tags=["search"],
        parameters=[SimilarParametersSerializer],
        responses=SimilarRecordsSerializer,
    )
    def get(self, request: Request, ref: str) -> Response:
        return _similar(request, "technology", ref)
