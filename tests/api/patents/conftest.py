"""What the catalogue's API tests share: a request that answers 200, clients of several people, a walk along a list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ipmarket.accounts.models import User
from ipmarket.kernel.actor import Actor
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.records import AT, make_operator
from tests.support.sessions import sign_in


@pytest.fixture
def reference_rows() -> None:
    """The shipped labels of offices, fields, stages and so on."""
    load_rows(actor=Actor.system("test"), at=AT)


@pytest.fixture
def as_person() -> Callable[[User], Client]:
    """A client that is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        sign_in(client, user)
        return client

    return signed_in


@pytest.fixture
def operator_client(as_person: Callable[[User], Client]) -> Client:
    return as_person(make_operator())


@pytest.fixture
def walk() -> Callable[..., list[dict[str, Any]]]:
    """Follows ``next`` to the end and returns the items; `between` runs after each page."""

    def follow(client: Client, url: str, *, between: Callable[[], Any] | None = None, **parameters: Any) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        while True:
            answer = client.get(url, parameters)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            items += page["items"]
            if page["next"] is None:
                return items
            parameters["cursor"] = page["next"]
            if between is not None:
                between()

    return follow
