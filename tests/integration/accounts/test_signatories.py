"""Who may bind a company: proposed by an owner, decided by an operator at a distance, ended at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from ipmarket.accounts.errors import SignInNeeded
from ipmarket.accounts.models import Membership, Organisation, PlatformRoleGrant, Signatory, User
from ipmarket.accounts.selectors.signatories_binding import may_bind
from ipmarket.accounts.services.decide_signatory import decide_signatory
from ipmarket.accounts.services.end_signatory import end_signatory
from ipmarket.accounts.services.propose_signatory import propose_signatory
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.kernel.actor import VISITOR, Actor
from ipmarket.kernel.errors import Conflict, Forbidden, InvalidInput, NotFound
from ipmarket.kernel.money import Money
from tests.factories.people import id_of, join, make_document, make_member, make_owned, make_person, make_verified
from tests.factories.records import AT
from tests.support.people_refusals import own_entries, own_events, refused, sent_mail

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def _operator(email: str = "operator@example.test") -> Actor:
    return _with_role(make_person(email).id, "operator")


def _with_role(user_id: UUID, role: str) -> Actor:
    PlatformRoleGrant.objects.create(user_id=user_id, role=role, starts_at=AT)
    return Actor(kind="person", user_id=user_id, roles=frozenset({role}))


def _propose(owner: Actor, membership: Membership, at: datetime, **values: Any) -> Signatory:
    assert owner.organisation_id is not None
    values = {"document_id": None, "limit_minor": 100_00, "currency": "HKD", **values}
    values["document_id"] = values["document_id"] or make_document(membership.organisation).id
    return propose_signatory(actor=owner, at=at, organisation_id=owner.organisation_id, membership_id=membership.id, **values)


def _decide(actor: Actor, signatory: Signatory, at: datetime, *, is_confirmed: bool = True, reason: str = "") -> Callable[[], Any]:
    return lambda: decide_signatory(actor=actor, at=at, signatory_id=signatory.id, is_confirmed=is_confirmed, reason=reason)


def _confirmed(at: datetime, **values: Any) -> tuple[Organisation, Actor, Membership, Signatory]:
    organisation, owner = make_verified()
    _, membership = make_member("member", organisation, name="Signs")
    signatory = _propose(owner, membership, at, **values)
    _decide(_operator(), signatory, at)()
    return organisation, owner, membership, signatory


def test_proposing(at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation)
    document = make_document(organisation)
    signatory = _propose(owner, membership, at, document_id=document.id, limit_minor=500_000_00, currency="USD")
    assert own_entries() == [
        (
            "accounts.propose_signatory",
            "accounts.signatory",
            str(signatory.id),
            None,
            {
                "organisationId": str(organisation.id),
                "userId": str(membership.user_id),
                "documentId": str(document.id),
                "limitMinor": 500_000_00,
                "currency": "USD",
                "state": "proposed",
            },
        )
    ]
    assert own_events() == [
        ("accounts.signatory_proposed", "accounts.organisation", str(organisation.id), {"signatoryId": str(signatory.id)})
    ]
    refused(Conflict, lambda: _again(owner, membership, document.id, at), "signatory_open")


def _again(owner: Actor, membership: Membership, document_id: Any, at: datetime, **values: Any) -> Signatory:
    return _propose(owner, membership, at, document_id=document_id, **values)


@pytest.mark.parametrize("standing", ["manager", "member", "viewer"])
def test_only_an_owner_proposes(standing: str, at: datetime) -> None:
    organisation, _ = make_owned()
    actor, membership = make_member(standing, organisation)
    document = make_document(organisation)
    refused(NotFound, lambda: _again(actor, membership, document.id, at))


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"limit_minor": 0}, "limit_refused"),
        ({"limit_minor": -1}, "limit_refused"),
        ({"limit_minor": 2**63}, "limit_refused"),
        ({"currency": "ZZZ"}, "unknown_currency"),
        ({"currency": "hkd"}, "unknown_currency"),
    ],
)
def test_limits_that_cannot_be(values: dict[str, Any], code: str, at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation)
    document = make_document(organisation)
    refused(InvalidInput, lambda: _again(owner, membership, document.id, at, **values), code)


def test_the_document_proves_the_power_to_sign_of_this_organisation(at: datetime) -> None:
    organisation, owner = make_owned()
    elsewhere, _ = make_owned("Another Works")
    _, membership = make_member("member", organisation)
    _, foreign = make_member("member", elsewhere, "foreign@example.test")
    wrong = [
        make_document(organisation, kind="registration"),
        make_document(elsewhere),
        make_document(organisation, removed_at=at),
    ]
    for document in wrong:
        refused(NotFound, partial(_again, owner, membership, document.id, at))
    document = make_document(organisation)
    refused(NotFound, lambda: _again(owner, foreign, document.id, at))


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_deciding(is_confirmed: bool, at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation, language="zh-Hant")
    signatory = _propose(owner, membership, at)
    operator = _operator()
    _decide(operator, signatory, at + SECOND, is_confirmed=is_confirmed, reason=" Seen. ")()
    signatory.refresh_from_db()
    state = "confirmed" if is_confirmed else "refused"
    assert (signatory.state, signatory.decided_by_id, signatory.decided_at, signatory.reason) == (
        state,
        operator.user_id,
        at + SECOND,
        "Seen.",
    )
    assert own_entries()[-1] == (
        "accounts.decide_signatory",
        "accounts.signatory",
        str(signatory.id),
        {"state": "proposed"},
        {"state": state},
    )
    assert own_events()[-1] == (
        "accounts.signatory_decided",
        "accounts.organisation",
        str(organisation.id),
        {"signatoryId": str(signatory.id), "state": state},
    )
    assert sorted(sent_mail()) == [
        ("accounts/signatory_decided", "member@example.test", "zh-Hant"),
        ("accounts/signatory_decided", "owner@sample-mould-works.example", "en"),
    ]
    refused(Conflict, _decide(operator, signatory, at + SECOND, is_confirmed=not is_confirmed, reason="No."), "transition_refused")


def test_who_decides(at: datetime) -> None:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation)
    signatory = _propose(owner, membership, at)
    auditor = _with_role(make_person("auditor@example.test").id, "auditor")
    refused(Forbidden, _decide(owner, signatory, at))
    refused(Forbidden, _decide(auditor, signatory, at))
    proposer = _with_role(id_of(owner), "operator")
    refused(Forbidden, _decide(proposer, signatory, at), "not_yours_to_decide")
    colleague = _operator("colleague@example.test")
    join(User.objects.get(id=id_of(colleague)), organisation, "viewer")
    refused(Forbidden, _decide(colleague, signatory, at), "not_yours_to_decide")
    refused(InvalidInput, _decide(_operator(), signatory, at, is_confirmed=False, reason="  "), "reason_needed")
    Organisation.objects.filter(id=organisation.id).update(state="suspended")
    refused(Conflict, _decide(_operator("second@example.test"), signatory, at), "organisation_not_active")
    refused(SignInNeeded, _decide(VISITOR, signatory, at))


def test_who_proposed_and_left_does_not_decide(at: datetime) -> None:
    organisation, owner = make_owned()
    second, second_membership = make_member("owner", organisation, "second@example.test")
    _, membership = make_member("member", organisation)
    signatory = _propose(second, membership, at)
    remove_member(actor=owner, at=at, organisation_id=organisation.id, membership_id=second_membership.id)
    as_operator = _with_role(id_of(second), "operator")
    refused(Forbidden, _decide(as_operator, signatory, at), "not_yours_to_decide")


def _may(membership: Membership, at: datetime, *, amount: int = 100_00, currency: str = "HKD") -> bool:
    return may_bind(membership.user_id, membership.organisation_id, Money(amount, currency), at)


def test_binding_goes_up_to_the_limit_in_its_currency(at: datetime) -> None:
    _, _, membership, _ = _confirmed(at)
    assert [_may(membership, at, amount=amount) for amount in (1, 100_00, 100_01)] == [True, True, False]
    assert not _may(membership, at, currency="USD")
    assert not _may(membership, at - SECOND)


def test_binding_without_limit_is_still_in_one_currency(at: datetime) -> None:
    _, _, membership, _ = _confirmed(at, limit_minor=None)
    assert _may(membership, at, amount=10**15)
    assert not _may(membership, at, amount=1, currency="USD")


@pytest.mark.parametrize("how", ["suspended", "closed", "unverified", "removed", "person suspended", "ended", "another", "owner"])
def test_nobody_binds_any_more(how: str, at: datetime) -> None:
    organisation, owner, membership, signatory = _confirmed(at)
    assert _may(membership, at)
    later = at + SECOND
    if how in ("suspended", "closed"):
        Organisation.objects.filter(id=organisation.id).update(state=how)
    elif how == "unverified":
        Organisation.objects.filter(id=organisation.id).update(verification="unverified", verified_at=None)
    elif how == "removed":
        remove_member(actor=owner, at=later, organisation_id=organisation.id, membership_id=membership.id)
    elif how == "person suspended":
        User.objects.filter(id=membership.user_id).update(is_active=False)
    elif how == "ended":
        end_signatory(actor=owner, at=later, organisation_id=organisation.id, signatory_id=signatory.id, reason="Has left the board.")
    elif how == "another":
        membership = join(make_person("another@example.test"), organisation, "manager")
    else:
        membership = Membership.objects.get(user_id=id_of(owner))
    assert not _may(membership, later)


def test_a_proposal_binds_nobody(at: datetime) -> None:
    organisation, owner = make_verified()
    _, membership = make_member("member", organisation)
    _propose(owner, membership, at)
    assert not _may(membership, at, amount=1)


def test_ending(at: datetime) -> None:
    organisation, owner, membership, signatory = _confirmed(at)
    _, stranger = make_owned("Another Works")
    member = Actor(kind="person", user_id=membership.user_id, organisation_id=organisation.id, standing="member")

    def end(actor: Actor) -> Callable[[], Any]:
        return lambda: end_signatory(actor=actor, at=at, organisation_id=organisation.id, signatory_id=signatory.id)

    for actor in (VISITOR, stranger, member, _operator("other@example.test")):
        refused(NotFound, end(actor))
    end(owner)()
    assert own_entries()[-1] == (
        "accounts.end_signatory",
        "accounts.signatory",
        str(signatory.id),
        {"state": "confirmed"},
        {"state": "ended"},
    )
    refused(Conflict, end(owner), "transition_refused")
    assert _propose(owner, membership, at).state == "proposed"
