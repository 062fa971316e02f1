"""The yes to the terms on the sign-up form, kept in the session until the address is proven and there is somebody who said it.

An account that nobody has proven yet may have been opened with a foreign address: nothing is accepted in its owner's name before, and
whoever proves the address in another session is asked by the product itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest

from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.terms import DueTerms, due_terms
from ipmarket.accounts.services.accept_terms import accept_terms
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.negotiation import language_of

_PLACE: Final = "ipmarket_agreed"
# More texts than this are never in force at once.
_MOST: Final = 10


def read_versions(told: Any) -> list[DueTerms]:
    """The versions in ``[{"kind": …, "version": …}]``; an empty list for anything of another shape."""
    if not isinstance(told, list) or len(told) > _MOST:
        return []
    pairs = [(one.get("kind"), one.get("version")) for one in told if isinstance(one, dict)]
    return [DueTerms(kind, version) for kind, version in pairs if isinstance(kind, str) and isinstance(version, str)]


def missing(agreed: Iterable[DueTerms], *, at: datetime) -> list[DueTerms]:
    """The versions in force that are not among these: what a newcomer has still to agree to."""
    given = set(agreed)
    return [terms for terms in due_terms(None, on=at.date()) if terms not in given]


def keep(request: HttpRequest, *, email: str, agreed: Iterable[DueTerms]) -> None:
    """Keep the yes for the address that was typed; another sign-up of this session replaces it."""
    versions = [[terms.kind, terms.version] for terms in agreed]
    request.session[_PLACE] = {"email": email.strip().lower(), "language": language_of(request), "versions": versions}


def record(request: HttpRequest, *, actor: Actor, user: User, at: datetime) -> None:
    """Record the yes for the person whose address was just proven in this session. Runs in the transaction of that proof.

    A version that was replaced between form and code is left out; the product asks for the newer one.
    """
    kept = request.session.pop(_PLACE, None)
    if kept is None or kept["email"] != user.email:
        return
    in_force = due_terms(user.pk, on=at.date())
    for kind, version in kept["versions"]:
        if DueTerms(kind, version) in in_force:
            accept_terms(actor=actor, at=at, kind=kind, version=version, language=kept["language"])
