"""The outermost layer of our own: a request id, the size bound, headers, one log line, and problems as JSON for API addresses."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.problem import is_api_path, plain_problem
from ipmarket.kernel.api.throttles import rate_headers
from ipmarket.kernel.ids import new_id

log = structlog.get_logger("ipmarket.request")

_FORM_BYTES: Final = 65_536
_REQUEST_ID: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What no page of ours uses is closed. Passkeys stay open to our own pages, and to no frame inside them.
_FEATURES: Final = {
    "accelerometer": "()",
    "autoplay": "()",
    "bluetooth": "()",
    "browsing-topics": "()",
    "camera": "()",
    "display-capture": "()",
    "geolocation": "()",
    "gyroscope": "()",
    "hid": "()",
    "magnetometer": "()",
    "microphone": "()",
    "midi": "()",
    "payment": "()",
    "publickey-credentials-create": "(self)",
    "publickey-credentials-get": "(self)",
    "serial": "()",
    "usb": "()",
    "xr-spatial-tracking": "()",
}
_SECURITY_HEADERS: Final = {
    "Permissions-Policy": ", ".join(f"{feature}={allowed}" for feature, allowed in _FEATURES.items()),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    # Django's middleware stands inside this one, so what is refused here has not passed it.
    "X-Frame-Options": "DENY",
}
_API_POLICY: Final = "default-src 'none'; frame-ancestors 'none'"


def request_id_of(request: HttpRequest) -> str:
    """Return the id of this request, for audit entries and for support."""
    return str(getattr(request, "request_id", ""))


def _is_too_large(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not str(length).isdigit():
        return False
    multipart = str(request.META.get("CONTENT_TYPE", "")).lower().startswith("multipart/")
    if multipart:
        # The parts' own headers and boundaries are not part of the file that the limit is about.
        name = settings.IPMARKET_UPLOAD_LIMITS.get(request.path_info, "UPLOAD_LIMIT_BYTES")
        limit = getattr(settings, name) + _FORM_BYTES
    else:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return limit is not None and int(length) > limit


class RequestMiddleware:
    """Wraps every request. It logs method, route, status and time; never a query string, a body or a path argument."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _REQUEST_ID.fullmatch(given) else str(new_id())
        request.request_id = request_id  # type: ignore[attr-defined]  # our own attribute on Django's request
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            if "\x00" in request.path_info:
                # PostgreSQL stores no such text, so nothing can have such an address.
                response: HttpResponseBase = plain_problem(404, ApiErrorCode.NOT_FOUND, "There is nothing at this address.")
            elif is_api_path(request) and _is_too_large(request):
                response = plain_problem(413, ApiErrorCode.BODY_TOO_LARGE, "The body is longer than this address accepts.")
            else:
                response = self._get_response(request)
            self._head(request, response, request_id)
            self._log(request, response, time.perf_counter() - started)
        return response

    def _head(self, request: HttpRequest, response: HttpResponseBase, request_id: str) -> None:
        response["X-Request-ID"] = request_id
        for name, value in _SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        if not is_api_path(request):
            return
        for name, value in rate_headers(request).items():
            response[name] = value
        response.headers.setdefault("Content-Security-Policy", _API_POLICY)
        response.headers.setdefault("Content-Language", language_of(request))
        # Whoever is signed in may see more, so no shared cache may keep the answer unless the view said so.
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if isinstance(response, HttpResponse):
            patch_vary_headers(response, ["Accept-Language", "Authorization", "Cookie"])

    def _log(self, request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else None,
            status=response.status_code,
            milliseconds=round(seconds * 1000, 1),
        )
