"""Finding a signatory with the organisation and the row locked. A step of deciding about one and of ending one."""

from uuid import UUID

from ipmarket.accounts.models import Organisation, Signatory
from ipmarket.accounts.services.hold_organisation import lock_organisation
from ipmarket.kernel.errors import NotFound


def hold_signatory(signatory_id: UUID) -> tuple[Organisation, Signatory]:
    """The organisation and the signatory, both locked, with the people that messages go to. Raises NotFound."""
    organisation_id = Signatory.objects.filter(id=signatory_id).values_list("membership__organisation_id", flat=True).first()
    if organisation_id is None:
        raise NotFound("There is no such thing, or it is not visible to you.")
    organisation = lock_organisation(organisation_id)
    rows = Signatory.objects.select_for_update(of=("self",)).select_related("membership__user", "proposed_by")
    return organisation, rows.get(id=signatory_id)
