"""Authorisation by object: what belongs to another organisation or person answers like what does not exist.

The matrix (tests/architecture/test_authorisation_matrix.py) asks about another organisation's things below that organisation's own address.
Here an owner asks below the address of the own organisation, where every policy lets them pass, and names the other's thing; and asks
for what belongs to another person. Answer, work and rows have to be those of an id that nothing has.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import models

from ipmarket.accounts.models import (
    ApiToken,
    DataExport,
    Document,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Organisation,
    OrganisationDomain,
    Signatory,
    VerificationCase,
)
from ipmarket.accounts.selectors import mandates_listed
from ipmarket.accounts.selectors.actors import Place
from ipmarket.accounts.selectors.policies import Who
from ipmarket.accounts.services import find_mandate, switch_organisation
from ipmarket.accounts.services import make_token as token_service
from ipmarket.kernel.clock import now
from tests.factories.people import join, make_document, make_person
from tests.factories.records import AT, make_organisation
from tests.support.attacks import browser, nothing_changes, opened_to, seen, send, statements, taken_back, without_condition
from tests.support.authorisation_table import UNKNOWN_ID
from tests.support.authorisation_world import rows_of

pytestmark = pytest.mark.django_db
Mutant = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of another, asked for with its id; ``mutant`` takes the guard out, which is named by ``guard``."""

    what: str
    method: str
    path: str
    id: str
    guard: str
    mutant: Mutant
    body: dict[str, Any] | None = None


def forgets(model: type[models.Model], *conditions: str) -> Mutant:
    return lambda monkeypatch: without_condition(monkeypatch, model, *conditions)


def sees_all_mandates(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (find_mandate, mandates_listed):
        monkeypatch.setattr(module, "mandates_for_person", lambda user_id, addresses: models.Q(state__in=["offered", "active"]))


def has_every_place(monkeypatch: pytest.MonkeyPatch) -> None:
    everywhere = lambda user_id, at: [Place(row.id, "owner", "active") for row in Organisation.objects.all()]  # noqa: E731 - said in one line
    monkeypatch.setattr(switch_organisation, "standings_of", everywhere)


def gives_every_organisation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_service, "_require_own", lambda *values: None)


OF_ORGANISATION = ("organisation_id", "organisation")
NEW_TOKEN = {"name": "Reader", "scopes": ["organisation.read"], "expiresInDays": 30}
THINGS = [
    Thing("a document", "get", "organisations/{mine}/documents/{id}", "document_id", "document_for", forgets(Document, *OF_ORGANISATION)),
    Thing(
        "taking a document back",
        "delete",
        "organisations/{mine}/documents/{id}",
        "loose_document_id",
        "remove_document",
        forgets(Document, *OF_ORGANISATION),
    ),
    Thing(
        "evidence by another's document",
        "post",
        "organisations/{mine}/verification",
        "document_id",
        "submit_verification._evidence",
        forgets(Document, *OF_ORGANISATION),
        {"documentIds": ["{id}"]},
    ),
    Thing(
        "a role",
        "patch",
        "organisations/{mine}/members/{id}",
        "membership_id",
        "find_member.lock_membership",
        forgets(Membership, *OF_ORGANISATION),
        {"role": "viewer"},
    ),
    Thing(
        "a membership",
        "delete",
        "organisations/{mine}/members/{id}",
        "membership_id",
        "find_member.lock_membership",
        forgets(Membership, *OF_ORGANISATION),
    ),
    Thing(
        "ownership for somebody else's member",
        "post",
        "organisations/{mine}/ownership",
        "person_id",
        "hand_over_ownership",
        forgets(Membership, *OF_ORGANISATION),
        {"userId": "{id}"},
    ),
    Thing(
        "an invitation",
        "delete",
        "organisations/{mine}/invitations/{id}",
        "invitation_id",
        "find_invitation.hold_by_id",
        forgets(Invitation, *OF_ORGANISATION),
    ),
    Thing(
        "sending an invitation again",
        "post",
        "organisations/{mine}/invitations/{id}/resend",
        "invitation_id",
        "find_invitation.hold_by_id",
        forgets(Invitation, *OF_ORGANISATION),
    ),
    Thing(
        "a request to join",
        "post",
        "organisations/{mine}/join-requests/{id}/decision",
        "join_request_id",
        "decide_join_request",
        forgets(JoinRequest, *OF_ORGANISATION),
        {"accept": False},
    ),
    Thing(
        "power to sign for another's member",
        "post",
        "organisations/{mine}/signatories",
        "membership_id",
        "find_member.lock_membership",
        forgets(Membership, *OF_ORGANISATION),
        {"membershipId": "{id}", "documentId": "{my_document}", "limitMinor": None},
    ),
    Thing(
        "power to sign by another's document",
        "post",
        "organisations/{mine}/signatories",
        "signatory_document_id",
        "propose_signatory",
        forgets(Document, *OF_ORGANISATION),
        {"membershipId": "{my_membership}", "documentId": "{id}", "limitMinor": None},
    ),
    Thing(
        "a power to sign",
        "delete",
        "organisations/{mine}/signatories/{id}",
        "signatory_id",
        "end_signatory",
        forgets(Signatory, "membership__organisation_id"),
    ),
    Thing(
        "a mandate given",
        "delete",
        "organisations/{mine}/mandates/{id}",
        "mandate_id",
        "find_mandate.hold_for_organisation",
        forgets(Mandate, *OF_ORGANISATION),
    ),
    Thing(
        "a domain",
        "delete",
        "organisations/{mine}/domains/{id}",
        "domain_id",
        "remove_domain",
        forgets(OrganisationDomain, *OF_ORGANISATION),
    ),
    Thing("a token", "delete", "account/tokens/{id}", "token_id", "selectors.tokens.tokens_of", forgets(ApiToken, "user_id", "user")),
    Thing("a copy of data", "get", "account/exports/{id}/file", "export_id", "account.data_exports_of", forgets(DataExport, "user_id")),
    Thing("an own request", "delete", "join-requests/{id}", "join_request_id", "withdraw_join_request", forgets(JoinRequest, "user_id")),
    Thing("a mandate offered", "post", "mandates/{id}/acceptance", "offer_id", "mandates_for_person", sees_all_mandates),
    Thing("refusing a mandate", "post", "mandates/{id}/refusal", "offer_id", "mandates_for_person", sees_all_mandates, {}),
    Thing("laying a mandate down", "delete", "mandates/{id}", "held_mandate_id", "mandates_for_person", sees_all_mandates),
    Thing(
        "acting for it",
        "put",
        "session/organisation",
        "organisation_id",
        "switch_organisation",
        has_every_place,
        {"organisationId": "{id}"},
    ),
    Thing(
        "a token for it",
        "post",
        "account/tokens",
        "organisation_id",
        "make_token._require_own",
        gives_every_organisation,
        {**NEW_TOKEN, "organisationId": "{id}"},
    ),
]


