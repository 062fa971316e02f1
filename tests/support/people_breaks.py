"""What each constraint of invitations, requests to join, signatories and mandates refuses, past every service."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ipmarket.accounts.models import Invitation, JoinRequest, Mandate, Membership, Signatory
from tests.factories.people import join, make_document, make_owned, make_person
from tests.factories.records import AT, make_user


def _invitation(**values: Any) -> Invitation:
    organisation, owner = make_owned()
    values = {
        "organisation": organisation, "email": "a@example.test", "role": "member", "token_digest": "0" * 64,
        "invited_by_id": owner.user_id, "created_at": AT, "expires_at": AT + timedelta(days=14), **values,
    }  # fmt: skip
    return Invitation.objects.create(**values)


def _second_open_invitation() -> None:
    first = _invitation()
    Invitation.objects.create(
        organisation_id=first.organisation_id, email=first.email, role="viewer", token_digest="1" * 64,
        invited_by_id=first.invited_by_id, created_at=AT, expires_at=AT,
    )  # fmt: skip


def _second_open_request() -> None:
    organisation, _ = make_owned()
    person = make_user()
    for _ in range(2):
        JoinRequest.objects.create(organisation=organisation, user=person, created_at=AT)


def _membership() -> Membership:
    organisation, _ = make_owned()
    return join(make_person(), organisation)


def _signatory(membership: Membership | None = None, **values: Any) -> Signatory:
    membership = membership or _membership()
    values = {
        "document": make_document(membership.organisation), "proposed_by_id": membership.user_id, "proposed_at": AT, **values,
    }  # fmt: skip
    return Signatory.objects.create(membership=membership, **values)


def _decided_by_who_asked() -> None:
    signatory = _signatory()
    signatory.decided_by_id = signatory.proposed_by_id
    signatory.save()


def _second_open_signatory() -> None:
    _signatory(_signatory().membership)


def _mandate(first: Mandate | None = None, **values: Any) -> Mandate:
    membership = _membership() if first is None else None
    whose = {"organisation_id": first.organisation_id, "offered_by_id": first.offered_by_id} if first is not None else {}
    if membership is not None:
        whose = {"organisation_id": membership.organisation_id, "offered_by_id": membership.user_id}
    values = {
        "email": "a@example.test", "kind": "adviser", "scopes": ["read"], "starts_date": AT.date(), "offered_at": AT, **whose, **values,
    }  # fmt: skip
    return Mandate.objects.create(**values)


def _second_mandate_of_person() -> None:
    person = make_user(email="agent@example.test")
    _mandate(_mandate(user=person), user=person, email="b@example.test")


PEOPLE_BREAKS: dict[str, Callable[[], Any]] = {
    "invitation_state_known": lambda: _invitation(state="lost"),
    "invitation_role_known": lambda: _invitation(role="king"),
    "invitation_language_known": lambda: _invitation(language="fr"),
    "invitation_accepted_by_somebody": lambda: _invitation(state="accepted"),
    "invitation_one_open_per_address": _second_open_invitation,
    "join_request_state_known": lambda: JoinRequest.objects.create(
        organisation=make_owned()[0], user=make_user(), created_at=AT, state="lost"
    ),
    "join_request_one_open": _second_open_request,
    "signatory_state_known": lambda: _signatory(state="lost"),
    "signatory_limit_positive": lambda: _signatory(limit_minor=0),
    "signatory_not_decided_by_who_asked": _decided_by_who_asked,
    "signatory_one_open_per_membership": _second_open_signatory,
    "mandate_state_known": lambda: _mandate(state="lost", user=make_user(email="agent@example.test")),
    "mandate_kind_known": lambda: _mandate(kind="friend"),
    "mandate_scopes_known": lambda: _mandate(scopes=["accept"]),
    "mandate_ends_after_start": lambda: _mandate(ends_date=AT.date()),
    "mandate_held_by_somebody": lambda: _mandate(state="active"),
    "mandate_one_open_per_person": _second_mandate_of_person,
    "mandate_one_open_per_address": lambda: _mandate(_mandate()),
}
