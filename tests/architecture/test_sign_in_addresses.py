"""The addresses of the sign-in library: each has a row, and answers as its row says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.records import make_user
from tests.support.sessions import sign_in
from tests.support.sign_in_addresses import ADDRESSES, Address
from tests.support.source_tree import assert_none

METHODS = ("get", "post", "put", "patch", "delete")


def _patterns(patterns: list[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, here)
        elif here.startswith("api/auth/"):
            yield here, pattern


def _methods(pattern: URLPattern) -> list[str]:
    view = getattr(pattern.callback, "view_class", None)
    return [method for method in METHODS if view is None or hasattr(view, method)]


def _all() -> set[tuple[str, str]]:
    """Every method of every address. A view that is a function answers every method as it answers reading."""
    found = set()
    for here, pattern in _patterns(get_resolver().url_patterns):
        methods = _methods(pattern)
        found |= {(method.upper(), here) for method in (["get"] if len(methods) == len(METHODS) and "<" in here else methods)}
    return found


def test_every_address_has_a_row() -> None:
    assert_none(f"{method} /{route}" for method, route in _all() ^ {(each.method, each.route) for each in ADDRESSES})


def _ask(client: Client, address: Address) -> str:
    path = "/" + address.route.replace("<slug:provider_id>", "nobody")
    arguments = {} if address.method == "GET" else {"data": {}, "content_type": "application/json"}
    return str(getattr(client, address.method.lower())(path, **arguments).status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=lambda each: f"{each.method} /{each.route}")
def test_an_address_answers_as_its_row_says(address: Address) -> None:
    signed_in = Client()
    sign_in(signed_in, make_user(), is_strong=False)
    assert (_ask(Client(), address), _ask(signed_in, address)) == (address.signed_out, address.signed_in)
