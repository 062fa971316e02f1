"""Lists: declared sorts, bounded pages, cursors, chosen fields, declared filters, one shape: ``{"items": […], "next": str | null}``."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.cursor import binding_of, decode_cursor, encode_cursor
from ipmarket.kernel.api.etag import BodyEtagMixin
from ipmarket.kernel.api.keyset import Sort, after
from ipmarket.kernel.api.negotiation import language_of
from ipmarket.kernel.api.parameters import invalid_parameter, read_parameters
from ipmarket.kernel.api.problem import ApiProblem
from ipmarket.kernel.api.serializers import wire_names

DEFAULT_LIMIT: Final = 20
MAX_LIMIT: Final = 100
LIST_PARAMETERS: Final = ("limit", "cursor", "sort", "fields")


@dataclass(frozen=True, slots=True)
class Page:
    """One page: the rows, and the token for the next one unless this is the last."""

    rows: list[Any]
    next: str | None


def read_limit(request: Request | HttpRequest, *, default: int = DEFAULT_LIMIT, maximum: int = MAX_LIMIT) -> int:
    """Return ``limit``. Raises ApiProblem for anything that is not a whole number from 1 to the maximum."""
    given = request.GET.getlist("limit")
    if not given:
        return default
    text = given[0]
    if len(given) > 1 or not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= maximum):
        raise invalid_parameter("limit", f"It must be a whole number from 1 to {maximum}.")
    return int(text)


def read_cursor(request: Request | HttpRequest) -> str | None:
    """Return ``cursor`` as it was given, or None. Raises ApiProblem when it is given twice or empty."""
    given = request.GET.getlist("cursor")
    if not given:
        return None
    if len(given) > 1 or not given[0]:
        raise ApiProblem(400, ApiErrorCode.BAD_CURSOR, "The cursor is not one of ours.")
    return given[0]


def read_sort(request: Request | HttpRequest, sorts: Sequence[str], default: str) -> str:
    """Return the name of the sort. Raises ApiProblem for one that this list does not offer."""
    given = request.GET.getlist("sort")
    if not given:
        return default
    if len(given) > 1 or given[0] not in sorts:
        raise invalid_parameter("sort", f"It must be one of: {', '.join(sorts)}.")
    return given[0]


def read_fields(request: Request | HttpRequest, serializer: type[Serializer[Any]]) -> frozenset[str] | None:
    """Return the names in ``fields``, or None for all. Raises ApiProblem (400 "unknown_field") for a name that is not written here."""
    given = request.GET.getlist("fields")
    if not given:
        return None
    names = [name for text in given for name in text.split(",")][:200]
    known = wire_names(serializer)
    for name in names:
        if name not in known:
            raise ApiProblem(
                400, ApiErrorCode.UNKNOWN_FIELD, f"There is no field {name[:40]!r} here.", params={"field": name[:40], "known": list(known)}
            )
    return frozenset(names)


def page_of(rows: QuerySet[Any], *, sort: Sort, limit: int, cursor: str | None, binding: str) -> Page:
    """Return one page of the rows by keyset: one statement, whose cost does not grow with the depth."""
    values = None if cursor is None else decode_cursor(cursor, binding=binding, length=len(sort.keys))
    try:
        found = list(after(rows, sort, values)[: limit + 1])
    except ValueError:
        raise ApiProblem(400, ApiErrorCode.BAD_CURSOR, "The cursor belongs to another list, sort or filter.") from None
    shown = found[:limit]
    following = encode_cursor(sort.position(shown[-1]), binding=binding) if len(found) > limit else None
    return Page(shown, following)


class ListView(BodyEtagMixin):
    """A list endpoint. A subclass declares ``item_serializer``, ``sorts``, ``default_sort``, maybe ``parameters``, and says ``rows``.

    ``rows`` gets the actor and returns only what this actor may see. Related rows that the serializer reads are prefetched there, so
    that the number of statements does not depend on the page size.
    """

    item_serializer: ClassVar[type[Serializer[Any]]]
    sorts: ClassVar[Mapping[str, Sort]]
    default_sort: ClassVar[str]
    parameters: ClassVar[type[Serializer[Any]] | None] = None
    default_limit: ClassVar[int] = DEFAULT_LIMIT
    max_limit: ClassVar[int] = MAX_LIMIT

    @abstractmethod
    def rows(self, *, actor: Actor, filters: Mapping[str, Any]) -> QuerySet[Any]:
        """Return the visible rows that fit the filters, in no particular order."""

    def item_context(self, *, actor: Actor, rows: Sequence[Any]) -> dict[str, Any]:
        """Return more context for the item serializer, for what one statement can fetch for the whole page."""
        return {}

    def route(self) -> str:
        """Return the route that cursors are bound to, path arguments included."""
        match = self.request.resolver_match
        return f"{match.route if match else self.request.path}:{sorted(self.kwargs.items())}"

    def get(self, request: Request, *args: Any, **keywords: Any) -> Response:
        """Answer with one page."""
        filters = read_parameters(request, self.parameters, also=LIST_PARAMETERS)
        limit = read_limit(request, default=self.default_limit, maximum=self.max_limit)
        sort_name = read_sort(request, tuple(self.sorts), self.default_sort)
        fields = read_fields(request, self.item_serializer)
        actor = actor_of(request)
        binding = binding_of(self.route(), sort=sort_name, filters=filters)
        page = page_of(
            self.rows(actor=actor, filters=filters),
            sort=self.sorts[sort_name],
            limit=limit,
            cursor=read_cursor(request),
            binding=binding,
        )
        context: dict[str, Any] = {"request": request, "actor": actor, "language": language_of(request)}
        if fields is not None:
            context["fields"] = fields
        context |= self.item_context(actor=actor, rows=page.rows)
        return Response({"items": self.items(page.rows, context=context), "next": page.next})

    def items(self, rows: Sequence[Any], *, context: dict[str, Any]) -> list[Any]:
        """Return the rows as they go out. Lists that are read most build them by hand and keep the serializer for the schema."""
        return list(self.item_serializer(rows, many=True, context=context).data)
