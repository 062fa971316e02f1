"""Errors as application/problem+json (RFC 9457) with stable codes, from DRF, from Django and from our own services."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from rest_framework import exceptions, views
from rest_framework.response import Response

from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.renderers import render_json
from ipmarket.kernel.errors import DomainError

log = structlog.get_logger(__name__)

CONTENT_TYPE: Final = "application/problem+json"
_MAX_ERRORS: Final = 50

TITLES: Final[dict[int, str]] = {
    400: "The request cannot be read.",
    401: "Sign in first.",
    403: "This is not allowed.",
    404: "There is nothing here.",
    405: "This address does not accept that method.",
    406: "This address cannot answer in that format.",
    409: "The present state refuses this.",
    412: "It was changed in the meantime.",
    413: "The body is too large.",
    415: "This format is not accepted.",
    422: "A rule refuses this.",
    428: "A precondition is required.",
    429: "Too many requests.",
    500: "Something went wrong on our side.",
    503: "Something that this needs does not answer.",
}
_CODES: Final[dict[type[exceptions.APIException], ApiErrorCode]] = {
    exceptions.ParseError: ApiErrorCode.MALFORMED_BODY,
    exceptions.AuthenticationFailed: ApiErrorCode.AUTHENTICATION_FAILED,
    exceptions.NotAuthenticated: ApiErrorCode.NOT_AUTHENTICATED,
    exceptions.PermissionDenied: ApiErrorCode.FORBIDDEN,
    exceptions.NotFound: ApiErrorCode.NOT_FOUND,
    exceptions.MethodNotAllowed: ApiErrorCode.METHOD_NOT_ALLOWED,
    exceptions.NotAcceptable: ApiErrorCode.NOT_ACCEPTABLE,
    exceptions.UnsupportedMediaType: ApiErrorCode.UNSUPPORTED_MEDIA_TYPE,
    exceptions.Throttled: ApiErrorCode.THROTTLED,
}


class ApiProblem(Exception):
    """A refusal by the API floor itself, such as an unknown parameter. Apps raise DomainError instead."""

    def __init__(
        self,
        status: int,
        code: ApiErrorCode,
        detail: str,
        *,
        params: Mapping[str, Any] | None = None,
        errors: list[dict[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.detail = detail
        self.params = dict(params or {})
        self.errors = errors
        self.headers = dict(headers or {})
        super().__init__(detail)


def problem_body(
    status: int, code: str, detail: str, *, params: Mapping[str, Any] | None = None, errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """Return the body of a problem. ``type`` is a URN made of the code: stable, and no promise of a page behind it."""
    body: dict[str, Any] = {
        "type": f"urn:ipmarket:problem:{code}",
        "title": TITLES.get(status, "The request was refused."),
        "status": status,
        "code": code,
        "detail": detail,
    }
    if params:
        body["params"] = dict(params)
    if errors:
        body["errors"] = errors
    return body


def problem_response(
    status: int,
    code: str,
    detail: str,
    *,
    params: Mapping[str, Any] | None = None,
    errors: list[dict[str, str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the problem as a DRF response."""
    body = problem_body(status, code, detail, params=params, errors=errors)
    return Response(body, status=status, headers={"Cache-Control": "no-store", **(headers or {})}, content_type=CONTENT_TYPE)


def plain_problem(status: int, code: str, detail: str) -> HttpResponse:
    """Return the problem without DRF, for middleware and for Django's own error views."""
    response = HttpResponse(render_json(problem_body(status, code, detail)), status=status, content_type=CONTENT_TYPE)
    response["Cache-Control"] = "no-store"
    return response


