"""Each constraint of the accounts' tables refuses what it is there for, past every service."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps

from ipmarket.accounts.models import Membership, Organisation, PlatformRoleGrant, User
from tests.factories.records import AT, make_organisation, make_user
from tests.support.access_breaks import ACCESS_BREAKS
from tests.support.organisation_breaks import ORGANISATION_BREAKS
from tests.support.people_breaks import PEOPLE_BREAKS
from tests.support.privacy_breaks import PRIVACY_BREAKS
from tests.support.violations import violated

pytestmark = pytest.mark.django_db


def _membership(**values: Any) -> Membership:
    user = values.pop("user", None) or make_user()
    organisation = values.pop("organisation", None) or make_organisation()
    return Membership.objects.create(**{"user": user, "organisation": organisation, "role": "member", "starts_at": AT} | values)


def _role(**values: Any) -> PlatformRoleGrant:
    user = values.pop("user", None) or make_user()
    return PlatformRoleGrant.objects.create(**{"user": user, "role": "operator", "starts_at": AT} | values)


def _same_address() -> None:
    make_user(email="ada@example.test")
    make_user(email="Ada@Example.test")


def _second_open_membership() -> None:
    first = _membership()
    _membership(user=first.user, organisation=first.organisation, role="owner")


def _second_open_role() -> None:
    _role(user=_role().user)


def _same_registration() -> None:
    for name in ("One", "Two"):
        make_organisation(name_en=name, registration_number="1234567")


BREAKS: dict[str, Callable[[], Any]] = {
    "user_email_unique_without_case": _same_address,
    "user_language_known": lambda: make_user(language="fr"),
    "organisation_kind_known": lambda: make_organisation(kind="club"),
    "organisation_has_a_name": lambda: make_organisation(name_en=""),
    "organisation_registration_unique": _same_registration,
    "membership_role_known": lambda: _membership(role="king"),
    "membership_ends_after_start": lambda: _membership(ends_at=AT),
    "membership_one_open_per_organisation": _second_open_membership,
    "platform_role_known": lambda: _role(role="root"),
    "platform_role_ends_after_start": lambda: _role(ends_at=AT - timedelta(seconds=1)),
    "platform_role_one_open": _second_open_role,
    **PEOPLE_BREAKS,
    **PRIVACY_BREAKS,
    **ORGANISATION_BREAKS,
    **ACCESS_BREAKS,
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name: str) -> None:
    assert violated(BREAKS[name]) == name


def test_every_constraint_has_its_break() -> None:
    declared = {c.name for model in apps.get_app_config("accounts").get_models() for c in model._meta.constraints}
    assert set(BREAKS) == declared


def test_an_ended_membership_makes_room_for_a_new_one() -> None:
    first = _membership(ends_at=AT + timedelta(days=1))
    second = _membership(user=first.user, organisation=first.organisation, starts_at=AT + timedelta(days=1))
    assert set(Membership.objects.values_list("id", flat=True)) == {first.id, second.id}


def test_organisations_without_a_registration_number_do_not_collide() -> None:
    make_organisation(name_en="One")
    make_organisation(name_en="Two")
    assert Organisation.objects.count() == 2


def test_the_exact_address_is_unique_too() -> None:
    make_user(email="ada@example.test")
    assert violated(lambda: make_user(email="ada@example.test")) in {"user_email_unique_without_case", "accounts_user_email_key"}
    assert User.objects.count() == 1
