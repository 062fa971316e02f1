"""Keeps secrets out of the audit trail: an entry stays for ever, so a password or a token in it would too.

Looked at are the names under which values stand, at every depth. Facts about a secret may be recorded: its id, its kind, when it ends,
whether it is there. The check is a net below the services, which name what they record; it knows no values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, Final

import structlog
from django.conf import settings

from ipmarket.kernel.audit.errors import SecretRefused

log = structlog.get_logger(__name__)

REDACTED: Final = "[not recorded]"
_WORDS: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_ALWAYS: Final = frozenset({
    "authenticator", "cookie", "credential", "credentials", "otp", "passphrase", "passwd", "password", "passwords", "secret", "secrets",
    "token", "tokens", "totp",
})  # fmt: skip
# Words that are harmless alone and not in such company: a country code is no secret, a login code is.
_PAIRS: Final = frozenset(
    f"{first} {last}"
    for last, firsts in {
        "key": ("api", "private", "session", "secret", "signing", "access"),
        "code": ("backup", "confirmation", "email", "login", "one", "recovery", "reset", "time", "verification"),
        "session": ("django",),
    }.items()
    for first in firsts
)
# The whole name, where a shorter one would be harmless.
_BARE: Final = frozenset({"code", "codes", "pin"})
# A name that ends in one of these speaks about the secret.
_ABOUT: Final = frozenset({"id", "ids", "at", "count", "kind", "type", "state", "name", "prefix", "version", "scopes"})
_ASKS: Final = frozenset({"has", "is", "was", "needs"})


def _says_secret(name: str) -> bool:
    words = [word.lower() for word in _WORDS.findall(name)]
    if not words or words[-1] in _ABOUT or words[0] in _ASKS:
        return False
    if " ".join(words) in _BARE or not _ALWAYS.isdisjoint(words):
        return True
    singular = [word.removesuffix("s") for word in words]
    return any(f"{first} {last}" in _PAIRS for first, last in pairwise(singular))


def _clean(value: Any, path: str, found: list[str]) -> Any:
    if isinstance(value, Mapping):
        cleaned = {}
        for name, inner in value.items():
            here = f"{path}.{name}"
            # Whether there is one may be said; so may that there is none.
            if inner is not None and not isinstance(inner, bool) and _says_secret(str(name)):
                found.append(here)
                cleaned[name] = REDACTED
            else:
                cleaned[name] = _clean(inner, here, found)
        return cleaned
    if isinstance(value, (list, tuple)):
        return [_clean(inner, f"{path}[{index}]", found) for index, inner in enumerate(value)]
    return value


def without_secrets(value: dict[str, Any] | None, *, part: str) -> dict[str, Any] | None:
    """Return the values as they may be recorded. Raises SecretRefused where one stands under the name of a secret.

    In production (AUDIT_REDACTS_SECRETS) the value is replaced and the name logged: what a person does must not fail over a name
    that no test has met, and what is under it is not written down either way.
    """
    if value is None:
        return None
    found: list[str] = []
    cleaned: dict[str, Any] = _clean(value, part, found)
    if not found:
        return value
    if not getattr(settings, "AUDIT_REDACTS_SECRETS", False):
        raise SecretRefused(f"{', '.join(found)} must not be recorded.", params={"names": found})
    log.error("audit.secret_redacted", names=found)
    return cleaned
