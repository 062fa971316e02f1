"""The demo data set enters an installation: organisations, people, rights, technologies. Everything is marked as demo."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.selectors.organisations import ids_by_registration, progress_of
from ipmarket.accounts.selectors.people import DEMO_PASSWORD, ids_by_email
from ipmarket.accounts.selectors.terms import due_terms
from ipmarket.accounts.services.accept_terms import accept_terms
from ipmarket.accounts.services.admit_member import admit_member
from ipmarket.accounts.services.edit_organisation import edit_organisation
from ipmarket.accounts.services.found_organisation import found_organisation
from ipmarket.accounts.services.grant_platform_role import grant_platform_role
from ipmarket.accounts.services.register_person import register_person
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.text import Translated
from patents.demo.reading import digest, entries, translated
from patents.events import IMPORT_ENDED
from patents.models import Family, ProductionTechnology, Publication, Right
from patents.numbers import parse
from patents.services.load_standings import load_standings
from patents.services.load_ties import load_ties
from patents.services.loaded_sets import remember_load, was_loaded
from patents.services.register_right import PriorityInput, PublicationInput, RightInput, StatusInput, register_right
from patents.services.register_technology import TechnologyInput, register_technology

SOURCE = "demo"
_HOME = "HK"


@dataclass(slots=True)
class _Loaded:
    """What was found or made so far, by the keys of the data set."""

    organisations: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    standings: dict[str, str] = field(default_factory=dict)
    names: dict[str, Translated] = field(default_factory=dict)
    families: dict[str, UUID] = field(default_factory=dict)
    rights: dict[str, UUID] = field(default_factory=dict)
    created: int = 0


def load_demo(*, actor: Actor, at: datetime) -> int:
    """Stores what is missing of the demo data set in one transaction and returns how many entries were new.

    The version of the set that was loaded is remembered as an import, so a second run does nothing at all.
    """
    version = digest()
    if was_loaded(SOURCE, version):
        return 0
    with transaction.atomic():
        loaded = _Loaded()
        _organisations(actor, at, loaded)
        _people(actor, at, loaded)
        loaded.created += load_standings(at=at, organisations=loaded.organisations, people=loaded.people, standings=loaded.standings)
        loaded.created += load_ties(at=at, organisations=loaded.organisations, people=loaded.people, standings=loaded.standings)
        _rights(actor, at, loaded)
        _technologies(actor, at, loaded)
        batch = remember_load(actor=actor, at=at, source=SOURCE, name="demo data", version=version, created=loaded.created)
        audit.record(
            actor=actor, at=at, action="patents.load_demo", target_type="patents.import", target_id=batch.id,
            after={"version": version, "created": loaded.created},
        )  # fmt: skip
        outbox.emit(topic=IMPORT_ENDED, aggregate_type="patents.import", aggregate_id=batch.id, payload={"importId": str(batch.id)}, at=at)
    return loaded.created


def _organisations(actor: Actor, at: datetime, loaded: _Loaded) -> None:
    wanted = list(entries("organisations.yaml"))
    known: dict[str, UUID] = {}
    for country in {_HOME, *(e.get("country") or _HOME for e in wanted)}:
        known |= ids_by_registration(country, [e["registration_number"] for e in wanted])
    progress = progress_of(known.values())
    for entry in wanted:
        facts = _facts(entry)
        loaded.names[entry["key"]] = facts["name"]
        found = known.get(entry["registration_number"])
        if found is None:
            found = found_organisation(actor=actor, at=at, is_demo=True, **facts).id
            loaded.created += 1
        elif progress[found].state == "active" and progress[found].verification == "unverified":
            # An older set said less about it.
            edit_organisation(actor=actor, at=at, organisation_id=found, changes=facts)
        loaded.organisations[entry["key"]] = found


def _facts(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "kind": entry["kind"],
        "name": translated(entry["name"]),
        "country": entry.get("country") or _HOME,
        "registration_kind": "other",
        "registration_number": entry["registration_number"],
        "sector": entry.get("sector") or "",
        "employees": entry.get("employees"),
        "district": entry.get("district") or "",
        "website": entry.get("website") or "",
    }


def _people(actor: Actor, at: datetime, loaded: _Loaded) -> None:
    wanted = list(entries("people.yaml"))
    known = ids_by_email([e["email"] for e in wanted])
    for entry in wanted:
        loaded.standings[entry["key"]] = entry["role"]
        if entry["email"] in known:
            loaded.people[entry["key"]] = known[entry["email"]]
            continue
        language = entry["language"]
        person = register_person(
            actor=actor, at=at, email=entry["email"], name=translated(entry["name"]).best(language)[0], password=DEMO_PASSWORD,
            language=language, is_demo=True,
        )  # fmt: skip
        loaded.created += 1
        loaded.people[entry["key"]] = person.id
        for due in due_terms(person.id, on=at.date()):
            accept_terms(actor=Actor(kind="person", user_id=person.id), at=at, kind=due.kind, version=due.version, language=language)
        if entry.get("organisation"):
            admit_member(
                actor=actor, at=at, user_id=person.id, organisation_id=loaded.organisations[entry["organisation"]], role=entry["role"]
            )
        for role in entry.get("platform_roles") or []:
            grant_platform_role(actor=actor, at=at, user_id=person.id, role=role)


def _rights(actor: Actor, at: datetime, loaded: _Loaded) -> None:
    for entry in entries("patents_*.yaml"):
        numbers = [parse(f"{p['number']}{p['kind'] or ''}") for p in entry["publications"]]
        found = _known_right(numbers, entry)
        if found is None:
            found = register_right(
                actor=actor, at=at, owner_organisation_id=loaded.organisations[entry["owner"]],
                owner_name=loaded.names[entry["owner"]].best("en")[0], right=_right_input(entry, numbers, loaded),
            )  # fmt: skip
            loaded.created += 1
        elif found.family_id and entry.get("family"):
            loaded.families.setdefault(entry["family"], found.family_id)
        loaded.rights[entry["key"]] = found.id


def _known_right(numbers: list[Any], entry: dict[str, Any]) -> Right | None:
    if numbers:
        publication = Publication.objects.filter(office=numbers[0].office, number=numbers[0].number, kind=numbers[0].kind).first()
        return publication.right if publication else None
    return Right.objects.filter(is_demo=True, office=entry["office"], application_number=entry["application_number"] or "").first()


def _right_input(entry: dict[str, Any], numbers: list[Any], loaded: _Loaded) -> RightInput:
    original = entry["original_language"]
    status = entry.get("status")
    return RightInput(
        right_type=entry["right_type"],
        office=entry["office"],
        title=translated(entry["title"]),
        original_language=original,
        abstract=translated(entry["abstract"]),
        application_number=entry.get("application_number") or "",
        filing_date=entry.get("filing_date"),
        grant_date=entry.get("grant_date"),
        expiry_date=entry.get("expiry_date"),
        publications=[PublicationInput(n, p.get("date")) for n, p in zip(numbers, entry["publications"], strict=True)],
        priorities=[PriorityInput(p["office"], p["number"], p.get("date")) for p in entry.get("priorities") or []],
        claims=next(iter((entry.get("claims") or {}).values()), []),
        applicants=[loaded.names[key].best(original)[0] if key in loaded.names else key for key in entry.get("applicants") or []],
        inventors=entry.get("inventors") or [],
        classes=[c["symbol"] for c in entry["classes"] if c["scheme"] == "ipc"],
        citations=[(c.get("text") or c["number"], c.get("category") or "") for c in entry.get("citations") or []],
        status=StatusInput(status["state"], status["source"], status["as_of"]) if status and status["state"] != "unknown" else None,
        measures=entry.get("measures") or [],
        family_id=_family(entry.get("family"), loaded),
        is_demo=True,
    )


def _family(key: str | None, loaded: _Loaded) -> UUID | None:
    if not key:
        return None
    if key not in loaded.families:
        loaded.families[key] = Family.objects.create().id
    return loaded.families[key]


def _technologies(actor: Actor, at: datetime, loaded: _Loaded) -> None:
    known = set(ProductionTechnology.objects.filter(is_demo=True).values_list("external_key", flat=True))
    for entry in entries("technologies_*.yaml"):
        if entry["key"] in known:
            continue
        register_technology(
            actor=actor, at=at, owner_organisation_id=loaded.organisations[entry["owner"]], technology=_technology_input(entry, loaded)
        )
        loaded.created += 1


def _technology_input(entry: dict[str, Any], loaded: _Loaded) -> TechnologyInput:
    cost = entry.get("unit_cost") or {}
    return TechnologyInput(
        title=translated(entry["title"]),
        original_language=entry.get("original_language") or "en",
        stage=entry["stage"],
        summary=translated(entry["summary"]),
        process=translated(entry.get("process")),
        equipment=translated(entry.get("equipment")),
        capacity=translated(entry.get("capacity")),
        unit_cost_minor=cost.get("amount_minor"),
        unit_cost_currency=cost.get("currency") or "",
        unit_cost_per=translated(cost.get("per")),
        certifications=entry.get("certifications") or [],
        trl=entry.get("trl"),
        measures=entry.get("measures") or [],
        sectors=entry.get("sectors") or [],
        classes=[c["symbol"] for c in entry["classes"] if c["scheme"] == "ipc"],
        right_ids=[loaded.rights[key] for key in entry.get("rights") or []],
        audience=entry.get("audience") or "public",
        external_key=entry["key"],
        is_demo=True,
    )
