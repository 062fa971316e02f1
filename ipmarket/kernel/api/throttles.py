"""Throttles: so many requests in a fixed window for each person or API token, or for each address of a visitor.

How somebody stands is shown in ``RateLimit-*`` headers.

Counts live in Django's cache. The default cache is the process's own memory, so with several web processes each counts for itself and the
real bound is that many times higher; ``CACHE_URL`` names a shared Redis.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from ipmarket.kernel.api.client import client_address

if TYPE_CHECKING:
    # DRF's views import this module while they are being imported themselves.
    from rest_framework.views import APIView

log = structlog.get_logger(__name__)

ATTRIBUTE: Final = "_ipmarket_rate"
# Requests in a window of so many seconds; ``IPMARKET_THROTTLE_RATES`` overrides single ones.
DEFAULT_RATES: Final[Mapping[str, tuple[int, int]]] = {
    "read_visitor": (300, 60),
    "read_person": (1200, 60),
    "write_visitor": (30, 60),
    "write_person": (240, 60),
    "sign_in": (10, 60),
    "costly": (60, 60),
    "refused_token": (30, 60),
}


@dataclass(frozen=True, slots=True)
class Rate:
    """How one throttle stands for one client."""

    limit: int
    remaining: int
    reset_seconds: int
    window_seconds: int
    scope: str

    def headers(self) -> dict[str, str]:
        """Return the headers that tell a client how it stands."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset_seconds),
            "RateLimit-Policy": f"{self.limit};w={self.window_seconds}",
        }


def rate_of(scope: str) -> tuple[int, int]:
    """Return (requests, seconds) of a scope."""
    configured: Mapping[str, tuple[int, int]] = getattr(settings, "IPMARKET_THROTTLE_RATES", {})
    return configured.get(scope) or DEFAULT_RATES[scope]


def count(scope: str, identity: str, *, at_seconds: float) -> tuple[Rate, bool]:
    """Count one request and return how the client stands and whether the request is within the limit.

    A cache that does not answer lets the request through: a throttle protects the service and must not take it down.
    """
    limit, window = rate_of(scope)
    slot = int(at_seconds // window)
    reset = max(1, int((slot + 1) * window - at_seconds + 0.999))
    hidden = hashlib.blake2b(identity.encode(), digest_size=12).hexdigest()
    key = f"throttle:{scope}:{hidden}:{slot}"
    try:
        cache.add(key, 0, timeout=window * 2)
        used = cache.incr(key)
    except ValueError:
        # The key was evicted between the two calls; the window starts again.
        used = 1
    except Exception as error:  # noqa: BLE001 - each cache backend raises errors of its own
        log.warning("throttle.cache_unreachable", error=type(error).__name__)
        used = 0
    return Rate(limit, max(0, limit - used), reset, window, scope), used <= limit


class ActorThrottle(BaseThrottle):
    """Counts by person where somebody is signed in, by address otherwise."""

    visitor_scope: ClassVar[str]
    person_scope: ClassVar[str]

    def applies(self, request: Request) -> bool:
        """True when this throttle counts this request."""
        return True

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Count the request, leave the state for the headers, and say whether it may go on."""
        if not self.applies(request):
            return True
        user = request.user
        token = getattr(request.auth, "pk", None)
        if token is not None:
            # Each program counts for itself, so that one that runs wild does not lock its owner out.
            scope, identity = self.person_scope, f"token:{token}"
        elif user.is_authenticated:
            scope, identity = self.person_scope, f"user:{user.pk}"
        else:
            scope, identity = self.visitor_scope, f"address:{client_address(request._request)}"
        rate, allowed = count(scope, identity, at_seconds=time.time())
        _keep_tightest(request._request, rate)
        self._wait_seconds = rate.reset_seconds
        return allowed

    def wait(self) -> float | None:
        """Return how long the client has to wait."""
        return float(self._wait_seconds)


def _keep_tightest(request: HttpRequest, rate: Rate) -> None:
    present: Rate | None = getattr(request, ATTRIBUTE, None)
    if present is None or rate.remaining * present.limit < present.remaining * rate.limit:
        setattr(request, ATTRIBUTE, rate)


class ReadThrottle(ActorThrottle):
    """For GET, HEAD and OPTIONS, and, with a smaller count, for everything else."""

    visitor_scope = "read_visitor"
    person_scope = "read_person"

    def applies(self, request: Request) -> bool:
        """Reads are counted here."""
        return request.method in ("GET", "HEAD", "OPTIONS")


class WriteThrottle(ActorThrottle):
    """For every method that may change something."""

    visitor_scope = "write_visitor"
    person_scope = "write_person"

    def applies(self, request: Request) -> bool:
        """Writes are counted here."""
        return request.method not in ("GET", "HEAD", "OPTIONS")


class CostlyThrottle(ActorThrottle):
    """For endpoints that work hard for one request, such as classification."""

    visitor_scope = "costly"
    person_scope = "costly"


class SignInThrottle(ActorThrottle):
    """For attempts to sign in."""

    visitor_scope = "sign_in"
    person_scope = "sign_in"

    def applies(self, request: Request) -> bool:
        """Only attempts are counted, not the question who is signed in."""
        return request.method == "POST"


def rate_headers(request: Any) -> dict[str, str]:
    """Return the RateLimit headers for a request, or none when nothing counted it."""
    rate: Rate | None = getattr(request, ATTRIBUTE, None)
    return {} if rate is None else rate.headers()
