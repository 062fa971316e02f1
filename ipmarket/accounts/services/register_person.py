"""A person gets an account."""

from datetime import datetime

from django.db import transaction

from ipmarket.accounts.events import PERSON_REGISTERED
from ipmarket.accounts.models import User
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox


@transaction.atomic
def register_person(
    *, actor: Actor, at: datetime, email: str, name: str, password: str, language: str = "en", is_demo: bool = False
) -> User:
    """Creates the account. Raises IntegrityError where the address is taken without regard to case."""
    user = User(email=email.strip().lower(), name=name, language=language, is_demo=is_demo, created_at=at)
    user.set_password(password)
    user.save(force_insert=True)
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
