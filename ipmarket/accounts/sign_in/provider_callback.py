"""Where a provider sends a browser back to: the provider is asked first, and what follows from its answer is written in one transaction."""

from __future__ import annotations

from typing import Any, Final, cast

import requests
import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.httpkit import add_query_params, get_frontend_url
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.contrib.auth import get_user
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from ipmarket.accounts.models import User
from ipmarket.accounts.sign_in.openid import CheckedOpenIdAdapter, CheckedOpenIdProvider
from ipmarket.kernel.api.acting import forget_actor

log = structlog.get_logger(__name__)

# The way there was begun more than ten minutes ago, was finished before, or was begun in another browser.
EXPIRED: Final = "expired"
NO_ANSWER: Final = "no_answer"
# What a provider may answer instead of a code (RFC 6749, 4.1.2.1); every other of its codes is a refusal for a reason of its own.
_TOLD: Final = {"access_denied": AuthError.CANCELLED, "server_error": NO_ANSWER, "temporarily_unavailable": NO_ANSWER}
# What the library throws where an answer is not of the shape that it expects.
_MISSHAPEN: Final = (
    OAuth2Error, ProviderException, PermissionDenied, ImproperlyConfigured, AttributeError, LookupError, TypeError, ValueError,
)  # fmt: skip


class _NoWayInError(Exception):
    """The provider's answer opens nothing; ``code`` is what our page is told."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class CallbackView(OAuth2CallbackView):
    """The library's view with its two halves apart, so that a fault in the second leaves nothing of it behind."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send the browser on to our page, with ``error`` and ``error_process`` where the provider's answer opens nothing."""
        provider = self.adapter.get_provider()
        begun = _begun(request, provider)
        state = statekit.unstash_state(request, provider_id=provider.sub_id, state_id=request.GET.get("state", ""))
        try:
            login = self._ask(request, provider, state)
        except _NoWayInError as refusal:
            log.warning("sign_in.provider_answer_opens_nothing", provider=provider.sub_id, code=refusal.code, reason=str(refusal))
            return _back(request, state or begun, refusal.code)
        return _settle(request, login)

    def _ask(self, request: HttpRequest, provider: CheckedOpenIdProvider, state: dict[str, Any] | None) -> SocialLogin:
        """Everything that goes over the network; nothing is written here. Raises _NoWayInError."""
        if state is None:
            raise _NoWayInError(EXPIRED, "This session asked nothing, or too long ago.")
        told = request.GET.get("error")
        if told is not None:
            raise _NoWayInError(_TOLD.get(told, AuthError.DENIED), "The provider said no.")
        if not request.GET.get("code"):
            raise _NoWayInError(AuthError.UNKNOWN, "The provider sent no code.")
        app, adapter = provider.app, self.adapter
        try:
            client = adapter.get_client(request, app)
            answer = adapter.get_access_token_data(request, app, client, pkce_code_verifier=state.get("pkce_code_verifier"))
            login: SocialLogin = adapter.complete_login(request, app, adapter.parse_token(answer), response=answer)
        except requests.RequestException as error:
            raise _NoWayInError(NO_ANSWER, type(error).__name__) from error
        except _MISSHAPEN as error:
            # The library quotes the whole answer in some of its errors, so only our own words are written down.
            reason = str(error) if error.__class__.__module__.startswith("ipmarket.") else type(error).__name__
            raise _NoWayInError(AuthError.UNKNOWN, reason) from error
        login.state.update(state)
        return login


def _begun(request: HttpRequest, provider: CheckedOpenIdProvider) -> dict[str, Any]:
    """What the session remembers of the way there, also where it ran out: the page that it was begun on."""
    stashed = statekit.get_states(request).get(request.GET.get("state", ""))
    return dict(stashed[0]) if stashed is not None and len(stashed) == 3 and stashed[2] == provider.sub_id else {}


def _back(request: HttpRequest, state: dict[str, Any], code: str) -> HttpResponseBase:
    page = state.get("next") or get_frontend_url(request, "socialaccount_login_error")
    return HttpResponseRedirect(add_query_params(page, {"error": code, "error_process": state.get("process", AuthProcess.LOGIN)}))


def _settle(request: HttpRequest, login: SocialLogin) -> HttpResponseBase:
    """Sign in, sign up or link, with account, link, session and everything recorded in one transaction."""
    key = request.session.session_key
    try:
        with transaction.atomic():
            if request.user.is_authenticated:
                # Two answers for one person come one after the other; linking takes the same row again when it is recorded.
                User.objects.select_for_update().filter(pk=request.user.pk).first()
            try:
                answer: HttpResponseBase = complete_social_login(request, login)
            except ImmediateHttpResponse as stopped:
                answer = stopped.response
            return answer
    except IntegrityError:
        # Another request has just made this account or this link.
        _forget_session(request, key)
        return _back(request, login.state, AuthError.UNKNOWN)


def _forget_session(request: HttpRequest, key: str | None) -> None:
    """What the transaction took back is not written by the session's own middleware afterwards."""
    request.session = request.session.__class__(key)
    if hasattr(request, "_cached_user"):
        del request._cached_user
    request.user = cast("User", SimpleLazyObject(lambda: get_user(request)))
    forget_actor(request)


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The address that a provider knows us by. Raises Http404 for one that is not configured."""
    try:
        answer: HttpResponseBase = CallbackView.adapter_view(CheckedOpenIdAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer
