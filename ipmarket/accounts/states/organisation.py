"""What may happen to an organisation as a whole."""

from enum import StrEnum

from ipmarket.accounts.enums import OrganisationState
from ipmarket.kernel.states import StateTable


class OrganisationEvent(StrEnum):
    SUSPEND = "suspend"
    REACTIVATE = "reactivate"
    CLOSE = "close"
    MERGE = "merge"


ORGANISATION = StateTable(
    name="organisation",
    states=OrganisationState,
    initial=OrganisationState.ACTIVE,
    transitions={
        (OrganisationState.ACTIVE, OrganisationEvent.SUSPEND): OrganisationState.SUSPENDED,
        (OrganisationState.ACTIVE, OrganisationEvent.CLOSE): OrganisationState.CLOSED,
        (OrganisationState.ACTIVE, OrganisationEvent.MERGE): OrganisationState.MERGED,
        (OrganisationState.SUSPENDED, OrganisationEvent.REACTIVATE): OrganisationState.ACTIVE,
        (OrganisationState.SUSPENDED, OrganisationEvent.CLOSE): OrganisationState.CLOSED,
        (OrganisationState.SUSPENDED, OrganisationEvent.MERGE): OrganisationState.MERGED,
    },
)
