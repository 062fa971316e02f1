"""Each write of the accounts leaves its row, one audit entry and one event; a refused one leaves nothing."""

from datetime import datetime
from uuid import UUID

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError, transaction

from ipmarket.accounts.models import Membership, Organisation, PlatformRoleGrant, User
from ipmarket.accounts.services.admit_member import admit_member
from ipmarket.accounts.services.found_organisation import found_organisation
from ipmarket.accounts.services.grant_platform_role import grant_platform_role
from ipmarket.accounts.services.register_person import register_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit.models import Entry
from ipmarket.kernel.errors import Conflict
from ipmarket.kernel.text import Translated
from tests.factories.records import make_organisation, make_user
from tests.support.traces import Traces, personal_values, traces

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")


def test_registering_a_person(at: datetime) -> None:
    user = register_person(
        actor=ACTOR, at=at, email="  Ada.Lam@Example.TEST ", name="Ada Lam", password="a long pass phrase", language="zh-Hant", is_demo=True
    )
    stored = User.objects.get()
    assert (stored.id, stored.email, stored.name, stored.language) == (user.id, "ada.lam@example.test", "Ada Lam", "zh-Hant")
    assert (stored.is_active, stored.is_demo, stored.created_at, stored.time_zone) == (True, True, at, "Asia/Hong_Kong")
    assert check_password("a long pass phrase", stored.password)
    assert traces() == Traces(
        entries=[("accounts.register_person", "accounts.user", str(user.id), None, {"language": "zh-Hant", "isDemo": True})],
        events=[("accounts.person_registered", "accounts.user", str(user.id), {"userId": str(user.id)})],
    )
    assert personal_values() == [{"email": "ada.lam@example.test", "name": "Ada Lam"}]


def test_the_audit_entry_names_actor_and_instant(at: datetime) -> None:
    operator = make_user(email="operator@example.test", at=at)
    actor = Actor(kind="person", user_id=operator.id, roles=frozenset({"operator"}), request_id="request-0001", label=str(operator.id))
    register_person(actor=actor, at=at, email="ada@example.test", name="Ada", password="a long pass phrase")
    entry = Entry.objects.get()
    assert (entry.at, entry.actor_kind, entry.actor_id, entry.request_id) == (at, "person", operator.id, "request-0001")


def test_an_address_is_taken_whatever_its_case(at: datetime) -> None:
    register_person(actor=ACTOR, at=at, email="ada@example.test", name="Ada", password="a long pass phrase")
    before = traces()
    with pytest.raises(IntegrityError), transaction.atomic():
        register_person(actor=ACTOR, at=at, email="ADA@example.test", name="Other", password="another pass phrase")
    assert User.objects.get().name == "Ada"
    assert traces() == before


def test_founding_an_organisation(at: datetime) -> None:
    organisation = found_organisation(
        actor=ACTOR,
        at=at,
        kind="manufacturer",
        name=Translated(en="Sample Toys", zh_hant="樣例玩具", zh_hans="样例玩具"),
        registration_number="DEMO-1",
        sector="C",
        district="Kwun Tong",
    )
    stored = Organisation.objects.get()
    assert (stored.kind, stored.name_en, stored.name_zh_hant, stored.name_zh_hans) == (
        "manufacturer",
        "Sample Toys",
        "樣例玩具",
        "样例玩具",
    )
    assert (stored.country, stored.registration_number, stored.sector, stored.district) == ("HK", "DEMO-1", "C", "Kwun Tong")
    assert (stored.is_demo, stored.created_at) == (False, at)
    assert traces() == Traces(
        entries=[
            (
                "accounts.found_organisation",
                "accounts.organisation",
                str(organisation.id),
                None,
                {"kind": "manufacturer", "country": "HK", "sector": "C", "isDemo": False},
            )
        ],
        events=[("accounts.organisation_founded", "accounts.organisation", str(organisation.id), {"organisationId": str(organisation.id)})],
    )


def test_a_registration_number_is_founded_once_in_a_country(at: datetime) -> None:
    name = Translated(en="Sample Toys")
    found_organisation(actor=ACTOR, at=at, kind="manufacturer", name=name, registration_number="DEMO-1")
    before = traces()
    with pytest.raises(Conflict, match="is here already"):
        found_organisation(actor=ACTOR, at=at, kind="buyer", name=name, registration_number="DEMO-1")
    assert traces() == before
    found_organisation(actor=ACTOR, at=at, kind="buyer", name=name, registration_number="DEMO-1", country="CN")
    assert Organisation.objects.count() == 2


def test_admitting_a_member(at: datetime) -> None:
    user, organisation = make_user(), make_organisation()
    membership = admit_member(actor=ACTOR, at=at, user_id=user.id, organisation_id=organisation.id, role="manager")
    assert Membership.objects.values_list("user", "organisation", "role", "starts_at", "ends_at").get() == (
        user.id,
        organisation.id,
        "manager",
        at,
        None,
    )
    assert traces() == Traces(
        entries=[
            (
                "accounts.admit_member",
                "accounts.organisation",
                str(organisation.id),
                None,
                {"userId": str(user.id), "role": "manager"},
            )
        ],
        events=[("accounts.member_admitted", "accounts.organisation", str(organisation.id), {"membershipId": str(membership.id)})],
    )


def test_nobody_is_admitted_twice(at: datetime) -> None:
    user, organisation = make_user(), make_organisation()
    admit_member(actor=ACTOR, at=at, user_id=user.id, organisation_id=organisation.id, role="member")
    before = traces()
    with pytest.raises(IntegrityError), transaction.atomic():
        admit_member(actor=ACTOR, at=at, user_id=user.id, organisation_id=organisation.id, role="owner")
    assert list(Membership.objects.values_list("role", flat=True)) == ["member"]
    assert traces() == before


def test_granting_a_platform_role(at: datetime) -> None:
    user = make_user()
    grant = grant_platform_role(actor=ACTOR, at=at, user_id=user.id, role="operator")
    assert PlatformRoleGrant.objects.values_list("user", "role", "starts_at", "ends_at").get() == (user.id, "operator", at, None)
    assert traces() == Traces(
        entries=[("accounts.grant_platform_role", "accounts.user", str(user.id), None, {"role": "operator"})],
        events=[("accounts.platform_role_granted", "accounts.user", str(user.id), {"grantId": str(grant.id)})],
    )


def test_a_role_is_granted_once_and_only_if_it_exists(at: datetime) -> None:
    user = make_user()
    grant_platform_role(actor=ACTOR, at=at, user_id=user.id, role="auditor")
    before = traces()
    for role in ("auditor", "root"):
        with pytest.raises(IntegrityError), transaction.atomic():
            grant_platform_role(actor=ACTOR, at=at, user_id=user.id, role=role)
    assert list(PlatformRoleGrant.objects.values_list("role", flat=True)) == ["auditor"]
    assert traces() == before


def test_payloads_of_events_hold_ids_only(at: datetime) -> None:
    user = register_person(actor=ACTOR, at=at, email="ada@example.test", name="Ada Lam", password="a long pass phrase")
    organisation = found_organisation(actor=ACTOR, at=at, kind="buyer", name=Translated(en="Quiet Buyer"))
    admit_member(actor=ACTOR, at=at, user_id=user.id, organisation_id=organisation.id, role="owner")
    grant_platform_role(actor=ACTOR, at=at, user_id=user.id, role="operator")
    payloads = [payload for *_, payload in traces().events]
    assert len(payloads) == 4
    assert all(UUID(value) for payload in payloads for value in payload.values())
