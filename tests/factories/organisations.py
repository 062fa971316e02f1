"""Organisations with people and evidence for tests, and actors who stand in them."""

import io
from collections.abc import Collection
from typing import Any
from uuid import UUID

from PIL import Image

from ipmarket.accounts.enums import MemberRole, PlatformRole, RegistrationKind
from ipmarket.accounts.models import Document, Membership, Organisation, User, VerificationCase
from ipmarket.accounts.organisation_names import match_keys
from ipmarket.accounts.services.add_document import add_document
from ipmarket.accounts.services.decide_verification import decide_verification
from ipmarket.accounts.services.submit_verification import submit_verification
from ipmarket.kernel.actor import Actor
from tests.factories.records import AT, make_organisation, make_user

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def png(colour: str = "red") -> bytes:
    """A small picture."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(content, format="PNG")
    return content.getvalue()


def named_organisation(name_en: str = "Sample Mould Works Limited", number: str = "12345678", **values: Any) -> Organisation:
    """An organisation with a Hong Kong number, found again by its name."""
    kind = values.pop("registration_kind", RegistrationKind.HK_BR if number else "")
    names = [name_en, values.get("name_zh_hant", ""), values.get("name_zh_hans", "")]
    return make_organisation(
        name_en=name_en, registration_number=number, registration_kind=kind, match_keys=match_keys(names, number), **values
    )


def place(user: User, organisation: Organisation, role: str = MemberRole.OWNER) -> Membership:
    """The person's place in the organisation."""
    return Membership.objects.create(user=user, organisation=organisation, role=role, starts_at=AT)


def standing(user: User, organisation: Organisation, role: str = MemberRole.OWNER) -> Actor:
    """The person acting for the organisation, in this role."""
    return Actor(kind="person", user_id=user.id, organisation_id=organisation.id, standing=str(role), label=str(user.id))


def person_of(actor: Actor) -> User:
    """The person who is acting."""
    assert actor.user_id is not None
    return User.objects.get(id=actor.user_id)


def owner_of(organisation: Organisation, *, email: str = "owner@example.test", role: str = MemberRole.OWNER) -> Actor:
    """Somebody new who belongs to the organisation, acting for it."""
    user = make_user(email=email, name="Lam Mei Yee")
    place(user, organisation, role)
    return standing(user, organisation, role)


def operator(*, email: str = "operator@example.test", roles: Collection[str] = (PlatformRole.OPERATOR,)) -> Actor:
    """Somebody of the platform's staff, in a strong session."""
    user = make_user(email=email, name="Operator", roles=list(roles))
    return Actor(kind="person", user_id=user.id, roles=frozenset(str(role) for role in roles), label=str(user.id))


def evidence(actor: Actor, organisation: Organisation) -> Document:
    """A proof of registration that this person handed in."""
    return add_document(actor=actor, at=AT, organisation_id=organisation.id, kind="registration", chunks=[PDF], name="certificate.pdf")


def submitted(actor: Actor, organisation: Organisation) -> VerificationCase:
    """A request to be verified that waits for a decision."""
    document = evidence(actor, organisation)
    return submit_verification(actor=actor, at=AT, organisation_id=organisation.id, document_ids=[document.id])


def verified(actor: Actor, organisation: Organisation, *, by: Actor) -> UUID:
    """The organisation was verified; its id."""
    submitted(actor, organisation)
    decide_verification(actor=by, at=AT, organisation_id=organisation.id, decision="verify")
    return organisation.id
