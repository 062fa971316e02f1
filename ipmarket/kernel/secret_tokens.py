"""Tokens that are shown once and kept as a digest only: invitations, access tokens. The one place where they are drawn and compared."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

# 128 bits: fewer could be guessed, so nobody gets fewer.
_FEWEST_BYTES: Final = 16


def new_token(nbytes: int = 32) -> str:
    """Return an unpredictable token of that many bytes, written with letters, digits, "-" and "_". Raises ValueError below 16 bytes."""
    if nbytes < _FEWEST_BYTES:
        raise ValueError(f"A secret token has at least {_FEWEST_BYTES} bytes.")
    return secrets.token_urlsafe(nbytes)


def digest_of(token: str) -> str:
    """Return what is stored instead of the token: its SHA-256 as 64 hexadecimal digits.

    Tokens are long and random, so nothing is gained by a slow hash; passwords are another matter and never come here.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def matches(token: str, digest: str) -> bool:
    """True when the digest is that of the token, in a time that does not tell how much of it was right."""
    return hmac.compare_digest(digest_of(token).encode(), digest.encode("utf-8", "surrogatepass"))
