"""What breaks each constraint of access grants, walls, tokens and proposals of roles."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from ipmarket.accounts.models import AccessGrant, ApiToken, RoleProposal, Wall
from ipmarket.kernel.ids import new_id
from tests.factories.records import AT, make_organisation, make_user


def _barrier(model: type[AccessGrant] | type[Wall], **values: Any) -> None:
    more = {"level": "details"} if model is AccessGrant else {}
    whom = {"user": make_user()} if "user" not in values else {}
    model.objects.create(**{"object_type": "patents.right", "object_id": new_id(), "basis": "b", "starts_at": AT, **more, **whom, **values})


def _token(**values: Any) -> None:
    usual = {"name": "t", "prefix": "ipm_", "digest": "0" * 64, "scopes": ["catalogue.read"], "created_at": AT}
    ApiToken.objects.create(**{**usual, "user": make_user(), "expires_at": AT + timedelta(days=1), **values})


def _proposal(**values: Any) -> RoleProposal:
    people = {name: make_user(email=f"{name}@example.test") for name in ("user", "proposed_by") if name not in values}
    return RoleProposal.objects.create(**{"role": "adviser", "reason": "r", "proposed_at": AT, **people, **values})


def _for_oneself() -> None:
    user = make_user()
    _proposal(user=user, proposed_by=user)


def _decided_alone() -> None:
    proposer = make_user()
    _proposal(proposed_by=proposer, decided_by=proposer, decided_at=AT, state="granted")


def _two_open() -> None:
    _proposal(user=_proposal().user, proposed_by=make_user())


ACCESS_BREAKS: dict[str, Callable[[], Any]] = {
    "access_grant_to_one": lambda: _barrier(AccessGrant, user=None),
    "access_grant_level_known": lambda: _barrier(AccessGrant, level="all"),
    "access_grant_has_a_basis": lambda: _barrier(AccessGrant, basis=""),
    "access_grant_ends_after_start": lambda: _barrier(AccessGrant, ends_at=AT),
    "wall_for_one": lambda: _barrier(Wall, organisation=make_organisation()),
    "wall_has_a_basis": lambda: _barrier(Wall, basis=""),
    "wall_ends_after_start": lambda: _barrier(Wall, ends_at=AT),
    "api_token_scopes_known": lambda: _token(scopes=["everything"]),
    "api_token_expires_after_start": lambda: _token(expires_at=AT),
    "role_proposal_state_known": lambda: _proposal(state="half", decided_by=make_user(email="d@example.test")),
    "role_proposal_role_known": lambda: _proposal(role="root"),
    "role_proposal_for_another": _for_oneself,
    "role_proposal_two_people": _decided_alone,
    "role_proposal_decided_by_somebody": lambda: _proposal(state="granted"),
    "role_proposal_one_open": _two_open,
}
