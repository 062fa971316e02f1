"""Who is acting in a request. The floor knows no accounts, so the answer comes from the function named by ``IPMARKET_ACTOR_RESOLVER``."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string
from rest_framework.request import Request

from ipmarket.kernel.actor import Actor

_ATTRIBUTE: Final = "_ipmarket_actor"


@lru_cache(maxsize=4)
def _resolver(path: str) -> Callable[[HttpRequest], Actor]:
    return cast("Callable[[HttpRequest], Actor]", import_string(path))


def actor_of(request: HttpRequest | Request) -> Actor:
    """Return the actor of this request; it is worked out once for each request and user."""
    if isinstance(request, Request):
        # DRF authenticates by itself and shows the result on the plain request.
        plain = request._request
        plain.user = request.user
    else:
        plain = request
    key = getattr(getattr(plain, "user", None), "pk", None)
    known = getattr(plain, _ATTRIBUTE, None)
    if known is not None and known[0] == key:
        return cast("Actor", known[1])
    actor = _resolver(settings.IPMARKET_ACTOR_RESOLVER)(plain)
    setattr(plain, _ATTRIBUTE, (key, actor))
    return actor


def forget_actor(request: HttpRequest | Request) -> None:
    """Have the actor worked out anew, after a sign-in, a sign-out or a change of organisation."""
    plain = request._request if isinstance(request, Request) else request
    if hasattr(plain, _ATTRIBUTE):
        delattr(plain, _ATTRIBUTE)


def act_as(request: HttpRequest, actor: Actor) -> None:
    """Have the rest of this request answered as for this actor, whoever is signed in. Only ever to narrow what they see."""
    setattr(request, _ATTRIBUTE, (getattr(getattr(request, "user", None), "pk", None), actor))
