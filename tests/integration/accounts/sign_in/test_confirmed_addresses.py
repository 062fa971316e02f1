"""The migration that gives people of before a proven address."""

import importlib

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.test import Client

from tests.factories.records import make_user
from tests.support.sign_in import log_in

pytestmark = pytest.mark.django_db
migration = importlib.import_module("ipmarket.accounts.migrations.0009_confirmed_addresses")


def test_people_of_before_sign_in_without_a_code(client: Client) -> None:
    old, new = make_user(email="Old@example.test"), make_user(email="new@example.test")
    EmailAddress.objects.filter(user=old).delete()
    EmailAddress.objects.filter(user=new).update(verified=False)
    migration.confirm(apps, None)
    migration.confirm(apps, None)
    assert list(EmailAddress.objects.order_by("email").values_list("email", "verified", "primary")) == [
        ("new@example.test", False, True),
        ("old@example.test", True, True),
    ]


def test_the_demo_people_sign_in_at_once(client: Client) -> None:
    assert log_in(client, make_user(is_demo=True)).status_code == 200
