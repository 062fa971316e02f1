"""Signing in and out."""

import contextlib
from datetime import datetime

from django.contrib.auth import authenticate, login, logout
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest

from ipmarket.accounts.errors import CredentialsRefused, TooManyAttempts
from ipmarket.accounts.events import SESSION_ENDED, SESSION_STARTED
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.actors import person_actor
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox

ATTEMPTS = 10
ATTEMPTS_WINDOW_SECONDS = 600


def start_session(*, actor: Actor, at: datetime, request: HttpRequest, email: str, password: str) -> Actor:
    """Signs a person in and returns them as the actor.

    Raises CredentialsRefused (401) alike for an unknown address and a wrong password, and TooManyAttempts (429) after ten
    failures for one address within ten minutes. The password hash is computed in either case, so that the time taken tells nothing.
    """
    address = email.strip().lower()
    attempts_key = f"sign-in:{address}"
    if int(cache.get(attempts_key, 0)) >= ATTEMPTS:
        raise TooManyAttempts(
            "Too many attempts for this address. Try again in ten minutes.", params={"retryAfterSeconds": ATTEMPTS_WINDOW_SECONDS}
        )
    user = authenticate(request, username=address, password=password)
    if not isinstance(user, User):
        cache.add(attempts_key, 0, ATTEMPTS_WINDOW_SECONDS)
        with contextlib.suppress(ValueError):  # the window may end between the two calls; then there is nothing to count
            cache.incr(attempts_key)
        raise CredentialsRefused("Address or password is wrong.")
    cache.delete(attempts_key)
    with transaction.atomic():
        login(request, user)
        person = person_actor(user=user, at=at, request_id=actor.request_id)
        audit.record(actor=person, at=at, action="accounts.start_session", target_type="accounts.user", target_id=user.id)
        outbox.emit(topic=SESSION_STARTED, aggregate_type="accounts.user", aggregate_id=user.id, payload={"userId": str(user.id)}, at=at)
    return person


def end_session(*, actor: Actor, at: datetime, request: HttpRequest) -> None:
    """Signs the person out here. Does nothing for a visitor."""
    if actor.user_id is None:
        return
    with transaction.atomic():
        logout(request)
        audit.record(actor=actor, at=at, action="accounts.end_session", target_type="accounts.user", target_id=actor.user_id)
        outbox.emit(
            topic=SESSION_ENDED,
            aggregate_type="accounts.user",
            aggregate_id=actor.user_id,
            payload={"userId": str(actor.user_id)},
            at=at,
        )
