"""Authorisation by object, role, scope and wall: each refusal is proven to come from its guard by taking the guard away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from ipmarket.accounts.api import token_authentication
from ipmarket.accounts.models import ApiToken, Membership, PlatformRoleGrant, RoleProposal, User
from ipmarket.accounts.selectors import policies, roles, tokens, visibility
from ipmarket.accounts.selectors.actors import person_actor
from ipmarket.accounts.services import decide_role_proposal as deciding
from ipmarket.accounts.services import propose_platform_role as proposing
from ipmarket.accounts.services.raise_wall import raise_wall
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.secret_tokens import digest_of
from patents.models import Right
from tests.factories.records import AT, make_operator, make_organisation, make_right, make_user
from tests.support.access_examples import person
from tests.support.sessions import sign_in

pytestmark = pytest.mark.django_db
SECRET = "ipm_of-the-security-tests"


def _nothing(*arguments: Any, **values: Any) -> None:
    """Stands for a guard that was taken away."""


def _token(user: User, **values: Any) -> ApiToken:
    now = timezone.now()
    usual = {"name": "t", "prefix": SECRET[:12], "digest": digest_of(SECRET), "scopes": ["catalogue.read"], "created_at": now}
    return ApiToken.objects.create(**{**usual, "user": user, "expires_at": now + timedelta(days=1), **values})


def _ask(path: str) -> int:
    return Client(headers={"Authorization": f"Bearer {SECRET}"}).get(path).status_code


def test_a_token_ends_with_the_membership_that_it_stands_on(monkeypatch: pytest.MonkeyPatch) -> None:
    organisation = make_organisation()
    user = make_user(organisation=organisation)
    _token(user, organisation=organisation)
    Membership.objects.filter(user=user).update(ends_at=timezone.now())
    assert _ask("/api/v1/patents") == 401
    whole: Callable[..., Actor] = person_actor
    monkeypatch.setattr(
        tokens, "person_actor", lambda **values: replace(whole(**values), organisation_id=organisation.id, standing="member")
    )
    assert _ask("/api/v1/patents") == 200


def test_a_token_reaches_as_far_as_its_scope(monkeypatch: pytest.MonkeyPatch) -> None:
    _token(make_user())
    assert _ask("/api/app/account") == 403
    monkeypatch.setattr(token_authentication, "require_scope", _nothing)
    assert _ask("/api/app/account") == 403, "the service asks too"
    monkeypatch.setattr(policies, "has_scope", lambda actor, row: True)
    assert _ask("/api/app/account") == 200


def test_a_view_that_names_no_action_takes_no_token(monkeypatch: pytest.MonkeyPatch) -> None:
    _token(make_user(), scopes=["catalogue.read", "account.read"])
    assert _ask("/api/app/session") == 403
    monkeypatch.setattr(token_authentication, "_require_reach", _nothing)
    assert _ask("/api/app/session") == 200


def test_a_role_is_proposed_by_operators_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    stranger, somebody = make_user(), make_user(email="somebody@example.test")
    values: dict[str, Any] = {"actor": person(stranger), "at": AT, "user_id": somebody.id, "role": "operator", "reason": "Because."}
    with pytest.raises(Exception, match="not allowed"):
        proposing.propose_platform_role(**values)
    assert not RoleProposal.objects.exists()
    monkeypatch.setattr(proposing, "hold_office", _nothing)
    proposing.propose_platform_role(**values)
    assert RoleProposal.objects.get().role == "operator"


def test_two_people_are_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the service the database still refuses a proposal that one person makes and grants."""
    proposer = make_operator()
    proposal = RoleProposal.objects.create(
        user=make_user(), role="adviser", reason="r", proposed_by=proposer, proposed_at=AT - timedelta(days=1)
    )
    values: dict[str, Any] = {
        "actor": person(proposer, "operator"),
        "at": AT,
        "proposal_id": proposal.id,
        "decision": "grant",
        "reason": "r",
    }
    with pytest.raises(Exception, match="second person"):
        deciding.decide_role_proposal(**values)
    with pytest.raises(IntegrityError, match="role_proposal_two_people"):
        RoleProposal.objects.filter(id=proposal.id).update(state="granted", decided_by=proposer, decided_at=AT)


def test_a_role_sleeps_in_a_session_without_a_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    sign_in(client, make_operator(), is_strong=False)
    assert client.get("/api/app/admin/roles").status_code == 403
    monkeypatch.setattr(roles, "require", _nothing)
    assert client.get("/api/app/admin/roles").status_code == 200
    assert PlatformRoleGrant.objects.count() == 1


def test_what_stands_behind_a_wall_is_hidden_by_the_wall(monkeypatch: pytest.MonkeyPatch) -> None:
    user, right = make_user(), make_right()
    client = Client()
    sign_in(client, user, is_strong=False)
    raise_wall(actor=SYSTEM, at=AT, object_type="patents.right", object_id=right.id, basis="conflict:1", user_id=user.id)
    assert client.get(f"/api/v1/patents/{right.ref}").status_code == 404
    monkeypatch.setattr(visibility, "walls_against", lambda actor, at=None: [])
    assert client.get(f"/api/v1/patents/{right.ref}").status_code == 200


def test_what_only_its_owner_sees_is_hidden_by_its_audience(monkeypatch: pytest.MonkeyPatch) -> None:
    right = make_right(audience="owner", owner_organisation=make_organisation())
    assert Client().get(f"/api/v1/patents/{right.ref}").status_code == 404
    Right.objects.filter(id=right.id).update(audience="public")
    assert Client().get(f"/api/v1/patents/{right.ref}").status_code == 200
