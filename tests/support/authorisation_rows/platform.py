"""Rows of the authorisation table: what the people of the platform do and look at, from suspensions to the audit trail and mail."""

from django.db import transaction

from ipmarket.kernel.actor import SYSTEM
from ipmarket.kernel.audit.services import record
from tests.factories.deliveries import make_delivery, make_parked
from tests.factories.records import AT
from tests.support.authorisation_answers import OPERATOR, OPERATOR_AND_AUDITOR, UNKNOWN_ID, Answer, Row, answers, of_owner
from tests.support.authorisation_bodies import merging, reason, suspended_organisation, suspended_person
from tests.support.authorisation_world import World


def _audit_entry(world: World) -> dict[str, str]:
    with transaction.atomic():
        entry_id = record(actor=SYSTEM, at=AT, action="example.recorded", target_type="example", target_id="1")
    return {"entry_id": str(entry_id)}


def _message(world: World) -> dict[str, str]:
    return {"message_id": UNKNOWN_ID}


def _template(world: World) -> dict[str, str]:
    return {"app": "accounts", "name": "invitation"}


def _other(world: World) -> dict[str, str]:
    return {"organisation_id": world.other_organisation_id}


def _person(world: World) -> dict[str, str]:
    return {"user_id": world.person_id}


def _parked(world: World) -> dict[str, str]:
    return {"delivery_id": str(make_parked().pk)}


def _queued(world: World) -> dict[str, str]:
    make_parked()
    make_delivery(handler="patents.suggest_classes", lane="default")
    return {}


def _parked_handler(world: World) -> dict[str, str]:
    return {"handler": make_parked().handler, **reason(world)}


ROWS = (
    Row("GET", "/api/app/admin/signatories", "proposals of who may sign", OPERATOR_AND_AUDITOR),
    Row(
        "POST",
        "/api/app/admin/signatories/{signatory_id}/decision",
        "decide who may bind a company",
        OPERATOR,
        lambda world: {"signatory_id": world.signatory_id},
        body=lambda world: {"decision": "confirm"},
    ),
    Row("GET", "/api/app/admin/roles", "who has a platform role", OPERATOR_AND_AUDITOR),
    Row(
        "DELETE",
        "/api/app/admin/roles/{grant_id}",
        "end a platform role",
        OPERATOR,
        lambda world: {"grant_id": world.role_grant_id},
        body=lambda world: {"reason": "No longer needed."},
    ),
    Row("GET", "/api/app/admin/role-proposals", "who is proposed for a platform role", OPERATOR_AND_AUDITOR),
    Row(
        "POST",
        "/api/app/admin/role-proposals",
        "propose a platform role",
        OPERATOR,
        body=lambda world: {"userId": world.person_id, "role": "auditor", "reason": "Needed."},
    ),
    Row(
        "POST",
        "/api/app/admin/role-proposals/{proposal_id}/decision",
        "grant a platform role as the second person",
        OPERATOR,
        lambda world: {"proposal_id": world.proposal_id},
        body=lambda world: {"decision": "grant", "reason": "Known to us."},
    ),
    Row(
        "DELETE",
        "/api/app/admin/role-proposals/{proposal_id}",
        "take back what another operator proposed",
        answers(Answer.NO, signed_out=Answer.SIGN_IN),
        lambda world: {"proposal_id": world.proposal_id},
    ),
    Row("GET", "/api/app/audit-entries", "look through the audit trail", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/audit-entries/export", "take audit entries out", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/audit-entries/{entry_id}", "one audit entry", OPERATOR_AND_AUDITOR, _audit_entry),
    Row("GET", "/api/app/audit-chain", "how the audit chain stands", OPERATOR_AND_AUDITOR),
    Row("POST", "/api/app/audit-chain/verifications", "have the audit trail verified", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/looks", "who looked at a thing", OPERATOR_AND_AUDITOR, query={"objectType": "accounts.document", "objectId": "1"}),
    Row("GET", "/api/app/mailbox", "the mailbox, outside the demo", answers(Answer.HIDDEN)),
    Row("GET", "/api/app/mailbox/{message_id}", "a message, outside the demo", answers(Answer.HIDDEN), _message),
    Row("GET", "/api/app/mailbox/{message_id}/page", "a message as it looks, outside the demo", answers(Answer.HIDDEN), _message),
    Row("GET", "/api/app/mail-templates", "list mail templates", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/mail-templates/{app}/{name}", "preview a mail template", OPERATOR_AND_AUDITOR, _template),
    Row("GET", "/api/app/mail-templates/{app}/{name}/page", "a mail template as it looks", OPERATOR_AND_AUDITOR, _template),
    Row("GET", "/api/app/admin/organisations", "all organisations", OPERATOR_AND_AUDITOR, query={"q": "works"}),
    Row("GET", "/api/app/admin/organisations/{organisation_id}", "one organisation, for staff", OPERATOR_AND_AUDITOR, of_owner()),
    Row(
        "POST",
        "/api/app/admin/organisations/{organisation_id}/verification-decision",
        "verify it",
        OPERATOR,
        of_owner(),
        body=lambda world: {"decision": "verify"},
    ),
    Row("POST", "/api/app/admin/organisations/{organisation_id}/suspension", "suspend it", OPERATOR, of_owner(), body=reason),
    Row(
        "DELETE",
        "/api/app/admin/organisations/{organisation_id}/suspension",
        "lift its suspension",
        OPERATOR,
        _other,
        body=suspended_organisation,
    ),
    Row("POST", "/api/app/admin/organisations/{organisation_id}/merge", "merge it into another", OPERATOR, of_owner(), body=merging),
    Row("GET", "/api/app/admin/verification-cases", "requests to be verified", OPERATOR_AND_AUDITOR),
    Row("GET", "/api/app/admin/people", "all people", OPERATOR_AND_AUDITOR, query={"q": "lau"}),
    Row("GET", "/api/app/admin/people/{user_id}", "one person, for staff", OPERATOR_AND_AUDITOR, _person),
    Row("POST", "/api/app/admin/people/{user_id}/suspension", "suspend a person", OPERATOR, _person, body=reason),
    Row("DELETE", "/api/app/admin/people/{user_id}/suspension", "lift it", OPERATOR, _person, body=suspended_person),
    Row("GET", "/api/app/admin/queues", "what waits and what is parked", OPERATOR_AND_AUDITOR, _queued),
    Row("GET", "/api/app/admin/deliveries", "the parked deliveries", OPERATOR_AND_AUDITOR, _queued),
    Row("POST", "/api/app/admin/deliveries/{delivery_id}/retry", "try a parked delivery again", OPERATOR, _parked, body=reason),
    Row("POST", "/api/app/admin/deliveries/retries", "try all of a handler again", OPERATOR, body=_parked_handler),
)
