"""Signing in with an account elsewhere through the routes: the way to the provider and back."""

from typing import Any
from urllib.parse import urlsplit

from django.test import Client

from tests.support.identity_provider import IdentityProvider
from tests.support.sign_in import AUTH

BACK = "http://testserver/en/sign-in"


def ask(client: Client, *, process: str = "login", provider: str = "works-id", back: str = BACK) -> Any:
    """The way there: the answer names the provider's address."""
    return client.post(f"{AUTH}/auth/provider/redirect", {"provider": provider, "process": process, "callback_url": back})


def go(client: Client, provider: IdentityProvider, *, process: str = "login", back: str = BACK) -> str:
    """The whole way there and back: the query with which our own page is opened in the end."""
    asked = ask(client, process=process, back=back)
    assert asked.status_code == 200, asked.content
    return came_back(client, provider.authorize(asked.json()["data"]["location"]), back)


def came_back(client: Client, address: str, page: str = BACK) -> str:
    """Open the address that the provider sent the browser to; the query with which our own page is opened."""
    returned = client.get(address)
    assert (returned.status_code, returned["Location"].split("?")[0]) == (302, page)
    return urlsplit(returned["Location"]).query


def person_of(client: Client) -> Any:
    """Who the product says is signed in; None for a visitor."""
    return client.get("/api/app/session").json()["person"]
