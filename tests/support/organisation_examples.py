"""Examples of the services that write organisations: each with what prepares its call. service_examples.py shows them to the walks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ipmarket.accounts.models import Organisation
from ipmarket.accounts.services.add_document import add_document
from ipmarket.accounts.services.add_domain import add_domain
from ipmarket.accounts.services.close_organisation import close_organisation
from ipmarket.accounts.services.decide_verification import decide_verification
from ipmarket.accounts.services.edit_organisation import edit_organisation
from ipmarket.accounts.services.merge_organisations import merge_organisations
from ipmarket.accounts.services.reactivate_organisation import reactivate_organisation
from ipmarket.accounts.services.reactivate_person import reactivate_person
from ipmarket.accounts.services.remove_document import remove_document
from ipmarket.accounts.services.remove_domain import remove_domain
from ipmarket.accounts.services.remove_logo import remove_logo
from ipmarket.accounts.services.set_logo import set_logo
from ipmarket.accounts.services.submit_verification import submit_verification
from ipmarket.accounts.services.suspend_organisation import suspend_organisation
from ipmarket.accounts.services.suspend_person import suspend_person
from ipmarket.accounts.services.withdraw_verification import withdraw_verification
from ipmarket.kernel.actor import SYSTEM, Actor
from ipmarket.reference.services.load_rows import load_rows
from patents.services.move_ownership import move_ownership
from patents.services.withdraw_assets import withdraw_assets
from tests.factories.organisations import PDF, evidence, named_organisation, operator, owner_of, png, submitted, verified
from tests.factories.records import AT, make_right, make_user

Prepared = dict[str, Any]
REASON = "It is needed for the example."


def _owned() -> tuple[Actor, Organisation]:
    organisation = named_organisation()
    return owner_of(organisation), organisation


def _by_owner(**more: Any) -> Prepared:
    actor, organisation = _owned()
    return {"actor": actor, "at": AT, "organisation_id": organisation.id, **more}


def _edit(folder: Path) -> Prepared:
    load_rows(actor=SYSTEM, at=AT)
    return _by_owner(changes={"district": "Kwun Tong"})


def _with_logo(folder: Path) -> Prepared:
    call = _by_owner()
    set_logo(**call, chunks=[png()], name="logo.png")
    return call


def _with_document(folder: Path) -> Prepared:
    actor, organisation = _owned()
    return {"actor": actor, "at": AT, "organisation_id": organisation.id, "document_id": evidence(actor, organisation).id}


def _to_submit(folder: Path) -> Prepared:
    call = _with_document(folder)
    return {**{key: value for key, value in call.items() if key != "document_id"}, "document_ids": [call["document_id"]]}


def _submitted(folder: Path) -> Prepared:
    actor, organisation = _owned()
    submitted(actor, organisation)
    return {"actor": actor, "at": AT, "organisation_id": organisation.id}


def _to_decide(folder: Path) -> Prepared:
    return {**_submitted(folder), "actor": operator(), "decision": "refuse", "reason": REASON}


def _with_domain(folder: Path) -> Prepared:
    load_rows(actor=SYSTEM, at=AT)
    organisation = named_organisation()
    actor = owner_of(organisation, email="owner@sample-mould.example")
    verified(actor, organisation, by=operator())
    return {"actor": actor, "at": AT, "organisation_id": organisation.id, "domain": "sample-mould.example"}


def _domain_to_remove(folder: Path) -> Prepared:
    call = _with_domain(folder)
    row = add_domain(**call)
    return {**{key: value for key, value in call.items() if key != "domain"}, "domain_id": row.id}


def _by_operator(folder: Path) -> Prepared:
    _, organisation = _owned()
    return {"actor": operator(), "at": AT, "organisation_id": organisation.id, "reason": REASON}


def _suspended(folder: Path) -> Prepared:
    call = _by_operator(folder)
    suspend_organisation(**call)
    return call


def _person(folder: Path) -> Prepared:
    return {"actor": operator(), "at": AT, "user_id": make_user().id, "reason": REASON}


def _suspended_person(folder: Path) -> Prepared:
    call = _person(folder)
    suspend_person(**call)
    return call


def _twice(folder: Path) -> Prepared:
    _, organisation = _owned()
    other = named_organisation("SAMPLE Mould Works Ltd", "")
    return {"actor": operator(), "at": AT, "duplicate_id": other.id, "into_id": organisation.id, "reason": REASON}


def _owning(folder: Path) -> Prepared:
    organisation = named_organisation()
    make_right(owner_organisation=organisation)
    return {"actor": SYSTEM, "at": AT, "organisation_id": organisation.id}


ORGANISATION_EXAMPLES: tuple[tuple[Callable[..., Any], Callable[[Path], Prepared]], ...] = (
    (edit_organisation, _edit),
    (set_logo, lambda folder: _by_owner(chunks=[png()], name="logo.png")),
    (remove_logo, _with_logo),
    (add_document, lambda folder: _by_owner(kind="registration", chunks=[PDF], name="certificate.pdf")),
    (remove_document, _with_document),
    (submit_verification, _to_submit),
    (withdraw_verification, _submitted),
    (decide_verification, _to_decide),
    (add_domain, _with_domain),
    (remove_domain, _domain_to_remove),
    (suspend_organisation, _by_operator),
    (reactivate_organisation, _suspended),
    (suspend_person, _person),
    (reactivate_person, _suspended_person),
    (merge_organisations, _twice),
    (close_organisation, lambda folder: _by_owner(reason=REASON)),
    (move_ownership, lambda folder: {**_owning(folder), "into_id": named_organisation("Other Works", "").id}),
    (withdraw_assets, _owning),
)
