"""Mail domains: one notation for each, and whether one may stand for a single organisation. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final

from ipmarket.accounts.errors import AccountsError
from ipmarket.kernel.errors import Unprocessable

LONGEST: Final = 190
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def read_domain(text: str) -> str:
    """Return the domain in lower case and in its ASCII form (IDNA). Raises Unprocessable "domain_refused" for what is no domain name."""
    given = unicodedata.normalize("NFKC", text).strip().removeprefix("@").rstrip(".").lower()
    try:
        domain = given.encode("idna").decode("ascii").lower() if len(given) <= LONGEST else ""
    except UnicodeError:
        domain = ""
    labels = domain.split(".")
    if len(domain) > LONGEST or len(labels) < 2 or labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        raise Unprocessable("Expected: the part of a mail address after the @, such as example.com.hk.", code=AccountsError.DOMAIN_REFUSED)
    return domain


def domain_of(address: str) -> str:
    """Return the domain of a mail address in the notation of ``read_domain``; "" for an address without a usable one."""
    try:
        return read_domain(address.rpartition("@")[2])
    except Unprocessable:
        return ""


def require_own_domain(domain: str, *, free_mail: Collection[str], suffixes: Collection[str]) -> None:
    """Raise Unprocessable "domain_refused" for a domain that stands for many: a free mail service, or a suffix to register under."""
    if domain in free_mail:
        raise Unprocessable("Anybody may have an address at this mail service.", code=AccountsError.DOMAIN_REFUSED)
    if domain in suffixes:
        raise Unprocessable("This is a suffix under which many have their domains.", code=AccountsError.DOMAIN_REFUSED)