@dataclass(frozen=True, slots=True)
class Scene:
    """Two organisations, and the owner of one of them who asks for the other's things."""

    mine: str
    client: Any
    ids: dict[str, str]

    def ask(self, thing: Thing, id_: str) -> Any:
        """The answer to the question with this id."""
        names = {**self.ids, "mine": self.mine, "id": id_}
        return send(self.client, thing.method, thing.path.format(**names), _filled(thing.body, names))


def _filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(inner, names) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, names) for inner in value]
    return value.format(**names) if isinstance(value, str) else value


@pytest.fixture
def scene() -> Scene:
    theirs = make_organisation(name_en="Their Works", registration_number="12345678")
    mine = make_organisation(name_en="My Works", registration_number="87654321", registration_kind="hk_br")
    me = make_person("me@example.test")
    own = join(me, mine, "owner")
    join(make_person("second@example.test"), mine, "owner")
    ids = rows_of(theirs)
    holder = make_person("holder@example.test")
    person_id = UUID(ids["person_id"])
    founder_id = Membership.objects.get(organisation=theirs, role="owner").user_id
    mandates = [
        Mandate.objects.create(
            organisation=theirs, email="agent@example.test" if state == "offered" else "", kind="patent_agent", scopes=["read"],
            user=None if state == "offered" else holder, state=state, starts_date=AT.date(), offered_by_id=founder_id, offered_at=AT,
        )
        for state in ("offered", "active")
    ]  # fmt: skip
    more = {
        "organisation_id": theirs.id,
        "offer_id": mandates[0].id,
        "held_mandate_id": mandates[1].id,
        "loose_document_id": make_document(theirs).id,
        "signatory_document_id": make_document(theirs).id,
        "my_document": make_document(mine).id,
        "my_membership": own.id,
        "export_id": DataExport.objects.create(user_id=person_id, requested_at=AT).id,
    }
    # An invitation that was sent a moment ago is refused for that reason, whosever it is.
    Invitation.objects.update(expires_at=now() + (Invitation.objects.get().expires_at - AT) / 3650)
    return Scene(str(mine.id), browser(me, mine), {**ids, **{name: str(value) for name, value in more.items()}})


