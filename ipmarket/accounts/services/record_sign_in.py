"""Somebody signed in, or tried to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import salted_hmac

from ipmarket.accounts.events import SESSION_STARTED, SIGN_IN_REFUSED
from ipmarket.accounts.models import SignInPlace, User
from ipmarket.accounts.services.queue_notice import queue_notice
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox

MOST_PLACES = 20
# A place that was not used for so long is strange again.
PLACES_KEPT = timedelta(days=180)


def place_digest(*, user_id: UUID, browser: str, network: str) -> str:
    """What is kept of a place. Salted with the person, so that two people in one office have nothing in common in the table."""
    return salted_hmac("ipmarket.accounts.sign_in_place", f"{user_id}|{browser}|{network}", algorithm="sha256").hexdigest()


def address_digest(address: str) -> str:
    """What is kept of an address that somebody typed: enough to count attempts on one address, not enough to read it."""
    return salted_hmac("ipmarket.accounts.typed_address", address.strip().lower(), algorithm="sha256").hexdigest()[:32]


def _remember(*, user_id: UUID, digest: str, at: datetime) -> bool:
    """Remember the place, and return whether it is new to somebody who has signed in elsewhere before."""
    places = SignInPlace.objects.filter(user_id=user_id)
    places.filter(last_at__lt=at - PLACES_KEPT).delete()
    had_any = places.exists()
    _, is_new = SignInPlace.objects.update_or_create(
        user_id=user_id, digest=digest, defaults={"last_at": at}, create_defaults={"first_at": at, "last_at": at}
    )
    surplus = places.order_by("-last_at", "id").values_list("id", flat=True)[MOST_PLACES:]
    places.filter(id__in=list(surplus)).delete()
    return is_new and had_any


@transaction.atomic
def record_sign_in(
    *, actor: Actor, at: datetime, user_id: UUID, methods: Sequence[str], browser: str, network: str, is_strong: bool
) -> bool:
    """Records that a session began, and returns whether the place was strange; then the person is told by mail.

    ``browser`` is a family ("Firefox on Windows"), ``network`` an IPv4 /24 or IPv6 /48. Both are kept as one salted digest only.
    """
    user = User.objects.select_for_update().get(id=user_id)
    is_strange = _remember(user_id=user_id, digest=place_digest(user_id=user_id, browser=browser, network=network), at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.start_session",
        target_type="accounts.user",
        target_id=user_id,
        after={"methods": list(methods), "isStrong": is_strong, "isNewPlace": is_strange},
    )
    outbox.emit(topic=SESSION_STARTED, aggregate_type="accounts.user", aggregate_id=user_id, payload={"userId": str(user_id)}, at=at)
    if is_strange:
        queue_notice(actor=actor, at=at, template="accounts/new_sign_in", to=user.email, person=user, facts={"device": browser})
    return is_strange


@transaction.atomic
def record_refused_sign_in(*, actor: Actor, at: datetime, address: str, reason: str) -> None:
    """Records a failed attempt without the typed address: only its salted digest, by which attempts on one address can be counted."""
    digest = address_digest(address)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.refuse_sign_in",
        target_type="accounts.typed_address",
        target_id=digest,
        after={"reason": reason},
    )
    outbox.emit(topic=SIGN_IN_REFUSED, aggregate_type="accounts.typed_address", aggregate_id=digest, payload={"reason": reason}, at=at)
