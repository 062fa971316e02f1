"""A production technology enters the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from ipmarket.kernel.text import Translated
from patents.enums import ClassOrigin, Scheme
from patents.events import TECHNOLOGY_CHANGED
from patents.models import ClassAssignment, ProductionTechnology, Right

TRANSLATED = ("title", "summary", "process", "equipment", "capacity", "unit_cost_per")


@dataclass(frozen=True, slots=True)
class TechnologyInput:
    """What the owner says. `unit_cost_minor` is in minor units of `unit_cost_currency`, per `unit_cost_per`."""

    title: Translated
    original_language: str
    stage: str
    summary: Translated = Translated()
    process: Translated = Translated()
    equipment: Translated = Translated()
    capacity: Translated = Translated()
    unit_cost_minor: int | None = None
    unit_cost_currency: str = ""
    unit_cost_per: Translated = Translated()
    certifications: Sequence[str] = ()
    trl: int | None = None
    measures: Sequence[str] = ()
    sectors: Sequence[str] = ()
    classes: Sequence[str] = ()
    right_ids: Sequence[UUID] = field(default=())
    audience: str = Audience.PUBLIC
    external_key: str = ""
    is_demo: bool = False


@transaction.atomic
def register_technology(*, actor: Actor, at: datetime, owner_organisation_id: UUID, technology: TechnologyInput) -> ProductionTechnology:
    """Stores the technology with its classes and the rights that belong to it.

    Raises IntegrityError where the external key is taken, the title is empty in all languages, or a cost has no currency.
    """
    row = ProductionTechnology(
        external_key=technology.external_key,
        owner_organisation_id=owner_organisation_id,
        original_language=technology.original_language,
        unit_cost_minor=technology.unit_cost_minor,
        unit_cost_currency=technology.unit_cost_currency,
        certifications=list(technology.certifications),
        stage=technology.stage,
        trl=technology.trl,
        measures=list(technology.measures),
        sectors=list(technology.sectors),
        audience=technology.audience,
        is_demo=technology.is_demo,
        created_at=at,
        updated_at=at,
    )
    for name in TRANSLATED:
        text: Translated = getattr(technology, name)
        for suffix in ("en", "zh_hant", "zh_hans"):
            setattr(row, f"{name}_{suffix}", getattr(text, suffix))
    row.save(force_insert=True)
    row.rights.set(Right.objects.filter(id__in=technology.right_ids))
    ClassAssignment.objects.bulk_create(
        ClassAssignment(
            technology=row,
            scheme=Scheme.IPC,
            symbol=symbol,
            subclass=symbol[:4],
            origin=ClassOrigin.OWNER,
            position=position,
            is_first=position == 0,
        )
        for position, symbol in enumerate(technology.classes)
    )
    audit.record(
        actor=actor, at=at, action="patents.register_technology", target_type="patents.technology", target_id=row.id,
        after={"ownerOrganisationId": str(owner_organisation_id), "stage": row.stage, "audience": row.audience, "isDemo": row.is_demo},
    )  # fmt: skip
    outbox.emit(
        topic=TECHNOLOGY_CHANGED, aggregate_type="patents.technology", aggregate_id=row.id, payload={"technologyId": str(row.id)}, at=at
    )
    return row
