"""How many sessions of a person are open, on the operator's page of the person."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from ipmarket.kernel.clock import now
from tests.factories.records import make_operator, make_user
from tests.support.sessions import sign_in
from tests.support.sign_in import auth, log_in

pytestmark = pytest.mark.django_db


def test_open_sessions_are_counted() -> None:
    person, another, operator = make_user(email="ada@example.test"), make_user(email="eve@example.test"), Client()
    sign_in(operator, make_operator(), is_strong=True)
    path = f"/api/app/admin/people/{person.id}"

    def count() -> int:
        return int(operator.get(path).json()["sessions"])

    assert count() == 0
    phone, desk = Client(), Client()
    for client in (phone, desk):
        assert log_in(client, person).status_code == 200
    assert log_in(Client(), another).status_code == 200
    assert count() == 2
    assert auth(phone, "delete", "auth/session").status_code == 401
    assert count() == 1
    # One that ran out is worth nothing, though nobody has cleared it away yet.
    Session.objects.filter(session_key=desk.session.session_key).update(expire_date=now() - timedelta(seconds=1))
    assert count() == 0
