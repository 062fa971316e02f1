"""Founding, editing and verifying an organisation: what changes, what it leaves behind, and that a refusal leaves nothing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ipmarket.accounts.enums import MemberRole, VerificationState
from ipmarket.accounts.errors import RegistrationRefused, StaleVersion
from ipmarket.accounts.models import Membership, Organisation, PlatformRoleGrant, VerificationCase
from ipmarket.accounts.selectors.organisation_rules import size_of
from ipmarket.accounts.services.decide_verification import decide_verification
from ipmarket.accounts.services.edit_organisation import edit_organisation
from ipmarket.accounts.services.found_organisation import found_organisation
from ipmarket.accounts.services.submit_verification import submit_verification
from ipmarket.accounts.services.withdraw_verification import withdraw_verification
from ipmarket.kernel.actor import SYSTEM, VISITOR, Actor
from ipmarket.kernel.errors import Conflict, DomainError, Forbidden, NotFound, Unprocessable
from ipmarket.kernel.mail.models import Message
from ipmarket.kernel.text import Translated
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.organisations import evidence, named_organisation, operator, owner_of, person_of, place, standing, submitted, verified
from tests.factories.records import make_organisation, make_user
from tests.support.traces import entries, traces

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db: None, at: datetime) -> None:
    load_rows(actor=SYSTEM, at=at)


def found(actor: Actor, at: datetime, **instead: Any) -> Organisation:
    values: dict[str, Any] = {
        "kind": "manufacturer",
        "name": Translated(en=" Sample  Mould Works\tLimited "),
        "registration_kind": "hk_br",
        "registration_number": "12345678-000-12-26-A",
        "sector": "C",
        "employees": 40,
        "website": "https://sample-mould.example/",
    }
    return found_organisation(actor=actor, at=at, **{**values, **instead})


def refused(error: type[DomainError], code: str, run: Any) -> None:
    """The call is refused with this code, and nothing is left of it: no row, no entry, no event, no mail."""
    before = (traces(), Organisation.objects.count(), Message.objects.count(), list(Organisation.objects.order_by("id").values()))
    with pytest.raises(error) as caught:
        run()
    assert caught.value.code == code
    assert (traces(), Organisation.objects.count(), Message.objects.count(), list(Organisation.objects.order_by("id").values())) == before


def test_who_founds_an_organisation_owns_it(at: datetime) -> None:
    user = make_user()
    organisation = found(Actor(kind="person", user_id=user.id), at)
    stored = Organisation.objects.get()
    assert (stored.name_en, stored.registration_kind, stored.registration_number, stored.employees) == (
        "Sample Mould Works Limited",
        "hk_br",
        "12345678",
        40,
    )
    assert stored.match_keys == ["n:samplemouldworks", "r:12345678"]
    assert (stored.verification, stored.version, stored.is_demo) == ("unverified", 1, False)
    assert Membership.objects.values_list("user", "organisation", "role", "starts_at", "ends_at").get() == (
        user.id, organisation.id, "owner", at, None,
    )  # fmt: skip
    after = {"kind": "manufacturer", "country": "HK", "sector": "C", "isDemo": False, "ownerId": str(user.id)}
    assert entries()[-2] == ("accounts.found_organisation", "accounts.organisation", str(organisation.id), None, after)
    assert [event[0] for event in traces().events[-2:]] == ["accounts.organisation_founded", "accounts.member_admitted"]


def test_what_demo_people_found_is_demo(at: datetime) -> None:
    assert found(Actor(kind="person", user_id=make_user(is_demo=True).id), at).is_demo


@pytest.mark.parametrize(
    ("instead", "error", "code"),
    [
        ({"registration_number": "1234567"}, RegistrationRefused, "registration_refused"),
        ({"country": "ZZ"}, Unprocessable, "organisation_facts_refused"),
        ({"sector": "ZZ"}, Unprocessable, "organisation_facts_refused"),
        ({"name": Translated(en=" \n")}, Unprocessable, "organisation_facts_refused"),
        ({"name": Translated(en="x" * 201)}, Unprocessable, "organisation_facts_refused"),
        ({"employees": -1}, Unprocessable, "organisation_facts_refused"),
        ({"website": "javascript:alert(1)"}, Unprocessable, "organisation_facts_refused"),
        ({"website": "https://user:secret@sample.example/"}, Unprocessable, "organisation_facts_refused"),
        ({"kind": "desk"}, Forbidden, "forbidden"),
        ({"kind": "club"}, Unprocessable, "organisation_facts_refused"),
    ],
)
def test_what_no_organisation_can_be(instead: dict[str, Any], error: type[DomainError], code: str, at: datetime) -> None:
    actor = Actor(kind="person", user_id=make_user().id)
    refused(error, code, lambda: found(actor, at, **instead))
    assert Membership.objects.count() == 0


def test_a_visitor_founds_nothing(at: datetime) -> None:
    with pytest.raises(DomainError) as caught:
        found(VISITOR, at)
    assert caught.value.status == 401
    assert Organisation.objects.count() == 0


def test_a_number_in_another_notation_is_taken(at: datetime) -> None:
    actor = Actor(kind="person", user_id=make_user().id)
    found(actor, at)
    refused(Conflict, "registration_taken", lambda: found(actor, at, registration_number="１２３４ ５６７８"))
    refused(Conflict, "registration_taken", lambda: found(actor, at, registration_number="12345678", registration_kind="hk_ci"))


def test_a_person_founds_up_to_fifty(at: datetime) -> None:
    user = make_user()
    for number in range(50):
        place(user, make_organisation(name_en=f"Works {number}"))
    refused(Conflict, "too_many_organisations", lambda: found(Actor(kind="person", user_id=user.id), at))


def test_editing_changes_what_is_given(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation, role=MemberRole.MANAGER)
    edited = edit_organisation(
        actor=actor, at=at, organisation_id=organisation.id, changes={"district": " Tai Po ", "employees": 120}, version=1
    )
    assert (edited.district, edited.employees, edited.version, edited.updated_at) == ("Tai Po", 120, 2, at)
    assert entries()[-1][3:] == (
        {"district": "", "employees": None, "verification": "unverified"},
        {"district": "Tai Po", "employees": 120, "verification": "unverified"},
    )


def test_an_edit_without_a_difference_leaves_nothing(at: datetime) -> None:
    organisation = named_organisation()
    actor, before = owner_of(organisation), traces()
    edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes={"district": ""})
    assert traces() == before
    assert Organisation.objects.get().version == 1


def test_an_old_version_is_not_edited(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes={"district": "Tai Po"}, version=1)
    refused(
        StaleVersion,
        "precondition_failed",
        lambda: edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes={"district": "Sha Tin"}, version=1),
    )


@pytest.mark.parametrize("role", [MemberRole.MEMBER, MemberRole.VIEWER])
def test_members_and_viewers_edit_nothing(role: str, at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation, role=role)
    refused(
        NotFound,
        "not_found",
        lambda: edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes={"district": "Tai Po"}),
    )


def test_a_removed_manager_edits_nothing_though_the_request_began_before(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation, role=MemberRole.MANAGER)
    Membership.objects.filter(user=person_of(actor)).update(ends_at=at + timedelta(seconds=1))
    later = at + timedelta(minutes=1)
    with pytest.raises(NotFound):
        edit_organisation(actor=actor, at=later, organisation_id=organisation.id, changes={"district": "Tai Po"})


def test_verification_from_request_to_decision(at: datetime) -> None:
    organisation = named_organisation()
    actor, staff = owner_of(organisation), operator()
    document = evidence(actor, organisation)
    case = submit_verification(actor=actor, at=at, organisation_id=organisation.id, document_ids=[document.id], note=" Please. ")
    assert Organisation.objects.get().verification == "submitted"
    assert case.claimed == {
        "kind": "manufacturer",
        "name": {"en": "Sample Mould Works Limited", "zhHant": "", "zhHans": ""},
        "country": "HK",
        "registrationKind": "hk_br",
        "registrationNumber": "12345678",
        "address": "",
        "note": "Please.",
    }
    later = at + timedelta(days=1)
    decide_verification(actor=staff, at=later, organisation_id=organisation.id, decision="verify")
    stored = Organisation.objects.get()
    assert (stored.verification, stored.verified_at, stored.version) == ("verified", later, 3)
    case.refresh_from_db()
    assert (case.state, case.decided_by_id, case.decided_at, case.reason) == ("verified", staff.user_id, later, "")
    message = Message.objects.get()
    assert (message.template, message.to_address, message.language) == ("accounts/organisation_verified", "owner@example.test", "en")


def test_a_refusal_has_a_reason_and_may_be_answered(at: datetime) -> None:
    organisation = named_organisation()
    actor, staff = owner_of(organisation), operator()
    submitted(actor, organisation)
    refused(
        Unprocessable,
        "reason_needed",
        lambda: decide_verification(actor=staff, at=at, organisation_id=organisation.id, decision="refuse", reason=" "),
    )
    decide_verification(actor=staff, at=at, organisation_id=organisation.id, decision="refuse", reason="It is another company's.")
    assert (Organisation.objects.get().verification, Organisation.objects.get().verified_at) == ("refused", None)
    assert Message.objects.get().template == "accounts/organisation_refused"
    submitted(actor, organisation)
    assert VerificationCase.objects.filter(state="submitted").count() == 1
    assert Organisation.objects.get().verification == "submitted"


def test_nobody_decides_on_their_own_organisation(at: datetime) -> None:
    organisation = named_organisation()
    owner_of(organisation, email="another.owner@example.test")
    actor, staff = owner_of(organisation), operator()
    submitted(actor, organisation)
    assert staff.user_id is not None
    Membership.objects.create(user_id=staff.user_id, organisation=organisation, role="viewer", starts_at=at)
    refused(
        Forbidden,
        "not_yours_to_decide",
        lambda: decide_verification(actor=staff, at=at, organisation_id=organisation.id, decision="verify"),
    )
    assert actor.user_id is not None
    both = Actor(kind="person", user_id=actor.user_id, roles=frozenset({"operator"}))
    PlatformRoleGrant.objects.create(user_id=actor.user_id, role="operator", starts_at=at)
    Membership.objects.filter(user_id=actor.user_id).update(role="manager", ends_at=at + timedelta(seconds=1))
    refused(
        Forbidden,
        "not_yours_to_decide",
        lambda: decide_verification(actor=both, at=at + timedelta(minutes=1), organisation_id=organisation.id, decision="verify"),
    )


@pytest.mark.parametrize("role", ["auditor", "adviser", "desk_manager"])
def test_only_operators_decide(role: str, at: datetime) -> None:
    organisation = named_organisation()
    submitted(owner_of(organisation), organisation)
    staff = operator(roles=(role,))
    refused(Forbidden, "forbidden", lambda: decide_verification(actor=staff, at=at, organisation_id=organisation.id, decision="verify"))


def test_evidence_is_the_organisations_own(at: datetime) -> None:
    organisation, other = named_organisation(), named_organisation("Other Works", "87654321")
    actor = owner_of(organisation)
    foreign = evidence(owner_of(other, email="other@example.test"), other)

    def ask(document_ids: list[UUID]) -> Any:
        return lambda: submit_verification(actor=actor, at=at, organisation_id=organisation.id, document_ids=document_ids)

    refused(NotFound, "not_found", ask([foreign.id]))
    refused(Unprocessable, "evidence_needed", ask([]))


def test_a_second_request_and_one_of_a_verified_organisation_are_refused(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    document = submitted(actor, organisation).documents.get()

    def run() -> None:
        submit_verification(actor=actor, at=at, organisation_id=organisation.id, document_ids=[document.id])

    refused(Conflict, "transition_refused", run)
    decide_verification(actor=operator(), at=at, organisation_id=organisation.id, decision="verify")
    refused(Conflict, "transition_refused", run)


def test_without_a_number_nothing_can_be_verified(at: datetime) -> None:
    organisation = named_organisation(number="")
    actor = owner_of(organisation)
    document = evidence(actor, organisation)
    refused(
        Unprocessable,
        "registration_refused",
        lambda: submit_verification(actor=actor, at=at, organisation_id=organisation.id, document_ids=[document.id]),
    )


def test_taking_a_request_back_takes_it_out_of_the_queue(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    case = submitted(actor, organisation)
    withdraw_verification(actor=actor, at=at, organisation_id=organisation.id)
    assert Organisation.objects.get().verification == "unverified"
    assert VerificationCase.objects.filter(id=case.id).count() == 0
    refused(Conflict, "transition_refused", lambda: withdraw_verification(actor=actor, at=at, organisation_id=organisation.id))


@pytest.mark.parametrize("changes", [{"name": Translated(en="Other Works")}, {"registration_number": "87654321"}, {"kind": "buyer"}])
def test_another_name_or_number_takes_the_verification_away(changes: dict[str, Any], at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    verified(actor, organisation, by=operator())
    edited = edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes=changes)
    assert (edited.verification, edited.verified_at) == ("unverified", None)
    assert entries()[-1][0] == "mail.queue_mail"
    assert list(Message.objects.order_by("queued_at", "id").values_list("template", flat=True)) == [
        "accounts/organisation_verified",
        "accounts/organisation_unverified",
    ]


def test_other_facts_leave_the_verification_alone(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    verified(actor, organisation, by=operator())
    edited = edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes={"district": "Tai Po", "employees": 3})
    assert edited.verification == VerificationState.VERIFIED


def test_a_change_while_waiting_takes_the_request_back(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    submitted(actor, organisation)
    edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes={"name": Translated(en="Other Works")})
    assert (Organisation.objects.get().verification, VerificationCase.objects.count(), Message.objects.count()) == ("unverified", 0, 0)


def test_a_stranger_does_nothing(at: datetime) -> None:
    organisation, other = named_organisation(), named_organisation("Other Works", "87654321")
    owner_of(organisation)
    stranger = make_user(email="stranger@example.test")
    place(stranger, other)
    actor = standing(stranger, other)
    refused(NotFound, "not_found", lambda: withdraw_verification(actor=actor, at=at, organisation_id=organisation.id))
    refused(
        NotFound, "not_found", lambda: edit_organisation(actor=actor, at=at, organisation_id=organisation.id, changes={"district": "x"})
    )


@pytest.mark.parametrize(
    ("sector", "employees", "expected"),
    [("C", 99, "sme"), ("C", 100, "large"), ("G", 49, "sme"), ("G", 50, "large"), ("C", None, "unknown"), ("", 10, "unknown")],
)
def test_size_by_the_rule_of_hong_kong(sector: str, employees: int | None, expected: str, at: datetime) -> None:
    size = size_of(country="HK", sector=sector, employees=employees, on=at.date())
    assert size.size_class == expected
    assert bool(size.source) is (expected != "unknown")
    assert size.valid_from is None
    assert size_of(country="DE", sector=sector, employees=employees, on=at.date()).size_class == "unknown"
