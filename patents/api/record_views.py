"""Record pages and the class browser of our own front end."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import read_parameters
from ipmarket.kernel.api.payload import wire
from ipmarket.kernel.clock import now
from patents.api.serializers import ClassListSerializer, ClassPageSerializer, PatentSerializer, TechnologySerializer
from patents.selectors.class_pages import class_page, sections_page
from patents.selectors.records import patent_page
from patents.selectors.technologies import technology_page


class PatentPageView(APIView):
    """One right by id or by publication number in any notation."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="readPatentPage", tags=["records"], responses=PatentSerializer)
    def get(self, request: Request, ref: str) -> Response:
        read_parameters(request, None)
        return Response(wire(patent_page(actor_of(request), ref, language=language_of(request), on=now().date())))


class TechnologyPageView(APIView):
    """One production technology."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="readTechnologyPage", tags=["records"], responses=TechnologySerializer)
    def get(self, request: Request, ref: str) -> Response:
        read_parameters(request, None)
        return Response(wire(technology_page(actor_of(request), ref, language=language_of(request), on=now().date())))


class ClassSectionsView(APIView):
    """The sections of the classification scheme."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="listClassSections", tags=["classes"], responses=ClassListSerializer)
    def get(self, request: Request) -> Response:
        read_parameters(request, None)
        return Response(wire(sections_page(actor_of(request), language=language_of(request))))


class ClassPageView(APIView):
    """One entry of the scheme at any depth."""

    token_actions = {"GET": "patents.catalogue.read"}

    @extend_schema(operation_id="readClassPage", tags=["classes"], responses=ClassPageSerializer)
    def get(self, request: Request, symbol: str) -> Response:
        read_parameters(request, None)
        return Response(wire(class_page(actor_of(request), symbol, language=language_of(request), on=now().date())))
