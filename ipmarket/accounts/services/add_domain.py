"""A mail domain comes to stand for a verified organisation."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from ipmarket.accounts.credentials import verified_addresses
from ipmarket.accounts.enums import VerificationState
from ipmarket.accounts.errors import AccountsError
from ipmarket.accounts.events import DOMAIN_ADDED
from ipmarket.accounts.mail_domains import domain_of, read_domain, require_own_domain
from ipmarket.accounts.models import Organisation, OrganisationDomain
from ipmarket.accounts.selectors.organisation_rules import free_mail_domains, public_suffixes
from ipmarket.accounts.services.hold_organisation import hold_organisation
from ipmarket.accounts.services.organisation_rows import violated_constraint
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.errors import Conflict, InvalidInput, Unprocessable
from ipmarket.kernel.outbox import services as outbox

MOST_DOMAINS: Final = 20


@transaction.atomic
def add_domain(*, actor: Actor, at: datetime, organisation_id: UUID, domain: str) -> OrganisationDomain:
    """Enters the domain, in which the owner who adds it must have a proven address.

    Raises Unprocessable ("domain_refused") for no domain, a free mail service, a suffix, and one in which the owner has no address;
    Conflict ("not_verified") for an organisation that is not verified, ("domain_taken") where it stands for one already.
    """
    if actor.user_id is None:
        raise InvalidInput("A person adds a domain.")
    organisation = hold_organisation(actor=actor, at=at, organisation_id=organisation_id, action="accounts.domains.edit").organisation
    if organisation.verification != VerificationState.VERIFIED:
        raise Conflict("Only a verified organisation has mail domains.", code=AccountsError.NOT_VERIFIED)
    name = read_domain(domain)
    require_own_domain(name, free_mail=free_mail_domains(on=at.date()), suffixes=public_suffixes(on=at.date()))
    if name not in {domain_of(address) for address in verified_addresses(actor.user_id)}:
        raise Unprocessable("You need a confirmed address in this domain yourself.", code=AccountsError.DOMAIN_REFUSED)
    if OrganisationDomain.objects.filter(organisation_id=organisation.id, removed_at__isnull=True).count() >= MOST_DOMAINS:
        raise Conflict(f"At most {MOST_DOMAINS} domains; remove one first.", code=AccountsError.TOO_MANY_DOMAINS)
    row = _entered(organisation, name, actor.user_id, at)
    audit.record(
        actor=actor,
        at=at,
        action="accounts.add_domain",
        target_type="accounts.organisation",
        target_id=organisation.id,
        after={"domainId": str(row.id), "domain": name},
    )
    outbox.emit(
        topic=DOMAIN_ADDED,
        aggregate_type="accounts.organisation",
        aggregate_id=organisation.id,
        payload={"domainId": str(row.id)},
        at=at,
    )
    return row


def _entered(organisation: Organisation, name: str, user_id: UUID, at: datetime) -> OrganisationDomain:
    try:
        with transaction.atomic():
            return OrganisationDomain.objects.create(organisation=organisation, domain=name, added_by_id=user_id, added_at=at)
    except IntegrityError as error:
        if violated_constraint(error) != "domain_stands_for_one":
            raise
        raise Conflict("This domain stands for an organisation already.", code=AccountsError.DOMAIN_TAKEN) from None
