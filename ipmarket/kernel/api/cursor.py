"""Cursors: where a list goes on. Opaque, authenticated, and bound to the list, the sort and the filters that they were made for."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import orjson
from django.conf import settings
from django.utils.crypto import salted_hmac

from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.problem import ApiProblem
from ipmarket.kernel.canonical import canonical_json

CursorValue = str | int | float | bool | None
_VERSION: Final = 1
_TAG_BYTES: Final = 12
_BINDING_CHARACTERS: Final = 16
_LONGEST: Final = 2_000


def binding_of(route: str, *, sort: str, filters: Mapping[str, Any]) -> str:
    """Return a short digest of what a cursor belongs to. Two requests that list the same things in the same order have the same one."""
    return hashlib.sha256(canonical_json([route, sort, dict(filters)])).hexdigest()[:_BINDING_CHARACTERS]


def _tag(body: bytes, secret: str | None = None) -> bytes:
    return salted_hmac("ipmarket.kernel.api.cursor", body, secret=secret, algorithm="sha256").digest()[:_TAG_BYTES]


def _is_ours(tag: bytes, body: bytes) -> bool:
    """True under the present key and under those of before, so that a list goes on across a change of keys."""
    return any(hmac.compare_digest(tag, _tag(body, secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _plain(value: Any) -> CursorValue:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (str, UUID, Decimal)):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot stand in a cursor.")


def encode_cursor(values: Sequence[Any], *, binding: str) -> str:
    """Return the token for the position after a row with these sort values."""
    body = orjson.dumps([_VERSION, binding, [_plain(value) for value in values]])
    return base64.urlsafe_b64encode(_tag(body) + body).rstrip(b"=").decode()


def _bad(detail: str) -> ApiProblem:
    return ApiProblem(400, ApiErrorCode.BAD_CURSOR, detail)


def decode_cursor(token: str, *, binding: str, length: int | None = None) -> list[Any]:
    """Return the sort values in a token. Raises ApiProblem (400 "bad_cursor") when it is not ours, or belongs to another list."""
    if len(token) > _LONGEST or not token.isascii():
        raise _bad("The cursor is not one of ours.")
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _bad("The cursor is not one of ours.") from None
    tag, body = raw[:_TAG_BYTES], raw[_TAG_BYTES:]
    # Trailing bits of base64 may be changed without changing the bytes; only the one form that we write is accepted.
    if not _is_ours(tag, body) or base64.urlsafe_b64encode(raw).rstrip(b"=").decode() != token:
        raise _bad("The cursor is not one of ours.")
    version, made_for, values = orjson.loads(body)
    if version != _VERSION or made_for != binding:
        raise _bad("The cursor belongs to another list, sort or filter.")
    if length is not None and len(values) != length:
        raise _bad("The cursor belongs to another list, sort or filter.")
    return list(values)
