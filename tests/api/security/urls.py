"""The product's addresses with one view of each kind that fails in a way that nobody foresaw."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket import urls as product
from ipmarket.kernel.api import problem

SECRET = "quillbark-7731 of lee@example.test"


class BrokenView(APIView):
    throttle_classes = ()

    def get(self, request: Request) -> Response:
        raise RuntimeError(SECRET)

    post = get


def broken_page(request: HttpRequest) -> HttpResponse:
    raise RuntimeError(SECRET)


urlpatterns = [path("api/app/broken", BrokenView.as_view()), path("en/broken", broken_page), *product.urlpatterns]
handler400 = problem.bad_request
handler403 = problem.permission_denied
handler404 = problem.not_found
handler500 = product.handler500
