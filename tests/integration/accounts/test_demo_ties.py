"""The demo people are tied to each other as the pages show it."""

from datetime import datetime

import pytest

from ipmarket.accounts.models import Invitation, JoinRequest, Mandate, Signatory
from ipmarket.kernel.actor import SYSTEM
from ipmarket.reference.services.load_rows import load_rows
from patents.services.load_demo import load_demo
from patents.services.load_scheme import load_scheme


@pytest.mark.django_db
def test_the_demo_shows_each_kind_of_tie(at: datetime) -> None:
    load_rows(actor=SYSTEM, at=at)
    load_scheme(actor=SYSTEM, at=at)
    load_demo(actor=SYSTEM, at=at)
    assert sorted(Invitation.objects.values_list("email", "role", "state")) == [
        ("alex.sharma@example-university.example", "viewer", "open"),
        ("wong.kit@sample-mould.example", "member", "open"),
    ]
    assert sorted(Mandate.objects.values_list("email", "kind", "state")) == [
        ("may.fung@demo-desk.example", "adviser", "offered"),
        ("poon.wai.lam@demo-attorneys.example", "patent_agent", "active"),
    ]
    assert list(Signatory.objects.values_list("membership__user__email", "state", "limit_minor", "currency")) == [
        ("ada.lam@sample-mould.example", "confirmed", 50_000_000, "HKD")
    ]
    assert list(JoinRequest.objects.values_list("user__email", "state")) == [("suki.tang@sample-mould.example", "open")]
