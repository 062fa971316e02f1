"""Rows of the authorisation table: who belongs to an organisation, joins it, signs for it and acts for it."""

from datetime import timedelta
from typing import Any

from ipmarket.accounts.enums import TokenScope
from ipmarket.accounts.models import Invitation, Membership
from ipmarket.kernel.clock import now
from tests.factories.people import make_document
from tests.support.authorisation_answers import (
    EVERYBODY,
    MANAGERS,
    MANAGERS_AND_STAFF,
    MEMBERS_AND_STAFF,
    NOBODY_ELSES,
    OWNERS,
    PEOPLE,
    READERS,
    Answer,
    Row,
    answers,
    of_owner,
)
from tests.support.authorisation_world import World


def _sent_before(world: World) -> None:
    """The invitation was sent longer ago than one has to wait before it is sent again."""
    Invitation.objects.filter(id=world.invitation_id).update(expires_at=now() + timedelta(days=1))


def _signatory(world: World) -> dict[str, Any]:
    membership = Membership.objects.get(organisation_id=world.owner_organisation_id, role="owner", user__email="founder@example.test")
    document = make_document(membership.organisation)
    return {"membershipId": str(membership.id), "documentId": str(document.id), "limitMinor": 100, "currency": "HKD"}


def _mandate(world: World) -> dict[str, Any]:
    return {"email": "agent@example.test", "kind": "patent_agent", "scopes": ["read"], "startsDate": "2026-12-01", "endsDate": None}


def _token(world: World) -> dict[str, str]:
    return {"token": world.invitation_token}


ROWS = (
    Row(
        "GET",
        "/api/app/organisations/{organisation_id}/members",
        "who belongs to the organisation",
        READERS,
        of_owner(),
        scope=TokenScope.ORGANISATION_READ,
    ),
    Row(
        "PATCH",
        "/api/app/organisations/{organisation_id}/members/{membership_id}",
        "change a role",
        MANAGERS,
        of_owner("membership_id"),
        body=lambda world: {"role": "viewer"},
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/members/{membership_id}",
        "remove a member",
        MANAGERS,
        of_owner("membership_id"),
    ),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/ownership",
        "hand the organisation over",
        OWNERS,
        of_owner(),
        body=lambda world: {"userId": world.person_id},
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/invitations", "the invitations sent", MANAGERS_AND_STAFF, of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/invitations",
        "invite somebody",
        MANAGERS,
        of_owner(),
        body=lambda world: {"email": "new@example.test", "role": "member"},
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/invitations/{invitation_id}",
        "revoke an invitation",
        MANAGERS,
        of_owner("invitation_id"),
    ),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/invitations/{invitation_id}/resend",
        "send an invitation again",
        MANAGERS,
        of_owner("invitation_id"),
        body=_sent_before,
    ),
    Row("GET", "/api/app/invitations/{token}", "an invitation by its link", EVERYBODY, _token),
    Row(
        "POST",
        "/api/app/invitations/{token}/acceptance",
        "take up another's invitation",
        answers(Answer.NO, signed_out=Answer.SIGN_IN),
        _token,
    ),
    Row(
        "POST", "/api/app/invitations/{token}/refusal", "refuse another's invitation", answers(Answer.NO, signed_out=Answer.SIGN_IN), _token
    ),
    Row("GET", "/api/app/join-offers", "what I may ask to join", PEOPLE),
    Row("GET", "/api/app/join-requests", "what I asked to join", PEOPLE),
    Row(
        "POST",
        "/api/app/join-requests",
        "ask to join where no domain fits",
        NOBODY_ELSES,
        body=lambda world: {"organisationId": str(world.owner_organisation_id)},
    ),
    Row(
        "DELETE",
        "/api/app/join-requests/{request_id}",
        "take another's request back",
        NOBODY_ELSES,
        lambda world: {"request_id": world.join_request_id},
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/join-requests", "who asks to join", MANAGERS_AND_STAFF, of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/join-requests/{request_id}/decision",
        "decide who joins",
        MANAGERS,
        lambda world: {**of_owner()(world), "request_id": world.join_request_id},
        body=lambda world: {"accept": False},
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/signatories", "who may bind the company", MEMBERS_AND_STAFF, of_owner()),
    Row(
        "POST",
        "/api/app/organisations/{organisation_id}/signatories",
        "propose who may bind the company",
        OWNERS,
        of_owner(),
        body=_signatory,
    ),
    Row(
        "DELETE",
        "/api/app/organisations/{organisation_id}/signatories/{signatory_id}",
        "end a power to sign",
        MANAGERS,
        of_owner("signatory_id"),
    ),
    Row("GET", "/api/app/organisations/{organisation_id}/mandates", "the mandates given", MANAGERS_AND_STAFF, of_owner()),
    Row("POST", "/api/app/organisations/{organisation_id}/mandates", "offer a mandate", MANAGERS, of_owner(), body=_mandate),
    Row("DELETE", "/api/app/organisations/{organisation_id}/mandates/{mandate_id}", "withdraw a mandate", MANAGERS, of_owner("mandate_id")),
    Row("GET", "/api/app/mandates", "the mandates that I hold", PEOPLE),
    Row(
        "DELETE",
        "/api/app/mandates/{mandate_id}",
        "lay another's mandate down",
        NOBODY_ELSES,
        lambda world: {"mandate_id": world.mandate_id},
    ),
    Row(
        "POST",
        "/api/app/mandates/{mandate_id}/acceptance",
        "accept another's mandate",
        NOBODY_ELSES,
        lambda world: {"mandate_id": world.mandate_id},
    ),
    Row(
        "POST",
        "/api/app/mandates/{mandate_id}/refusal",
        "refuse another's mandate",
        NOBODY_ELSES,
        lambda world: {"mandate_id": world.mandate_id},
        body=lambda world: {},
    ),
)