def tells_apart(scene: Scene, thing: Thing) -> bool:
    """True when the other's id is answered in another way than an id that nothing has."""
    with taken_back():
        known = scene.ask(thing, scene.ids[thing.id])
    with taken_back():
        unknown = scene.ask(thing, UNKNOWN_ID)
    return seen(known) != seen(unknown)


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.what)
def test_what_belongs_to_another_is_not_there(thing: Thing, scene: Scene) -> None:
    with nothing_changes():
        answer = scene.ask(thing, scene.ids[thing.id])
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert tells_apart(scene, thing) is False


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.what)
def test_without_its_guard_it_is(thing: Thing, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    thing.mutant(monkeypatch)
    assert tells_apart(scene, thing) is True, thing.guard


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.what)
def test_looking_for_it_costs_what_looking_for_nothing_costs(thing: Thing, scene: Scene) -> None:
    """Without a difference in statements there is none in time that could be measured from outside."""
    scene.ask(thing, UNKNOWN_ID)
    with statements() as of_known:
        scene.ask(thing, scene.ids[thing.id])
    with statements() as of_unknown:
        scene.ask(thing, UNKNOWN_ID)
    assert of_known == of_unknown


# ── What lists, filters and counts tell ──

# Each list with a word that fits a row of it and a word that fits none.
CLOSED_LISTS = {
    "admin/organisations": ("q", "Their", "Nobody", "accounts.organisations.read_all"),
    "admin/people": ("q", "Lau", "Nobody", "accounts.people.read"),
    "admin/signatories": ("state", "proposed", "refused", "accounts.signatories.read_queue"),
    "admin/role-proposals": ("state", "proposed", "refused", "accounts.roles.read"),
    "admin/roles": ("role", "operator", "auditor", "accounts.roles.read"),
    "audit-entries": ("action", "accounts.found_organisation", "accounts.nothing", "accounts.audit.read"),
}


def list_tells(scene: Scene, path: str) -> bool:
    """True when the answer or the work shows whether anything fits the filter."""
    name, fitting, unfitting, _ = CLOSED_LISTS[path]
    told = []
    # The first request of a session notes that it is in use.
    scene.client.get("/api/app/session")
    for word in (fitting, unfitting):
        with statements() as ran:
            answer = scene.client.get(f"/api/app/{path}", {name: word})
        told.append((seen(answer), ran, answer.status_code))
    return told[0][:2] != told[1][:2] or told[0][2] != 403


@pytest.mark.parametrize("path", CLOSED_LISTS)
def test_a_closed_list_tells_nothing_by_its_filters(path: str, scene: Scene) -> None:
    with nothing_changes():
        assert list_tells(scene, path) is False


@pytest.mark.parametrize("path", CLOSED_LISTS)
def test_a_list_whose_row_lets_everybody_in_tells(path: str, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    opened_to(monkeypatch, CLOSED_LISTS[path][3], Who.PERSON)
    assert list_tells(scene, path) is True


OWN_LISTS = (
    *("organisations", "account/tokens", "account/exports", "join-requests", "mandates", "join-offers"),
    *(f"organisations/{{mine}}/{tail}" for tail in ("members", "invitations", "join-requests", "signatories", "mandates", "documents")),
    *(f"organisations/{{mine}}/{tail}" for tail in ("verification-cases", "domains", "closure")),
)


def of_others(scene: Scene) -> list[str]:
    """The own lists in which an id of the other organisation stands."""
    told = {path: scene.client.get(f"/api/app/{path.format(mine=scene.mine)}") for path in OWN_LISTS}
    assert {answer.status_code for answer in told.values()} == {200}
    foreign = [scene.ids[name] for name in scene.ids if not name.startswith("my_") and name != "invitation_token"]
    return [path for path, answer in told.items() if any(id_.encode() in answer.content for id_ in foreign)]


def test_the_own_lists_hold_the_own_rows(scene: Scene) -> None:
    assert of_others(scene) == []


@pytest.mark.parametrize(
    ("model", "conditions", "path"),
    [
        (Membership, OF_ORGANISATION, "organisations/{mine}/members"),
        (Invitation, OF_ORGANISATION, "organisations/{mine}/invitations"),
        (JoinRequest, OF_ORGANISATION, "organisations/{mine}/join-requests"),
        (Signatory, ("membership__organisation_id",), "organisations/{mine}/signatories"),
        (Mandate, OF_ORGANISATION, "organisations/{mine}/mandates"),
        (Document, OF_ORGANISATION, "organisations/{mine}/documents"),
        (VerificationCase, OF_ORGANISATION, "organisations/{mine}/verification-cases"),
        (OrganisationDomain, OF_ORGANISATION, "organisations/{mine}/domains"),
        (ApiToken, ("user_id",), "account/tokens"),
        (DataExport, ("user_id",), "account/exports"),
        (JoinRequest, ("user_id",), "join-requests"),
    ],
)
def test_a_list_that_forgets_whose_its_rows_are_shows_them(
    model: type[models.Model], conditions: tuple[str, ...], path: str, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_condition(monkeypatch, model, *conditions)
    assert path in of_others(scene)
