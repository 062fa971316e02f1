"""What a request brings, read by a serializer. A query parameter that is not declared is refused: a misspelt filter is not "everything"."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.fields import empty
from rest_framework.request import Request

from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.problem import ApiProblem

_LONGEST_QUERY: Final = 8_000
_SHOWN: Final = 40


def _values(query: QueryDict, serializer: serializers.Serializer[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, field in serializer.fields.items():
        if name not in query:
            continue
        given = query.getlist(name)
        if isinstance(field, (serializers.ListField, serializers.MultipleChoiceField)):
            values[name] = given
        elif len(given) > 1:
            raise invalid_parameter(name, "It may be given once only.")
        else:
            values[name] = given[0]
    return values


def invalid_parameter(name: str, detail: str) -> ApiProblem:
    """Return the problem for one parameter whose value is not acceptable."""
    return ApiProblem(
        400,
        ApiErrorCode.INVALID_PARAMETER,
        f"The parameter {name} is not acceptable: {detail}",
        errors=[{"pointer": f"/{name}", "code": "invalid", "detail": detail}],
    )


def _first_problem(error: ValidationError) -> ApiProblem:
    lines: list[dict[str, str]] = []
    details = error.detail if isinstance(error.detail, dict) else {"": error.detail}
    for name, found in details.items():
        texts = found if isinstance(found, list) else [found]
        if isinstance(found, dict):
            texts = [text for inner in found.values() for text in (inner if isinstance(inner, list) else [inner])]
        lines += [{"pointer": f"/{name}", "code": str(getattr(text, "code", "invalid")), "detail": str(text)} for text in texts]
    return ApiProblem(400, ApiErrorCode.INVALID_PARAMETER, f"The parameter {lines[0]['pointer'][1:]} is not acceptable.", errors=lines[:50])


def refuse_unknown(query: QueryDict, known: Iterable[str]) -> None:
    """Raise ApiProblem (400 "unknown_parameter") naming the first parameter that is not known here."""
    allowed = set(known)
    for name in query:
        if name not in allowed:
            raise ApiProblem(
                400,
                ApiErrorCode.UNKNOWN_PARAMETER,
                f"There is no parameter {name[:_SHOWN]!r} here.",
                params={"parameter": name[:_SHOWN], "known": sorted(allowed)},
            )


@lru_cache(maxsize=256)
def _declared(serializer_class: type[serializers.Serializer[Any]]) -> tuple[frozenset[str], bool]:
    """The names that a serializer declares, and whether a request without any of them says nothing at all."""
    fields = serializer_class().fields
    return frozenset(fields), all(not field.required and field.default is empty for field in fields.values())


def read_parameters(
    request: Request | HttpRequest, serializer_class: type[serializers.Serializer[Any]] | None, *, also: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the validated query parameters under their Python names. ``also`` names parameters that the caller reads by itself.

    Raises ApiProblem 400 with "unknown_parameter" or "invalid_parameter".
    """
    query = request.GET
    if len(request.META.get("QUERY_STRING", "")) > _LONGEST_QUERY:
        raise ApiProblem(400, ApiErrorCode.INVALID_PARAMETER, f"The query is longer than {_LONGEST_QUERY:,} characters.")
    if serializer_class is None:
        refuse_unknown(query, also)
        return {}
    names, may_be_absent = _declared(serializer_class)
    refuse_unknown(query, [*names, *also])
    if may_be_absent and names.isdisjoint(query):
        return {}
    serializer = serializer_class(data=_values(query, serializer_class()), context={"request": request})
    try:
        serializer.is_valid(raise_exception=True)
    except ValidationError as error:
        raise _first_problem(error) from None
    return dict(serializer.validated_data)


def read_body(request: Request, serializer_class: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """Return the checked body under the serializer's Python names; what it does not declare is left out.

    Raises ValidationError (400), which names every value that is not acceptable.
    """
    form = serializer_class(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
