"""Every write of a browser session proves that it came from our own pages, whatever the view says and whether anybody is signed in.

Django's own middleware lets views out that are marked as exempt, as every DRF view is, and DRF asks signed-in people only. That leaves
signing in itself and what visitors may do open to other sites' forms, so here the whole session API is asked.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

SESSION_PREFIXES: Final = ("/api/app/", "/api/auth/")


def _plain_view(request: HttpRequest) -> HttpResponseBase:
    """Stands for the real view, without its mark of exemption. Only its marks are looked at; nobody calls it."""
    return HttpResponse()


def _carries_token(request: HttpRequest) -> bool:
    """True for requests that no other site can cause: a browser sends this header for nobody without asking us first."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")


class SessionCsrfMiddleware:
    """Stands after Django's CsrfViewMiddleware, which has read the cookie by then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response
        self._check = CsrfViewMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the check waits until the address is known to exist."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Return the refusal, or None. The token is taken from the header only: a body is not read before the view wants it."""
        if not request.path_info.startswith(SESSION_PREFIXES) or _carries_token(request):
            return None
        probe = copy.copy(request)
        if probe.method == "POST":
            # For a POST Django looks into the form first, and would spool a whole upload for a stranger.
            probe.method = "PUT"
        refusal = self._check.process_view(probe, _plain_view, tuple(args), dict(kwargs))
        if refusal is None:
            request.csrf_processing_done = True  # type: ignore[attr-defined]  # Django's own mark, read by DRF
        return refusal
