"""Examples of the services on members, invitations, requests to join, signatories and mandates, for the walks over all services."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from ipmarket.accounts.services.accept_invitation import accept_invitation
from ipmarket.accounts.services.accept_mandate import accept_mandate
from ipmarket.accounts.services.change_member_role import change_member_role
from ipmarket.accounts.services.decide_join_request import decide_join_request
from ipmarket.accounts.services.decide_signatory import decide_signatory
from ipmarket.accounts.services.decline_invitation import decline_invitation
from ipmarket.accounts.services.decline_mandate import decline_mandate
from ipmarket.accounts.services.end_due_mandates import end_due_mandates
from ipmarket.accounts.services.end_mandate import end_mandate
from ipmarket.accounts.services.end_signatory import end_signatory
from ipmarket.accounts.services.expire_invitations import expire_invitations
from ipmarket.accounts.services.hand_over_ownership import hand_over_ownership
from ipmarket.accounts.services.invite_member import invite_member
from ipmarket.accounts.services.leave_organisation import leave_organisation
from ipmarket.accounts.services.offer_mandate import offer_mandate
from ipmarket.accounts.services.propose_signatory import propose_signatory
from ipmarket.accounts.services.remove_member import remove_member
from ipmarket.accounts.services.request_to_join import request_to_join
from ipmarket.accounts.services.resend_invitation import resend_invitation
from ipmarket.accounts.services.resign_mandate import resign_mandate
from ipmarket.accounts.services.revoke_invitation import revoke_invitation
from ipmarket.accounts.services.withdraw_join_request import withdraw_join_request
from ipmarket.kernel.actor import SYSTEM, Actor
from tests.factories.people import acting, make_document, make_domain, make_member, make_owned, make_person, make_verified, token_of
from tests.factories.records import AT, make_operator

Prepared = dict[str, Any]
LATER = AT + timedelta(days=30)


def _member(**more: Any) -> Prepared:
    organisation, owner = make_owned()
    _, membership = make_member("member", organisation)
    return {"actor": owner, "at": AT, "organisation_id": organisation.id, "membership_id": membership.id, **more}


def _leaving(folder: Path) -> Prepared:
    organisation, _ = make_owned()
    actor, _ = make_member("member", organisation)
    return {"actor": actor, "at": AT, "organisation_id": organisation.id}


def _handing(folder: Path) -> Prepared:
    organisation, owner = make_owned()
    heir, _ = make_member("member", organisation)
    return {"actor": owner, "at": AT, "organisation_id": organisation.id, "user_id": heir.user_id}


def _inviting() -> Prepared:
    organisation, owner = make_owned()
    return {"actor": owner, "at": AT, "organisation_id": organisation.id, "email": "invited@example.test", "role": "member"}


def _invited(at_more: timedelta = timedelta(hours=1)) -> Prepared:
    call = _inviting()
    invitation = invite_member(**call)
    return {
        "actor": call["actor"], "at": AT + at_more, "organisation_id": call["organisation_id"], "invitation_id": invitation.id
    }  # fmt: skip


def _answering(folder: Path) -> Prepared:
    invite_member(**_inviting())
    return {"actor": acting(make_person("invited@example.test")), "at": AT, "token": token_of("invited@example.test")}


def _run_out(folder: Path) -> Prepared:
    invite_member(**_inviting())
    return {"actor": SYSTEM, "at": LATER}


def _asking() -> tuple[Prepared, Actor]:
    organisation, owner = make_verified()
    make_domain(organisation, "works.example")
    return {"actor": acting(make_person("asks@works.example")), "at": AT, "organisation_id": organisation.id}, owner


def _asked(folder: Path) -> Prepared:
    call, _ = _asking()
    return {"actor": call["actor"], "at": AT, "request_id": request_to_join(**call).id}


def _deciding(folder: Path) -> Prepared:
    call, owner = _asking()
    request = request_to_join(**call)
    return {
        "actor": owner, "at": AT, "organisation_id": call["organisation_id"], "request_id": request.id, "is_accepted": True
    }  # fmt: skip


def _proposing(folder: Path | None = None) -> Prepared:
    call = _member()
    organisation_id = call["organisation_id"]
    document = make_document(organisation_id)
    return {**call, "document_id": document.id, "limit_minor": 50_000_00}


def _proposed(folder: Path) -> Prepared:
    call = _proposing()
    signatory = propose_signatory(**call)
    return {"actor": call["actor"], "at": AT, "organisation_id": call["organisation_id"], "signatory_id": signatory.id}


def _judging(folder: Path) -> Prepared:
    operator = make_operator()
    actor = Actor(kind="person", user_id=operator.id, roles=frozenset({"operator"}))
    return {"actor": actor, "at": AT, "signatory_id": _proposed(folder)["signatory_id"], "is_confirmed": True}


def _offering(**more: Any) -> Prepared:
    organisation, owner = make_owned()
    return {
        "actor": owner, "at": AT, "organisation_id": organisation.id, "email": "agent@example.test", "kind": "patent_agent",
        "scopes": ["read", "list"], "starts_date": AT.date(), "ends_date": AT.date() + timedelta(days=20), **more,
    }  # fmt: skip


def _offered(folder: Path) -> Prepared:
    mandate = offer_mandate(**_offering())
    return {"actor": acting(make_person("agent@example.test")), "at": AT, "mandate_id": mandate.id}


def _held(folder: Path) -> Prepared:
    call = _offered(folder)
    accept_mandate(**call)
    return call


def _ending(folder: Path) -> Prepared:
    call = _offering()
    mandate = offer_mandate(**call)
    return {"actor": call["actor"], "at": AT, "organisation_id": call["organisation_id"], "mandate_id": mandate.id}


def _due(folder: Path) -> Prepared:
    _held(folder)
    return {"actor": SYSTEM, "at": LATER}


PEOPLE_EXAMPLES: tuple[tuple[Callable[..., Any], Callable[[Path], Prepared]], ...] = (
    (change_member_role, lambda folder: _member(role="manager")),
    (remove_member, lambda folder: _member()),
    (leave_organisation, _leaving),
    (hand_over_ownership, _handing),
    (invite_member, lambda folder: _inviting()),
    (resend_invitation, lambda folder: _invited()),
    (revoke_invitation, lambda folder: _invited()),
    (accept_invitation, _answering),
    (decline_invitation, _answering),
    (expire_invitations, _run_out),
    (request_to_join, lambda folder: _asking()[0]),
    (withdraw_join_request, _asked),
    (decide_join_request, _deciding),
    (propose_signatory, _proposing),
    (decide_signatory, _judging),
    (end_signatory, _proposed),
    (offer_mandate, lambda folder: _offering()),
    (accept_mandate, _offered),
    (decline_mandate, _offered),
    (end_mandate, _ending),
    (resign_mandate, _held),
    (end_due_mandates, _due),
)
