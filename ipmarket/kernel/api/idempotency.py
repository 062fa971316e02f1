"""Idempotency-Key: a POST that is sent twice is carried out once, and the second answer is the first one again.

The key is claimed in a transaction of its own, so that a second request sees it at once. What the view writes and the stored answer are one
transaction: after a crash in between, nothing was written, the claim runs out, and the request may be sent again.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar, cast

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ipmarket.kernel import clock
from ipmarket.kernel.api.acting import actor_of
from ipmarket.kernel.api.client import client_address
from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.models import IdempotencyKey
from ipmarket.kernel.api.problem import ApiProblem
from ipmarket.kernel.api.renderers import render_json

KEPT_FOR: Final = timedelta(hours=24)
LOCKED_FOR: Final = timedelta(seconds=120)
_KEY: Final = re.compile(r"[\x21-\x7e]{8,200}")
_KEPT_HEADERS: Final = ("Location", "ETag")
_Method = TypeVar("_Method", bound=Callable[..., Response])


class _Refused(Exception):
    def __init__(self, response: Response) -> None:
        self.response = response


def _key_of(request: Request, *, required: bool) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        if required:
            raise ApiProblem(
                400, ApiErrorCode.IDEMPOTENCY_KEY_REQUIRED, "Send an Idempotency-Key: any new random text for each new action."
            )
        return None
    if not _KEY.fullmatch(key):
        raise ApiProblem(
            400, ApiErrorCode.IDEMPOTENCY_KEY_INVALID, "An Idempotency-Key is 8 to 200 printable ASCII characters without blanks."
        )
    return key


def _request_hash(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method}\n{request.get_full_path()}\n".encode())
    data = request.data
    if not hasattr(data, "lists"):
        digest.update(orjson.dumps(data, option=orjson.OPT_SORT_KEYS))
        return digest.hexdigest()
    for name, values in sorted(data.lists()):
        for value in values:
            digest.update(f"\n{name}\n".encode())
            if isinstance(value, UploadedFile):
                for chunk in value.chunks():
                    digest.update(chunk)
                value.seek(0)
            else:
                digest.update(str(value).encode())
    return digest.hexdigest()


def _actor_key(request: Request) -> str:
    actor = actor_of(request)
    return f"person:{actor.user_id}" if actor.user_id else f"visitor:{client_address(request._request)}"


def _route(view: APIView) -> str:
    match = view.request.resolver_match
    return (match.route if match else view.request.path)[:200]


def _claim(*, actor: str, route: str, key: str, request_hash: str, at: datetime) -> tuple[IdempotencyKey, bool]:
    """Return the key's row and whether it is ours to carry out."""
    with transaction.atomic():
        row, created = IdempotencyKey.objects.get_or_create(
            actor=actor, route=route, key=key, defaults={"request_hash": request_hash, "created_at": at, "locked_until": at + LOCKED_FOR}
        )
        if created:
            return row, True
        row = IdempotencyKey.objects.select_for_update().get(pk=row.pk)
        is_expired = row.created_at <= at - KEPT_FOR
        if not is_expired and row.request_hash != request_hash:
            raise ApiProblem(422, ApiErrorCode.IDEMPOTENCY_MISMATCH, "This Idempotency-Key was used for another request.")
        if not is_expired and row.response_status is not None:
            return row, False
        if row.locked_until > at and row.response_status is None:
            seconds = max(1, int((row.locked_until - at).total_seconds()))
            raise ApiProblem(
                409,
                ApiErrorCode.IDEMPOTENCY_IN_PROGRESS,
                "The first request with this Idempotency-Key is still being carried out.",
                headers={"Retry-After": str(min(seconds, 5))},
            )
        row.request_hash, row.created_at, row.locked_until = request_hash, at, at + LOCKED_FOR
        row.response_status = row.response_body = None
        row.response_headers = {}
        row.save()
        return row, True


def _claimed(row: IdempotencyKey) -> QuerySet[IdempotencyKey]:
    """Return the row as long as the claim is still the one that we made; ``locked_until`` tells one claim from the next."""
    return IdempotencyKey.objects.filter(pk=row.pk, locked_until=row.locked_until, response_status__isnull=True)


def _keep(row: IdempotencyKey, response: Response) -> None:
    """Store the answer beside what the view wrote; refuse both when this is not to be kept."""
    if not 200 <= response.status_code < 300:
        raise _Refused(response)
    kept = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
    body = orjson.loads(render_json(response.data))
    if _claimed(row).update(response_status=response.status_code, response_body=body, response_headers=kept) != 1:
        # This took longer than the claim lasts, and a repetition has taken over: only one of the two may be committed.
        raise ApiProblem(409, ApiErrorCode.IDEMPOTENCY_IN_PROGRESS, "The request took too long and was taken over by its repetition.")


def _carry_out(row: IdempotencyKey, run: Callable[[], Response]) -> Response:
    try:
        with transaction.atomic():
            response = run()
            _keep(row, response)
            return response
    except _Refused as refused:
        _release(row)
        return refused.response
    except BaseException:
        _release(row)
        raise


def _release(row: IdempotencyKey) -> None:
    """Forget a claim whose request was refused: the client may correct it and use the key again."""
    _claimed(row).delete()


def idempotent(*, required: bool = True) -> Callable[[_Method], _Method]:
    """Decorate a view's method. Successful answers are kept for 24 hours and repeated with ``Idempotency-Replayed: true``.

    Problems: 400 "idempotency_key_required" or "idempotency_key_invalid", 409 "idempotency_in_progress", 422 "idempotency_mismatch".
    """

    def decorate(method: _Method) -> _Method:
        @functools.wraps(method)
        def wrapped(view: APIView, request: Request, *args: Any, **keywords: Any) -> Response:
            key = _key_of(request, required=required)
            if key is None:
                return method(view, request, *args, **keywords)
            row, ours = _claim(actor=_actor_key(request), route=_route(view), key=key, request_hash=_request_hash(request), at=clock.now())
            if not ours:
                headers = {**row.response_headers, "Idempotency-Replayed": "true"}
                return Response(row.response_body, status=row.response_status, headers=headers)
            return _carry_out(row, lambda: method(view, request, *args, **keywords))

        return cast("_Method", wrapped)

    return decorate


def forget_old_keys(*, at: datetime, limit: int = 10_000) -> int:
    """Delete keys whose answers are no longer kept, and return how many."""
    old = list(IdempotencyKey.objects.filter(created_at__lt=at - KEPT_FOR).order_by("pk").values_list("pk", flat=True)[:limit])
    deleted, _ = IdempotencyKey.objects.filter(pk__in=old).delete()
    return deleted
