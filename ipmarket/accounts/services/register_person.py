"""A person gets an account."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts import credentials
from ipmarket.accounts.events import PERSON_REGISTERED
from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.policies import require
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def register_person(
    *,
    actor: Actor,
    at: datetime,
    email: str,
    name: str,
    password: str | None = None,
    language: str = "en",
    is_demo: bool = False,
    is_confirmed: bool | None = None,
) -> User:
    """Creates the account. Raises IntegrityError where the address is taken without regard to case.

    Without a password the person signs in by code, passkey or provider. ``is_confirmed``: the address counts as proven; demo people's do,
    everybody else's only where the caller says so, and people who sign up by themselves prove theirs by a code.
    """
    require(actor, "accounts.person.register")
    user = User(email=email.strip().lower(), name=name, language=language, is_demo=is_demo, created_at=at)
    user.set_password(password)
    user.save(force_insert=True)
    if is_demo if is_confirmed is None else is_confirmed:
        credentials.confirm_address(user)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.register_person",
        target_type="accounts.user",
        target_id=user.id,
        after={"language": language, "isDemo": is_demo},
        personal={"email": user.email, "name": name},
    )
    outbox.emit(topic=PERSON_REGISTERED, aggregate_type="accounts.user", aggregate_id=user.id, payload={"userId": str(user.id)}, at=at)
    return user
