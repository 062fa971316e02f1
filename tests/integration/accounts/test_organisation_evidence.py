"""Documents, logo and mail domains of an organisation."""

from datetime import datetime
from typing import Any

import pytest

from ipmarket.accounts.credentials import confirm_address
from ipmarket.accounts.enums import MemberRole
from ipmarket.accounts.models import Document, Organisation, OrganisationDomain, Signatory, User
from ipmarket.accounts.services.add_document import add_document
from ipmarket.accounts.services.add_domain import add_domain
from ipmarket.accounts.services.decide_verification import decide_verification
from ipmarket.accounts.services.remove_document import remove_document
from ipmarket.accounts.services.remove_domain import remove_domain
from ipmarket.accounts.services.remove_logo import remove_logo
from ipmarket.accounts.services.set_logo import set_logo
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.kernel.errors import Conflict, DomainError, InvalidInput, NotFound, Unprocessable
from ipmarket.kernel.files import open_stored
from ipmarket.reference.services.load_rows import load_rows
from tests.factories.organisations import (
    PDF,
    evidence,
    named_organisation,
    operator,
    owner_of,
    person_of,
    place,
    png,
    standing,
    submitted,
    verified,
)
from tests.factories.records import make_user
from tests.support.traces import entries, traces

pytestmark = pytest.mark.django_db


def refused(error: type[DomainError], code: str, run: Any) -> None:
    before = (traces(), list(Document.objects.order_by("id").values()), list(OrganisationDomain.objects.order_by("id").values()))
    with pytest.raises(error) as caught:
        run()
    assert caught.value.code == code
    assert before == (traces(), list(Document.objects.order_by("id").values()), list(OrganisationDomain.objects.order_by("id").values()))


