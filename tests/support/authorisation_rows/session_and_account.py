"""Rows of the authorisation table: who is signed in, the own account, its tokens, the terms."""

from ipmarket.accounts.enums import TokenScope
from tests.support.authorisation_answers import EVERYBODY, NOBODY_ELSES, OF_OWNER, PEOPLE, UNKNOWN_ID, Answer, Row, answers
from tests.support.authorisation_world import Role, World


def _api_token(world: World) -> dict[str, str]:
    return {"token_id": world.token_id}


ROWS = (
    Row("GET", "/api/app/session", "who am I", EVERYBODY),
    Row("GET", "/api/app/account", "the own account", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("PATCH", "/api/app/account", "change the own name", PEOPLE, body=lambda world: {"name": "Chan Siu Ming"}),
    Row("GET", "/api/app/account/consents", "what I agree to", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("PUT", "/api/app/account/consents", "agree to news", PEOPLE, body=lambda world: {"news": True}),
    Row("GET", "/api/app/account/terms", "what I accepted", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("POST", "/api/app/account/terms", "accept the terms", PEOPLE, body=lambda world: {"kind": "terms", "version": "2026-11"}),
    Row("GET", "/api/app/account/exports", "copies of my data", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("POST", "/api/app/account/exports", "ask for a copy of my data", PEOPLE),
    Row("GET", "/api/app/account/exports/{export_id}/file", "somebody else's copy", NOBODY_ELSES, lambda world: {"export_id": UNKNOWN_ID}),
    Row("GET", "/api/app/account/erasure", "what erasing would do", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row(
        "POST",
        "/api/app/account/erasure",
        "erase an account by a slip",
        answers(Answer.RULE, signed_out=Answer.SIGN_IN),
        body=lambda world: {"confirm": "somebody-else@example.test"},
    ),
    Row("GET", "/api/app/terms/{kind}", "the terms of use", EVERYBODY, lambda world: {"kind": "terms"}, scope=TokenScope.ACCOUNT_READ),
    Row(
        "PUT",
        "/api/app/session/organisation",
        "act for the owner's organisation",
        answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=[*OF_OWNER, Role.MANDATE, Role.MANDATE_ELSE]),
        body=lambda world: {"organisationId": str(world.owner_organisation_id)},
    ),
    Row(
        "POST",
        "/api/app/demo-session",
        "sign in as a demo person, outside the demo",
        answers(Answer.HIDDEN),
        body=lambda world: {"email": "somebody@example.test"},
    ),
    Row("GET", "/api/app/account/tokens", "my tokens", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row("GET", "/api/app/account/token-scopes", "what a token may be made for", PEOPLE, scope=TokenScope.ACCOUNT_READ),
    Row(
        "POST",
        "/api/app/account/tokens",
        "make a token",
        PEOPLE,
        body=lambda world: {"name": "Catalogue reader", "scopes": ["catalogue.read"], "expiresInDays": 30},
    ),
    Row(
        "POST",
        "/api/app/account/tokens",
        "make a token that imports",
        answers(Answer.RULE, signed_out=Answer.SIGN_IN, yes=[Role.OPERATOR]),
        body=lambda world: {"name": "Importer", "scopes": ["import"], "expiresInDays": 30},
    ),
    Row(
        "POST",
        "/api/app/account/tokens",
        "make a token for the organisation",
        answers(Answer.HIDDEN, signed_out=Answer.SIGN_IN, yes=OF_OWNER),
        body=lambda world: {
            "name": "Reader of ours",
            "scopes": ["organisation.read"],
            "expiresInDays": 30,
            "organisationId": str(world.owner_organisation_id),
        },
    ),
    Row("DELETE", "/api/app/account/tokens/{token_id}", "revoke somebody else's token", NOBODY_ELSES, _api_token),
)
