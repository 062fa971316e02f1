"""Encryption at rest for short secrets, such as the values of a message that waits: keys come from SECRET_KEY, one for each purpose.

What was sealed for one purpose cannot be opened for another, so a value that is copied into the wrong column stays closed. After a change
of SECRET_KEY the old one stands in SECRET_KEY_FALLBACKS until everything is sealed anew.
"""

from __future__ import annotations

import base64
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from ipmarket.kernel.errors import DomainError

_KEY_BYTES: Final = 32


class SealErrorCode(StrEnum):
    """Stable codes of sealed values."""

    BROKEN = "seal_broken"


class SealBroken(DomainError):
    """The value was changed, belongs to another purpose, or was sealed under a key that is no longer configured."""

    status: ClassVar[int] = 500
    default_code: ClassVar[StrEnum] = SealErrorCode.BROKEN


@lru_cache(maxsize=64)
def _fernet(secret: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=f"ipmarket.sealed:{purpose}".encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _keys(purpose: str) -> list[Fernet]:
    """The present key first, then those that may still open what was sealed before."""
    if not purpose:
        raise ValueError("A sealed value has a purpose.")
    return [_fernet(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def seal(text: str, *, purpose: str) -> str:
    """Return the text encrypted and authenticated under the present key of this purpose, as ASCII that fits into a text column."""
    return _keys(purpose)[0].encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """Return the text. Raises SealBroken when no configured key of this purpose opens it."""
    try:
        return MultiFernet(_keys(purpose)).decrypt(sealed.encode()).decode()
    except (InvalidToken, UnicodeError):
        raise SealBroken(f"A value sealed for {purpose!r} cannot be opened.") from None


def needs_resealing(sealed: str, *, purpose: str) -> bool:
    """True when only a fallback key opens the value, so that it has to be sealed anew before that key goes.

    Raises SealBroken when no key opens it.
    """
    unseal(sealed, purpose=purpose)
    try:
        _keys(purpose)[0].decrypt(sealed.encode())
    except InvalidToken:
        return True
    return False
