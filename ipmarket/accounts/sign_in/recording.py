"""What stands around every sign-in route: one transaction, the traces of a change of credentials, and answers of our own shape."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from allauth.account.internal.stagekit import get_pending_stage
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.internal.restkit.response import APIResponse
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from ipmarket.accounts import credentials
from ipmarket.accounts.credentials import Factor, Provider
from ipmarket.accounts.selectors.actors import SESSION_METHODS
from ipmarket.accounts.services.record_credential_change import CredentialChange, record_credential_change
from ipmarket.accounts.services.record_sign_in import record_refused_sign_in
from ipmarket.accounts.sign_in.adapter import REFUSED
from ipmarket.accounts.sign_in.provider_adapter import provider_names
from ipmarket.kernel.api.acting import actor_of, forget_actor
from ipmarket.kernel.api.codes import ApiErrorCode
from ipmarket.kernel.api.problem import plain_problem
from ipmarket.kernel.clock import now

View = Callable[..., HttpResponseBase]
Change = tuple[CredentialChange, dict[str, str], bool]

BODY_BYTES: Final = 64 * 1024
# Routes whose body is a form.
_FORMS: Final = frozenset({"redirect_to_provider"})
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# What a wrong proof is answered with: (parameter, code). A suspended person gets the same, whatever was proven.
_WRONG: Final = {
    "login": ("password", "email_password_mismatch", "The email address and/or password you specified are not correct."),
    "confirm_login_code": ("code", "incorrect_code", "Incorrect code."),
    "authenticate": ("code", "incorrect_code", "Incorrect code."),
    "authenticate_webauthn": ("credential", "incorrect_code", "Incorrect code."),
    "login_webauthn": ("credential", "incorrect_code", "Incorrect code."),
}
_PROOFS: Final = {
    "confirm_login_code": "code",
    "authenticate": "second_factor",
    "authenticate_webauthn": "passkey",
    "login_webauthn": "passkey",
    "verify_email": "code",
    "reset_password": "code",
}
_ADDED: Final = {"totp": CredentialChange.SECOND_FACTOR_ADDED, "webauthn": CredentialChange.PASSKEY_ADDED}
_REMOVED: Final = {
    "totp": CredentialChange.SECOND_FACTOR_REMOVED,
    "webauthn": CredentialChange.PASSKEY_REMOVED,
    "recovery_codes": CredentialChange.RECOVERY_CODES_REMOVED,
}


def _factor_changes(before: dict[int, Factor], after: dict[int, Factor]) -> Iterator[Change]:
    added = [after[key] for key in after.keys() - before.keys()]
    removed = [before[key] for key in before.keys() - after.keys()]
    has_new_codes = any(factor.kind == "recovery_codes" for factor in added)
    for factor in added:
        if factor.kind == "recovery_codes":
            # Codes that come with the first factor are shown with it, and the message about that factor says so.
            yield CredentialChange.RECOVERY_CODES_MADE, {}, len(added) == 1
        else:
            yield _ADDED[factor.kind], {"name": factor.name} if factor.name else {}, True
    for factor in removed:
        if factor.kind != "recovery_codes" or not has_new_codes:
            yield _REMOVED[factor.kind], {"name": factor.name} if factor.name else {}, True
    for key in before.keys() & after.keys():
        if before[key].name != after[key].name:
            yield CredentialChange.PASSKEY_RENAMED, {"name": after[key].name}, False


def _provider_changes(before: dict[int, Provider], after: dict[int, Provider]) -> Iterator[Change]:
    names = provider_names()
    for key in before.keys() - after.keys():
        yield CredentialChange.PROVIDER_UNLINKED, {"provider": names.get(before[key].provider, before[key].provider)}, True


def _weaken(request: HttpRequest, gone: set[int]) -> None:
    """A session that was strong by a factor that is gone is so no longer."""
    methods = request.session.get(SESSION_METHODS)
    if gone and isinstance(methods, list):
        request.session[SESSION_METHODS] = [m for m in methods if not (m.get("method") == "mfa" and m.get("id") in gone)]


def _watched(request: HttpRequest, user: AbstractBaseUser, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Compare the person's factors and providers before and after: whichever way a row changed, the change is recorded."""
    actor, factors, providers = actor_of(request), credentials.factors_of(user.pk), credentials.providers_of(user.pk)
    response = answer()
    factors_now, providers_now = credentials.factors_of(user.pk), credentials.providers_of(user.pk)
    changes = [*_factor_changes(factors, factors_now), *_provider_changes(providers, providers_now)]
    for change, facts, is_told in changes:
        record_credential_change(
            actor=actor,
            at=now(),
            user_id=user.pk,
            change=change,
            facts=facts,
            is_told=is_told,
            keep_session=request.session.session_key,
        )
    _weaken(request, factors.keys() - factors_now.keys())
    if changes:
        forget_actor(request)
    return response


