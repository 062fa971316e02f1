"""Signing in through the routes, and what was mailed meanwhile. `sessions.sign_in` makes a session without the routes."""

import json
import time
from typing import Any

from django.test import Client

from ipmarket.accounts.models import User
from ipmarket.accounts.selectors.actors import SESSION_METHODS
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.sealed import unseal
from tests.factories.records import PASSWORD

AUTH = "/api/auth/browser/v1"


def prove_again(client: Client) -> None:
    """The person has just proven once more who they are, as the step of that name leaves the session."""
    session = client.session
    session[SESSION_METHODS] = [*session[SESSION_METHODS], {"method": "password", "at": time.time(), "reauthenticated": True}]
    session.save()


def auth(client: Client, method: str, path: str, body: Any = None, **headers: str) -> Any:
    """One call of a sign-in route."""
    send = getattr(client, method)
    keywords: dict[str, Any] = {"headers": {key.replace("_", "-"): value for key, value in headers.items()}}
    if method == "get":
        return send(f"{AUTH}/{path}", **keywords)
    return send(f"{AUTH}/{path}", "" if body is None else json.dumps(body), content_type="application/json", **keywords)


def log_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    """Through the routes, with the password."""
    return auth(client, "post", "auth/login", {"email": user.email, "password": password})


def mails() -> list[tuple[str, str]]:
    """(template, address) of each message that was queued, oldest first."""
    return list(Message.objects.order_by("id").values_list("template", "to_address"))


def mailed(template: str) -> dict[str, str]:
    """What the newest message of a template was told."""
    message = Message.objects.filter(template=template).order_by("-id")[0]
    values: dict[str, str] = json.loads(unseal(message.sealed_values, purpose="mail.values"))
    return values
