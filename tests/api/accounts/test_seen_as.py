"""Seeing pages as others see them: never more than as oneself, never by writing, and recorded."""

from typing import Any

import pytest
from django.test import Client

from ipmarket.accounts.services.raise_wall import raise_wall
from ipmarket.kernel.actor import SYSTEM
from tests.factories.records import AT, make_operator, make_organisation, make_right, make_user
from tests.support.sessions import sign_in
from tests.support.traces import entries

pytestmark = pytest.mark.django_db
LIST = "/api/v1/patents"


@pytest.fixture
def operator() -> Client:
    client = Client()
    sign_in(client, make_operator())
    for number, audience in enumerate(("public", "registered", "owner")):
        make_right(f"HK3000000{number}A", audience=audience, owner_organisation=make_organisation(name_en=f"Works {number}"))
    return client


def seen(client: Client, as_: str | None, url: str = LIST) -> Any:
    return client.get(url, headers={"X-See-As": as_} if as_ else {})


@pytest.mark.parametrize(("as_", "count"), [(None, 3), ("visitor", 1), ("member:manufacturer", 2), ("member:partner_office", 2)])
def test_the_operator_sees_what_such_a_person_would(operator: Client, as_: str | None, count: int) -> None:
    answer = seen(operator, as_)
    assert (answer.status_code, len(answer.json()["items"]), answer.get("X-Seen-As")) == (200, count, as_)
    if as_:
        assert answer["Cache-Control"] == "no-store"
        assert "X-See-As" in answer["Vary"]


def test_roles_sleep_while_looking(operator: Client) -> None:
    assert seen(operator, None, "/api/app/admin/roles").status_code == 200
    assert seen(operator, "member:buyer", "/api/app/admin/roles").status_code == 403
    assert seen(operator, "visitor", "/api/app/admin/roles").status_code == 401


def test_walls_around_the_one_who_looks_hold(operator: Client) -> None:
    from ipmarket.accounts.models import User
    from patents.models import Right

    user = User.objects.get(email="operator@example.test")
    right = Right.objects.get(audience="registered")
    raise_wall(actor=SYSTEM, at=AT, object_type="patents.right", object_id=right.id, basis="conflict:1", user_id=user.id)
    assert len(seen(operator, None).json()["items"]) == 2
    assert len(seen(operator, "member:buyer").json()["items"]) == 1


@pytest.mark.parametrize("as_", ["", "operator", "member:", "member:nothing", "person:1", "visitor,member:buyer"])
def test_nobody_else_can_be_seen_as(operator: Client, as_: str) -> None:
    answer = operator.get(LIST, headers={"X-See-As": as_})
    assert (answer.status_code, answer.json()["code"]) == (400, "seen_as_refused")


def test_only_platform_roles_look_and_only_by_reading(operator: Client) -> None:
    member, weak = Client(), Client()
    sign_in(member, make_user(email="m@example.test"))
    sign_in(weak, make_operator(email="weak@example.test"), is_strong=False)
    assert seen(Client(), "visitor").status_code == 401
    assert seen(member, "visitor").status_code == 403
    assert seen(weak, "visitor").status_code == 403
    for method in ("post", "put", "patch", "delete"):
        refused = getattr(operator, method)("/api/app/account/tokens", headers={"X-See-As": "visitor"})
        assert (refused.status_code, refused.json()["code"]) == (403, "seen_as_refused")
    with_token = Client().get(LIST, headers={"X-See-As": "visitor", "Authorization": "Bearer ipm_x"})
    assert with_token.status_code == 403
    assert [entry for entry in entries() if entry[0] == "accounts.see_pages_as"] == []


def test_looking_is_recorded_once_a_minute(operator: Client) -> None:
    for as_ in ("visitor", "visitor", "member:buyer", "visitor"):
        seen(operator, as_)
    assert [entry[4] for entry in entries() if entry[0] == "accounts.see_pages_as"] == [{"seenAs": "visitor"}, {"seenAs": "member:buyer"}]
