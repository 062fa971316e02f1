"""Sessions as the sign-in flow leaves them, for tests that are about something else."""

from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.utils import timezone

from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.actors import SESSION_METHODS, SESSION_METHODS_PERSON, SESSION_ORGANISATION


def sign_in(client: Client, person: User, *, is_strong: bool = True, organisation_id: UUID | None = None) -> None:
    """The person signed in a moment ago: with a second factor, so that platform roles are awake, or by password alone."""
    client.force_login(person)
    session = client.session
    assert isinstance(session, SessionStore)
    moment = timezone.now().timestamp()
    methods: list[dict[str, object]] = [{"method": "password", "at": moment}]
    session[SESSION_METHODS] = [*methods, {"method": "mfa", "at": moment, "type": "totp"}] if is_strong else methods
    session[SESSION_METHODS_PERSON] = str(person.pk)
    if organisation_id is not None:
        session[SESSION_ORGANISATION] = str(organisation_id)
    session.save()
