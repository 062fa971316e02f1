"""People with proven addresses and standings, for tests of organisations and their people. Every name is invented."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress

from ipmarket.accounts import credentials
from ipmarket.accounts.enums import DocumentKind, MemberRole, VerificationState
from ipmarket.accounts.models import Document, Membership, Organisation, OrganisationDomain, User
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.mail.models import SEALED_FOR, Message
from ipmarket.kernel.sealed import unseal
from tests.factories.records import AT, make_organisation, make_user

# Long enough ago that nothing of the test's own instant collides with it.
BEFORE = AT - timedelta(days=30)


def make_person(email: str = "member@example.test", *, is_proven: bool = True, **values: Any) -> User:
    """A person, by default with a proven address."""
    user = make_user(email=email, **values)
    credentials.confirm_address(user)
    EmailAddress.objects.filter(user=user).update(verified=is_proven)
    return user


def add_address(user: User, email: str, *, is_proven: bool = True) -> None:
    """A second address of the person, as it was typed."""
    EmailAddress.objects.create(user=user, email=email, verified=is_proven, primary=False)


def join(user: User, organisation: Organisation, role: str = MemberRole.MEMBER) -> Membership:
    """A membership that began a month ago."""
    return Membership.objects.create(user=user, organisation=organisation, role=role, starts_at=BEFORE)


def acting(user: User, organisation: Organisation | None = None, standing: str = "") -> Actor:
    """The person acting for the organisation, with the standing that a request would have found."""
    if organisation is None:
        return Actor(kind="person", user_id=user.id)
    return Actor(kind="person", user_id=user.id, organisation_id=organisation.id, standing=standing)


def id_of(actor: Actor) -> UUID:
    """The id of the person who acts."""
    assert actor.user_id is not None
    return actor.user_id


def make_member(role: str, organisation: Organisation, email: str | None = None, **values: Any) -> tuple[Actor, Membership]:
    """A new person with this role, as an actor, and the membership."""
    user = make_person(email or f"{role}@example.test", name=values.pop("name", role.title()), **values)
    return acting(user, organisation, role), join(user, organisation, role)


def make_owned(name_en: str = "Sample Mould Works", **values: Any) -> tuple[Organisation, Actor]:
    """An organisation with an owner, and the owner acting for it."""
    organisation = make_organisation(name_en=name_en, **values)
    key = name_en.lower().replace(" ", "-")
    return organisation, make_member(MemberRole.OWNER, organisation, f"owner@{key}.example", name="Owner")[0]


def make_verified(name_en: str = "Sample Mould Works", **values: Any) -> tuple[Organisation, Actor]:
    """The same, verified."""
    return make_owned(name_en, verification=VerificationState.VERIFIED, verified_at=BEFORE, **values)


def make_document(organisation: Organisation | UUID, *, kind: str = DocumentKind.SIGNATORY, **values: Any) -> Document:
    """A document that the organisation handed in; there is no file behind it."""
    organisation_id = organisation if isinstance(organisation, UUID) else organisation.id
    owner = Membership.objects.filter(organisation_id=organisation_id).order_by("starts_at", "id").first()
    return Document.objects.create(
        organisation_id=organisation_id,
        kind=kind,
        path="documents/none",
        sha256="0" * 64,
        name="resolution.pdf",
        media_type="application/pdf",
        size_bytes=1,
        uploaded_by_id=values.pop("uploaded_by_id", owner.user_id if owner else None),
        created_at=BEFORE,
        **values,
    )


def make_domain(organisation: Organisation, domain: str) -> OrganisationDomain:
    """A mail domain that stands for the organisation."""
    owner = Membership.objects.filter(organisation=organisation).order_by("starts_at", "id").first()
    assert owner is not None
    return OrganisationDomain.objects.create(organisation=organisation, domain=domain, added_by_id=owner.user_id, added_at=BEFORE)


def mail_to(address: str, template: str) -> list[dict[str, str]]:
    """What the waiting messages of a kind to an address say, oldest first: the values for the template's places."""
    waiting = Message.objects.filter(to_address=address, template=template).order_by("pk")
    return [json.loads(unseal(message.sealed_values, purpose=SEALED_FOR)) for message in waiting]


def token_of(address: str) -> str:
    """The token of the last invitation sent to the address, as only its mailbox knows it."""
    return mail_to(address, "accounts/invitation")[-1]["link"].rpartition("/")[2]
