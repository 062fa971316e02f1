"""Signing in as a demo person at a press. It exists in the demo configuration alone, and for people who are marked as demo alone."""

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.actors import SESSION_DEMO
from ipmarket.accounts.sign_in.adapter import AccountAdapter
from ipmarket.kernel.errors import NotFound


def start_demo_session(request: HttpRequest, *, email: str) -> User:
    """Begins a strong session as a demo person and returns them; a session that was there ends first.

    Raises NotFound outside the demo configuration, for an unknown address and for a person who is no demo person, all alike.
    """
    person = User.objects.filter(email=email.strip().lower(), is_demo=True, is_active=True).first() if settings.DEMO else None
    if person is None:
        raise NotFound("There is nothing at this address.")
    adapter = get_adapter()
    assert isinstance(adapter, AccountAdapter)
    with transaction.atomic():
        if request.user.is_authenticated:
            adapter.logout(request)
        adapter.login(request, person)
        request.session[SESSION_DEMO] = str(person.id)
        UserSession.objects.create_from_request(request)
        adapter.record_session(request, person, ["demo"])
    return person