def _pointers(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Yield one line for each refused value: a JSON pointer to it, a code, a sentence."""
    if isinstance(detail, Mapping):
        for key, inner in detail.items():
            name = "" if key == "non_field_errors" else "/" + str(key).replace("~", "~0").replace("/", "~1")
            yield from _pointers(inner, path + name)
    elif isinstance(detail, (list, tuple)):
        for index, inner in enumerate(detail):
            yield from _pointers(inner, path if isinstance(inner, str) else f"{path}/{index}")
    else:
        yield {"pointer": path, "code": str(getattr(detail, "code", "invalid")), "detail": str(detail)}


def _from_drf(error: exceptions.APIException) -> Response:
    if isinstance(error, exceptions.ValidationError):
        errors = list(_pointers(error.detail))[:_MAX_ERRORS]
        return problem_response(400, ApiErrorCode.INVALID, "Some values are not acceptable.", errors=errors)
    headers: dict[str, str] = {}
    params: dict[str, Any] = {}
    auth_header = getattr(error, "auth_header", None)
    if auth_header:
        headers["WWW-Authenticate"] = auth_header
    wait = getattr(error, "wait", None)
    if wait is not None:
        seconds = max(1, int(-(-wait // 1)))
        headers["Retry-After"] = str(seconds)
        params["retryAfterSeconds"] = seconds
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), ApiErrorCode.BAD_REQUEST)
    if isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith("CSRF Failed"):
        code = ApiErrorCode.CSRF_FAILED
    return problem_response(error.status_code, code, str(error.detail), params=params, headers=headers)


def _from_django(error: Exception) -> Response | None:
    if isinstance(error, Http404):
        return problem_response(404, ApiErrorCode.NOT_FOUND, "There is no such thing, or it is not visible to you.")
    if isinstance(error, PermissionDenied):
        return problem_response(403, ApiErrorCode.FORBIDDEN, "This is not allowed.")
    if isinstance(error, RequestDataTooBig):
        return problem_response(413, ApiErrorCode.BODY_TOO_LARGE, "The body is longer than this address accepts.")
    if isinstance(error, (TooManyFieldsSent, TooManyFilesSent, SuspiciousOperation, BadRequest)):
        return problem_response(400, ApiErrorCode.BAD_REQUEST, "The request cannot be read.")
    if isinstance(error, (OperationalError, InterfaceError)):
        log.error("api.database_unavailable", error=type(error).__name__)
        return problem_response(503, ApiErrorCode.UNAVAILABLE, "The database does not answer at present.", headers={"Retry-After": "5"})
    return None


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER. Returns None for what nobody foresaw, which then becomes a logged 500."""
    response: Response | None
    if isinstance(error, DomainError):
        wait = error.params.get("retryAfterSeconds")
        headers = {"Retry-After": str(wait)} if wait is not None else None
        response = problem_response(error.status, error.code.value, error.detail, params=error.params, headers=headers)
    elif isinstance(error, ApiProblem):
        response = problem_response(error.status, error.code, error.detail, params=error.params, errors=error.errors, headers=error.headers)
    elif isinstance(error, exceptions.APIException):
        response = _from_drf(error)
    else:
        response = _from_django(error)
    if response is not None:
        # Named by its module: DRF reads our way of authenticating while that module is still being read, and ends up here.
        views.set_rollback()
    return response


def is_api_path(request: HttpRequest) -> bool:
    """True for addresses whose answers are JSON, errors included."""
    return request.path_info.startswith("/api/")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404 for API addresses."""
    return plain_problem(404, ApiErrorCode.NOT_FOUND, "There is nothing at this address.")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400 for API addresses."""
    if isinstance(exception, RequestDataTooBig):
        return plain_problem(413, ApiErrorCode.BODY_TOO_LARGE, "The body is longer than this address accepts.")
    return plain_problem(400, ApiErrorCode.BAD_REQUEST, "The request cannot be read.")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403 for API addresses."""
    return plain_problem(403, ApiErrorCode.FORBIDDEN, "This is not allowed.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500 for API addresses. It tells nothing about the error; the log does, under the request's id."""
    return plain_problem(500, ApiErrorCode.SERVER_ERROR, "Something went wrong on our side. It was recorded.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's CSRF_FAILURE_VIEW."""
    return plain_problem(403, ApiErrorCode.CSRF_FAILED, "The CSRF token is missing or does not fit the session.")
