"""Errors that a caller can act on. Each carries a stable code, an HTTP status and a sentence; the API turns them into problem+json."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar


class KernelErrorCode(StrEnum):
    """Codes of the floor itself; each app keeps its own beside the code that raises them."""

    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    CONFLICT = "conflict"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"
    TRANSITION_REFUSED = "transition_refused"
    CURRENCY_MISMATCH = "currency_mismatch"
    UNKNOWN_CURRENCY = "unknown_currency"
    FILE_TOO_LARGE = "file_too_large"
    FILE_EMPTY = "file_empty"
    FILE_MISSING = "file_missing"


class DomainError(Exception):
    """A refusal with a reason. ``params`` holds plain values for a translated message; it never holds secrets."""

    status: ClassVar[int] = 400
    default_code: ClassVar[StrEnum] = KernelErrorCode.INVALID

    def __init__(self, detail: str = "", *, code: StrEnum | None = None, params: dict[str, Any] | None = None) -> None:
        self.code: StrEnum = code if code is not None else self.default_code
        self.detail = detail
        self.params: dict[str, Any] = params or {}
        super().__init__(detail or self.code.value)


class InvalidInput(DomainError):
    """The request cannot be read as something that could ever be carried out."""

    status: ClassVar[int] = 400
    default_code: ClassVar[StrEnum] = KernelErrorCode.INVALID


class Unprocessable(DomainError):
    """The request is well formed, and a rule refuses it."""

    status: ClassVar[int] = 422
    default_code: ClassVar[StrEnum] = KernelErrorCode.INVALID


class Forbidden(DomainError):
    """The actor may know that the thing exists, and may not do this to it."""

    status: ClassVar[int] = 403
    default_code: ClassVar[StrEnum] = KernelErrorCode.FORBIDDEN


class NotFound(DomainError):
    """There is no such thing, or the actor may not know that there is."""

    status: ClassVar[int] = 404
    default_code: ClassVar[StrEnum] = KernelErrorCode.NOT_FOUND


class Conflict(DomainError):
    """The thing's present state refuses the request; asking again later may succeed."""

    status: ClassVar[int] = 409
    default_code: ClassVar[StrEnum] = KernelErrorCode.CONFLICT


class Unavailable(DomainError):
    """Something that this needs does not answer at present."""

    status: ClassVar[int] = 503
    default_code: ClassVar[StrEnum] = KernelErrorCode.UNAVAILABLE
