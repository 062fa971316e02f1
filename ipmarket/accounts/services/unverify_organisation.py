"""A verification goes back to its beginning. A step of editing, withdrawing, merging and closing, under their trace."""

from ipmarket.accounts.enums import VerificationState
from ipmarket.accounts.models import Organisation, VerificationCase
from ipmarket.accounts.states.verification import VERIFICATION, VerificationEvent
from ipmarket.kernel.states import apply


def take_verification_back(organisation: Organisation, event: VerificationEvent) -> list[str]:
    """Apply the event to the locked row and return the columns that the caller has to save.

    A request that waits for a decision is taken out of the queue: nobody decided it, so it leaves no case behind; the trail tells of it.
    Raises Conflict where the state does not accept the event.
    """
    organisation.verification = apply(VERIFICATION, VerificationState(organisation.verification), event)
    organisation.verified_at = None
    for case in VerificationCase.objects.filter(organisation_id=organisation.id, state=VerificationState.SUBMITTED):
        case.documents.clear()
        case.delete()
    return ["verification", "verified_at"]
