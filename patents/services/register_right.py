"""A right enters the catalogue by its owner's word, without a source file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.text import Translated
from patents.enums import ClassOrigin, LegalState, PartyRole, Scheme, TextStanding
from patents.events import RIGHT_CHANGED
from patents.models import Citation, ClassAssignment, PartyMention, Priority, Publication, Right, RightText, StatusAssertion
from patents.numbers import PublicationNumber, try_parse


@dataclass(frozen=True, slots=True)
class PublicationInput:
    number: PublicationNumber
    publication_date: date | None


@dataclass(frozen=True, slots=True)
class PriorityInput:
    office: str
    number: str
    priority_date: date | None


@dataclass(frozen=True, slots=True)
class StatusInput:
    state: str
    source: str
    as_of_date: date


@dataclass(frozen=True, slots=True)
class RightInput:
    """What the owner says about a right; what is not known stays empty."""

    right_type: str
    office: str
    title: Translated
    original_language: str
    abstract: Translated = Translated()
    application_number: str = ""
    filing_date: date | None = None
    grant_date: date | None = None
    expiry_date: date | None = None
    publications: Sequence[PublicationInput] = ()
    priorities: Sequence[PriorityInput] = ()
    claims: Sequence[str] = ()
    applicants: Sequence[str] = ()
    inventors: Sequence[str] = ()
    classes: Sequence[str] = ()
    citations: Sequence[tuple[str, str]] = ()
    status: StatusInput | None = None
    measures: Sequence[str] = ()
    audience: str = Audience.PUBLIC
    family_id: UUID | None = None
    is_demo: bool = False


@transaction.atomic
def register_right(*, actor: Actor, at: datetime, owner_organisation_id: UUID, owner_name: str, right: RightInput) -> Right:
    """Stores the right with its publications, texts, parties, classes, citations and status.

    Raises IntegrityError where one of the publications is in the catalogue already; nothing is stored then.
    """
    latest = max(right.publications, key=lambda p: (p.publication_date or date.min, p.number.kind), default=None)
    row = Right.objects.create(
        right_type=right.right_type,
        office=right.office,
        application_number=right.application_number,
        filing_date=right.filing_date,
        publication_date=min((p.publication_date for p in right.publications if p.publication_date), default=None),
        grant_date=right.grant_date,
        expiry_date=right.expiry_date,
        original_language=right.original_language,
        ref=latest.number.key if latest else "",
        status=right.status.state if right.status else LegalState.UNKNOWN,
        status_source=right.status.source if right.status else "",
        status_as_of_date=right.status.as_of_date if right.status else None,
        owner_name=owner_name,
        owner_organisation_id=owner_organisation_id,
        claims=list(right.claims),
        measures=list(right.measures),
        family_id=right.family_id,
        audience=right.audience,
        is_demo=right.is_demo,
        created_at=at,
        updated_at=at,
    )
    _store_parts(row, right)
    audit.record(
        actor=actor, at=at, action="patents.register_right", target_type="patents.right", target_id=row.id,
        after={"ref": row.ref, "ownerOrganisationId": str(owner_organisation_id), "audience": row.audience, "isDemo": row.is_demo},
    )  # fmt: skip
    outbox.emit(topic=RIGHT_CHANGED, aggregate_type="patents.right", aggregate_id=row.id, payload={"rightId": str(row.id)}, at=at)
    return row


def _store_parts(row: Right, right: RightInput) -> None:
    abstracts = dict(right.abstract.items())
    RightText.objects.bulk_create(
        RightText(
            right=row,
            language=language,
            title=title,
            abstract=abstracts.get(language, ""),
            standing=TextStanding.ORIGINAL if language == right.original_language else TextStanding.OWNER,
        )
        for language, title in right.title.items()
    )
    Publication.objects.bulk_create(
        Publication(right=row, office=p.number.office, number=p.number.number, kind=p.number.kind, publication_date=p.publication_date)
        for p in right.publications
    )
    Priority.objects.bulk_create(
        Priority(right=row, office=p.office, number=p.number, priority_date=p.priority_date) for p in right.priorities
    )
    PartyMention.objects.bulk_create(
        PartyMention(right=row, role=role, position=position, name=name)
        for role, names in ((PartyRole.APPLICANT, right.applicants), (PartyRole.INVENTOR, right.inventors))
        for position, name in enumerate(names)
    )
    ClassAssignment.objects.bulk_create(
        ClassAssignment(
            right=row,
            scheme=Scheme.IPC,
            symbol=symbol,
            subclass=symbol[:4],
            origin=ClassOrigin.OFFICE,
            position=position,
            is_first=position == 0,
        )
        for position, symbol in enumerate(right.classes)
    )
    Citation.objects.bulk_create(
        Citation(right=row, position=position, text=text, category=category, ref=_ref_of(text))
        for position, (text, category) in enumerate(right.citations)
    )
    if right.status is not None:
        StatusAssertion.objects.create(right=row, state=right.status.state, source=right.status.source, as_of_date=right.status.as_of_date)


def _ref_of(text: str) -> str:
    number = try_parse(text[:64])
    return number.key if number else ""
