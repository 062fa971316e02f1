"""The operator decides whether an organisation is what it says it is."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import VerificationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import VERIFICATION_DECIDED
from ipmarket.accounts.models import Membership, VerificationCase
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.organisation_rows import needed_reason, save_organisation
from ipmarket.accounts.services.tell_owners import tell_owners
from ipmarket.accounts.states.verification import VERIFICATION, VerificationEvent
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, Forbidden, InvalidInput, KernelErrorCode
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.states import apply

DECISIONS: Final = {"verify": VerificationEvent.VERIFY, "refuse": VerificationEvent.REFUSE}
_TEMPLATES: Final = {
    VerificationState.VERIFIED: "accounts/organisation_verified",
    VerificationState.REFUSED: "accounts/organisation_refused",
}


@transaction.atomic
def decide_verification(*, actor: Actor, at: datetime, organisation_id: UUID, decision: str, reason: str = "") -> VerificationCase:
    """Closes the open case as "verify" or "refuse" and tells the owners. A refusal needs its reason, which the owners read.

    Raises Forbidden ("not_yours_to_decide") for somebody who asked, or who belongs to the organisation, and Conflict where no case is open.
    """
    if decision not in DECISIONS:
        raise InvalidInput("A request is verified or refused.", params={"decisions": list(DECISIONS)})
    organisation = hold_organisation(
        actor=actor, at=at, organisation_id=organisation_id, action="accounts.verification.decide"
    ).organisation
    told = needed_reason(reason) if decision == "refuse" or reason.strip() else ""
    state = apply(VERIFICATION, VerificationState(organisation.verification), DECISIONS[decision])
    case = VerificationCase.objects.filter(organisation_id=organisation.id, state=VerificationState.SUBMITTED).first()
    operator_id = actor.user_id
    if case is None or operator_id is None:
        raise Conflict("No request waits for a decision.", code=KernelErrorCode.TRANSITION_REFUSED)
    _require_stranger(operator_id, case)
    case.state, case.decided_by_id, case.decided_at, case.reason = state, operator_id, at, told
    case.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    before = organisation.verification
    organisation.verification = state
    organisation.verified_at = at if state is VerificationState.VERIFIED else None
    save_organisation(organisation, ["verification", "verified_at"], at=at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.decide_verification",
        target_type="accounts.organisation",
        target_id=organisation.id,
        before={"verification": before},
        after={"verification": state.value, "caseId": str(case.id)},
        reason=told,
    )
    outbox.emit(
        topic=VERIFICATION_DECIDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"caseId": str(case.id), "verification": state.value},
        at=at,
    )
    tell_owners(actor=actor, at=at, organisation=organisation, template=_TEMPLATES[state], facts={"reason": told})
    return case


def _require_stranger(user_id: UUID, case: VerificationCase) -> None:
    belongs = Membership.objects.filter(user_id=user_id, organisation_id=case.organisation_id, ends_at__isnull=True).exists()
    if belongs or case.submitted_by_id == user_id:
        raise Forbidden("Somebody who has no part in the organisation decides this.", code=AccountsError.NOT_YOURS_TO_DECIDE)
