"""The other side of the list benchmark: the same rows and fields the way the tutorials write it, under the same server and settings.

ModelSerializer with nested serializers, select_related and prefetch_related, LimitOffsetPagination, DRF's own JSON renderer, session
authentication. What it does not do and ours does: cursors bound to filters, entity tags, problem+json, rate-limit headers with counting,
the visibility rule, labels in the reader's language.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import path
from rest_framework import generics, serializers
from rest_framework.authentication import SessionAuthentication
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer

from ipmarket.kernel.actor import Actor
from ipmarket.urls import handler400, handler403, handler404, handler500
from ipmarket.urls import urlpatterns as product
from patents.api.public_views import PatentListView
from patents.models import ClassAssignment, Right, RightText
from patents.selectors import catalogue_lists


class StockTextSerializer(serializers.ModelSerializer[RightText]):
    class Meta:
        model = RightText
        fields = ("language", "title", "standing")


class StockClassSerializer(serializers.ModelSerializer[ClassAssignment]):
    class Meta:
        model = ClassAssignment
        fields = ("subclass",)


class StockRightSerializer(serializers.ModelSerializer[Right]):
    texts = StockTextSerializer(many=True)
    classes = StockClassSerializer(many=True)

    class Meta:
        model = Right
        fields = (
            "id", "ref", "right_type", "office", "texts", "status", "status_source", "status_as_of_date", "filing_date", "publication_date",
            "classes", "owner_name", "family", "is_demo", "updated_at",
        )  # fmt: skip


class StockRightListView(generics.ListAPIView[Right]):
    serializer_class = StockRightSerializer
    pagination_class = LimitOffsetPagination
    permission_classes = (AllowAny,)
    authentication_classes = (SessionAuthentication,)
    renderer_classes = (JSONRenderer,)
    throttle_classes = ()
    queryset = (
        Right.objects.filter(audience="public")
        .select_related("owner_organisation", "family")
        .prefetch_related("texts", "classes")
        .order_by("-updated_at", "-id")
    )


class SeenByAllView(PatentListView):
    """The product's own list with the rule of who sees what taken out, for measuring what the rule costs.

    Every row here is public; the plain filter stays, because the list's index is made for it and any list would have it.
    """

    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Right]:
        return Right.objects.filter(audience="public").only(*catalogue_lists._RIGHT_COLUMNS)


urlpatterns = [
    path("stock/rights", StockRightListView.as_view()),
    path("stock/rights-seen-by-all", SeenByAllView.as_view()),
    *product,
]
__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
