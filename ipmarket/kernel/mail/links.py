"""Addresses of our pages, as messages name them: whole, in the recipient's language, on our own site."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from ipmarket.kernel.text import LANGUAGES

# Where `make run` serves when nobody has named an address.
_LOCAL: Final = "http://127.0.0.1:8000"


def site_address() -> str:
    """Return where the site is reached from outside, without a slash at the end."""
    configured: str = settings.PUBLIC_URL
    return configured.rstrip("/") or _LOCAL


def page_address(path: str, *, language: str) -> str:
    """Return the address of a page: ``page_address("invitations/abc", language="zh-Hant")`` ends in
    ``/zh-hant/invitations/abc``. Raises ValueError for an unknown language."""
    if language not in LANGUAGES:
        raise ValueError(f"{language!r} is no language of ours.")
    return f"{site_address()}/{language.lower()}/{path.lstrip('/')}"


def is_ours(address: str) -> bool:
    """True for an address on our own site; nothing else stands behind the button of a message."""
    return address.startswith(f"{site_address()}/") and not any(character.isspace() for character in address)