def _record_wrong_proof(request: HttpRequest, route: str, typed: str) -> None:
    record_refused_sign_in(actor=actor_of(request), at=now(), address=typed, reason=_PROOFS[route])


def _typed_address(request: HttpRequest) -> str:
    stage = get_pending_stage(request)
    return (stage.login.email or "") if stage is not None else ""


def _refusal(request: HttpRequest, route: str) -> HttpResponseBase:
    name, code, message = _WRONG.get(route, _WRONG["login"])
    return APIResponse(request, status=HTTPStatus.BAD_REQUEST, errors=[{"message": message, "code": code, "param": name}])


def _in_our_shape(response: HttpResponseBase) -> HttpResponseBase:
    """Plain refusals of Django's views become problems; everything else is the library's own JSON."""
    if response.get("Content-Type", "").startswith("application/") or response.status_code < 400:
        return response
    if response.status_code == 405:
        problem = plain_problem(405, ApiErrorCode.METHOD_NOT_ALLOWED, "This address does not know the method.")
        problem["Allow"] = response["Allow"]
        return problem
    return plain_problem(400, ApiErrorCode.MALFORMED_BODY, "The body is not a JSON object.")


def _answer(request: HttpRequest, route: str, view: View, args: Any, kwargs: Any) -> HttpResponseBase:
    typed = _typed_address(request) if route in _PROOFS else ""
    user = request.user

    def plain() -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except ImmediateHttpResponse as stopped:
            # What was recorded up to here stays: the answer is a refusal, not a failure.
            return stopped.response

    response = _watched(request, user, plain) if user.is_authenticated and request.method not in _READING else plain()
    if getattr(request, REFUSED, False) and route != "callback":
        return _refusal(request, route)
    if route in _PROOFS and response.status_code == 400 and (request.method not in _READING or route != "login_webauthn"):
        _record_wrong_proof(request, route, typed)
    return response


def _is_readable(request: HttpRequest) -> bool:
    """The library reads the body too, and falls over numbers and depths that the parser refuses."""
    try:
        json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        return False
    return True


def recorded(view: View, route: str, *, in_transaction: bool = True) -> View:
    """Wrap a route of the library. ``in_transaction`` is off where a provider is asked over the network; the callback opens one itself."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        if length.isdigit() and int(length) > BODY_BYTES:
            return plain_problem(413, ApiErrorCode.BODY_TOO_LARGE, "The body is longer than this address accepts.")
        if request.method not in _READING and route not in _FORMS and not _is_readable(request):
            return plain_problem(400, ApiErrorCode.MALFORMED_BODY, "The body is not a JSON object.")
        if not in_transaction:
            return _in_our_shape(_answer(request, route, view, args, kwargs))
        try:
            with transaction.atomic():
                return _in_our_shape(_answer(request, route, view, args, kwargs))
        except IntegrityError:
            return plain_problem(409, ApiErrorCode.BAD_REQUEST, "Another request has just done this.")

    return wrapped