def test_a_document_is_kept_as_it_was_sent(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    document = evidence(actor, organisation)
    assert (document.kind, document.name, document.media_type, document.size_bytes) == (
        "registration", "certificate.pdf", "application/pdf", len(PDF),
    )  # fmt: skip
    with open_stored(document.path) as stored:
        assert stored.read() == PDF
    after = {"organisationId": str(organisation.id), "kind": "registration", "sha256": document.sha256, "sizeBytes": len(PDF)}
    assert entries() == [("accounts.add_document", "accounts.document", str(document.id), None, after)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"<html>", "file_format_refused"),
        (b"%PDF-1.4\n/JavaScript\n%%EOF\n", "file_active_content"),
        (b"%PDF-1.4\n" + b"x" * (10 * 1024 * 1024), "file_too_large"),
    ],
)
def test_what_is_no_document_leaves_nothing(content: bytes, code: str, at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    refused(
        InvalidInput,
        code,
        lambda: add_document(actor=actor, at=at, organisation_id=organisation.id, kind="registration", chunks=[content], name="a.pdf"),
    )


def test_at_most_fifty_documents(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    first = evidence(actor, organisation)
    values = {name: getattr(first, name) for name in ("kind", "path", "sha256", "name", "media_type", "size_bytes", "created_at")}
    Document.objects.bulk_create(Document(organisation=organisation, uploaded_by_id=first.uploaded_by_id, **values) for _ in range(49))
    refused(Conflict, "too_many_documents", lambda: evidence(actor, organisation))
    remove_document(actor=actor, at=at, organisation_id=organisation.id, document_id=first.id)
    evidence(actor, organisation)


def test_a_document_that_something_rests_on_stays(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    document = submitted(actor, organisation).documents.get()

    def run() -> None:
        remove_document(actor=actor, at=at, organisation_id=organisation.id, document_id=document.id)

    refused(Conflict, "document_in_use", run)
    decide_verification(actor=operator(), at=at, organisation_id=organisation.id, decision="verify")
    membership = organisation.memberships.get()
    power = Signatory.objects.create(membership=membership, document=document, proposed_by_id=membership.user_id, proposed_at=at)
    refused(Conflict, "document_in_use", run)
    Signatory.objects.filter(id=power.id).update(state="ended")
    run()
    assert Document.objects.get().removed_at == at
    refused(NotFound, "not_found", run)


def test_a_document_of_another_organisation_is_none(at: datetime) -> None:
    organisation, other = named_organisation(), named_organisation("Other Works", "87654321")
    actor = owner_of(organisation)
    foreign = evidence(owner_of(other, email="other@example.test"), other)
    for organisation_id in (organisation.id, other.id):
        refused(
            NotFound,
            "not_found",
            lambda id_=organisation_id: remove_document(actor=actor, at=at, organisation_id=id_, document_id=foreign.id),
        )


def test_a_logo_is_drawn_anew_and_taken_away(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation, role=MemberRole.MANAGER)
    set_logo(actor=actor, at=at, organisation_id=organisation.id, chunks=[png()], name="logo.png")
    stored = Organisation.objects.get()
    with open_stored(stored.logo_path) as picture:
        assert picture.read()[8:12] == b"WEBP"
    assert (stored.version, stored.logo_path.split("/")[0]) == (2, "logos")
    remove_logo(actor=actor, at=at, organisation_id=organisation.id)
    assert (Organisation.objects.get().logo_path, Organisation.objects.get().version) == ("", 3)
    refused(NotFound, "not_found", lambda: remove_logo(actor=actor, at=at, organisation_id=organisation.id))


def test_a_document_is_no_logo(at: datetime) -> None:
    organisation = named_organisation()
    actor = owner_of(organisation)
    refused(
        InvalidInput,
        "file_format_refused",
        lambda: set_logo(actor=actor, at=at, organisation_id=organisation.id, chunks=[PDF], name="logo.png"),
    )


@pytest.fixture
def domains(db: None, at: datetime) -> tuple[Actor, Organisation]:
    """The owner of a verified organisation, with an address in sample-mould.example."""
    load_rows(actor=SYSTEM, at=at)
    organisation = named_organisation()
    actor = owner_of(organisation, email="lam@sample-mould.example")
    verified(actor, organisation, by=operator())
    return actor, organisation


def test_a_domain_of_an_own_address_stands_for_the_organisation(domains: tuple[Actor, Organisation], at: datetime) -> None:
    actor, organisation = domains
    row = add_domain(actor=actor, at=at, organisation_id=organisation.id, domain=" @Sample-Mould.Example. ")
    assert (row.domain, row.added_by_id, row.added_at, row.removed_at) == ("sample-mould.example", actor.user_id, at, None)
    refused(
        Conflict,
        "domain_taken",
        lambda: add_domain(actor=actor, at=at, organisation_id=organisation.id, domain="sample-mould.example"),
    )
    remove_domain(actor=actor, at=at, organisation_id=organisation.id, domain_id=row.id)
    assert OrganisationDomain.objects.get().removed_at == at
    refused(NotFound, "not_found", lambda: remove_domain(actor=actor, at=at, organisation_id=organisation.id, domain_id=row.id))
    add_domain(actor=actor, at=at, organisation_id=organisation.id, domain="sample-mould.example")


@pytest.mark.parametrize(
    ("domain", "address"),
    [
        ("other.example", ""),
        ("mail.sample-mould.example", ""),
        ("gmail.com", "lam@gmail.com"),
        ("com.hk", "lam@com.hk"),
        ("not a domain", ""),
    ],
)
def test_domains_that_do_not_stand_for_it(domains: tuple[Actor, Organisation], domain: str, address: str, at: datetime) -> None:
    actor, organisation = domains
    if address:
        user = person_of(actor)
        user.email = address
        user.save()
        confirm_address(user)
    refused(Unprocessable, "domain_refused", lambda: add_domain(actor=actor, at=at, organisation_id=organisation.id, domain=domain))


def test_only_owners_of_verified_organisations_add_domains(domains: tuple[Actor, Organisation], at: datetime) -> None:
    _, organisation = domains
    manager = make_user(email="ho@sample-mould.example")
    place(manager, organisation, MemberRole.MANAGER)
    acting = standing(manager, organisation, MemberRole.MANAGER)
    refused(
        NotFound,
        "not_found",
        lambda: add_domain(actor=acting, at=at, organisation_id=organisation.id, domain="sample-mould.example"),
    )
    unverified = named_organisation("Other Works", "87654321")
    owner = owner_of(unverified, email="yip@other-works.example")
    refused(
        Conflict,
        "not_verified",
        lambda: add_domain(actor=owner, at=at, organisation_id=unverified.id, domain="other-works.example"),
    )


def test_an_address_that_was_not_proved_opens_no_domain(domains: tuple[Actor, Organisation], at: datetime) -> None:
    _, organisation = domains
    user = User(email="cheung@sample-mould.example", name="Cheung", created_at=at)
    user.save()
    place(user, organisation)
    refused(
        Unprocessable,
        "domain_refused",
        lambda: add_domain(actor=standing(user, organisation), at=at, organisation_id=organisation.id, domain="sample-mould.example"),
    )
