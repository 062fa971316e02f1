"""Entity tags: a strong one for what a client already has, and If-Match for what it wants to change."""

from __future__ import annotations

import hashlib
from typing import Any, Final

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.problem import ApiProblem
from ipmarket.kernel.canonical import canonical_json

_KEPT_ON_304: Final = ("ETag", "Cache-Control", "Vary", "Content-Language", "Last-Modified")
_TAGS: Final = 50


def version_etag(*parts: Any) -> str:
    """Return the strong tag of a representation that is known by a version: what it is of, its version, its language, its fields."""
    return '"' + hashlib.blake2b(canonical_json(list(parts)), digest_size=16).hexdigest() + '"'


def body_etag(body: bytes) -> str:
    """Return the strong tag of a rendered body."""
    return '"' + hashlib.blake2b(body, digest_size=16).hexdigest() + '"'


def _names(header: str, etag: str) -> bool:
    candidates = [tag.strip() for tag in header.split(",")[:_TAGS]]
    return "*" in candidates or etag in candidates or f"W/{etag}" in candidates


def is_unchanged(request: HttpRequest | Request, etag: str) -> bool:
    """True when the client's If-None-Match names this tag, so that 304 is the answer and nothing needs to be built."""
    return _names(request.headers.get("If-None-Match", ""), etag)


def not_modified(etag: str) -> Response:
    """Return the 304 for a version that the client has."""
    return Response(status=304, headers={"ETag": etag})


def require_match(request: HttpRequest | Request, etag: str) -> None:
    """Refuse a change to a version that the client has not seen: 428 without If-Match, 412 when it names another version."""
    header = request.headers.get("If-Match", "")
    if not header:
        raise ApiProblem(428, ApiErrorCode.PRECONDITION_REQUIRED, "Send the ETag that you read as If-Match.")
    # RFC 9110 compares If-Match strongly: a weak tag never matches.
    if not any(tag.strip() in ("*", etag) for tag in header.split(",")[:_TAGS]):
        raise ApiProblem(412, ApiErrorCode.PRECONDITION_FAILED, "It was changed since you read it.")


class BodyEtagMixin(APIView):
    """Gives every 200 to a GET the tag of its body, and answers 304 when the client has it. A tag that the view set itself stays."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **keywords: Any) -> Any:
        """Tag the response once it is rendered."""
        final = super().finalize_response(request, response, *args, **keywords)
        if request.method in ("GET", "HEAD") and final.status_code == 200 and isinstance(final, Response):
            final.add_post_render_callback(lambda rendered: _tag(request, rendered))
        return final


def _tag(request: Request, response: Response) -> None:
    etag = response.headers.get("ETag") or body_etag(response.content)
    response.headers["ETag"] = etag
    if is_unchanged(request, etag):
        response.status_code = 304
        response.content = b""
        for name in list(response.headers):
            if name not in _KEPT_ON_304:
                del response.headers[name]
