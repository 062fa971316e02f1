"""``X-See-As: visitor`` or ``X-See-As: member:manufacturer`` on a reading request: the answer is what such a person would get."""

from collections.abc import Callable
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.selectors.seen_as import CHOICES, seen_as
from ipmarket.accounts.services.note_pages_seen_as import note_pages_seen_as
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.api.acting import act_as, actor_of
from ipmarket.kernel.api.problem import is_api_path, plain_problem
from ipmarket.kernel.clock import now
from ipmarket.kernel.errors import DomainError

HEADER: Final = "X-See-As"
ANSWER: Final = "X-Seen-As"
_NOTED_EVERY_SECONDS: Final = 60


class SeenAsMiddleware:
    """Stands after Django's AuthenticationMiddleware. Reading only, sessions only, and only for whoever the table of policies names."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as for somebody else, or refuse."""
        wanted = request.headers.get(HEADER)
        if wanted is None or not is_api_path(request):
            return self._get_response(request)
        try:
            self._narrow(request, wanted)
        except DomainError as refusal:
            return plain_problem(refusal.status, refusal.code.value, refusal.detail)
        response = self._get_response(request)
        response[ANSWER] = wanted
        response["Cache-Control"] = "no-store"
        patch_vary_headers(response, [HEADER])
        return response

    def _narrow(self, request: HttpRequest, wanted: str) -> None:
        if request.method not in ("GET", "HEAD") or "Authorization" in request.headers:
            raise _refused()
        actor = actor_of(request)
        act_as(request, seen_as(actor, wanted))
        self._note(actor, wanted)

    def _note(self, actor: Actor, wanted: str) -> None:
        """Once a minute for each person and kind; pages ask for many things at once."""
        if wanted in CHOICES and cache.add(f"seen-as:{actor.user_id}:{wanted}", 1, _NOTED_EVERY_SECONDS):
            note_pages_seen_as(actor=actor, at=now(), wanted=wanted)


class _SeenAsRefused(DomainError):
    status = 403
    default_code = AccountsError.SEEN_AS_REFUSED


def _refused() -> DomainError:
    return _SeenAsRefused("Only what is read in a session can be seen as others see it.")
