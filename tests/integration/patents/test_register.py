"""Rights and technologies that an owner enters: the rows, the trace, and nothing at all on refusal."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.text import Translated
from patents.models import ClassAssignment, PartyMention, ProductionTechnology, Publication, Right, RightText, StatusAssertion
from patents.numbers import parse
from patents.services.register_right import PriorityInput, PublicationInput, RightInput, StatusInput, register_right
from patents.services.register_technology import TechnologyInput, register_technology
from tests.factories.records import make_organisation, make_right
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")
FULL = RightInput(
    right_type="hk_standard_o",
    office="HK",
    title=Translated(en="Hinge", zh_hant="鉸鏈"),
    original_language="zh-Hant",
    abstract=Translated(zh_hant="一種鉸鏈。"),
    application_number="HK32024000001.0",
    filing_date=date(2024, 1, 2),
    grant_date=date(2025, 3, 4),
    expiry_date=date(2044, 1, 2),
    publications=[
        PublicationInput(parse("HK40000001A0"), date(2024, 6, 1)),
        PublicationInput(parse("HK40000001B0"), date(2025, 3, 4)),
    ],
    priorities=[PriorityInput("CN", "CN202310000001.2", date(2023, 1, 5))],
    claims=["A hinge."],
    applicants=["Sample Toys"],
    inventors=["CHAN Tai-man", "LEE Siu-ming"],
    classes=["E05D 11/10", "E05D 3/02"],
    citations=[("US 7,272,630 B2", "X"), ("A book about hinges, page 3", "A")],
    status=StatusInput("in_force", "HK register", date(2026, 10, 1)),
    measures=["product_design"],
)


def test_a_right_with_everything(at: datetime) -> None:
    owner = make_organisation()
    right = register_right(actor=ACTOR, at=at, owner_organisation_id=owner.id, owner_name="Sample Mould Works", right=FULL)
    stored = Right.objects.get()
    assert (stored.id, stored.ref, stored.office, stored.right_type) == (right.id, "HK40000001B0", "HK", "hk_standard_o")
    assert (stored.filing_date, stored.publication_date, stored.grant_date) == (date(2024, 1, 2), date(2024, 6, 1), date(2025, 3, 4))
    assert (stored.status, stored.status_source, stored.status_as_of_date) == ("in_force", "HK register", date(2026, 10, 1))
    assert (stored.owner_organisation_id, stored.owner_name, stored.audience, stored.version) == (
        owner.id,
        "Sample Mould Works",
        "public",
        1,
    )
    assert (stored.claims, stored.measures, stored.created_at, stored.updated_at) == (["A hinge."], ["product_design"], at, at)
    assert list(RightText.objects.order_by("language").values_list("language", "title", "abstract", "standing")) == [
        ("en", "Hinge", "", "owner"),
        ("zh-Hant", "鉸鏈", "一種鉸鏈。", "original"),
    ]
    assert list(Publication.objects.order_by("kind").values_list("office", "number", "kind", "publication_date")) == [
        ("HK", "40000001", "A0", date(2024, 6, 1)),
        ("HK", "40000001", "B0", date(2025, 3, 4)),
    ]
    assert list(stored.priorities.values_list("office", "number", "priority_date")) == [("CN", "CN202310000001.2", date(2023, 1, 5))]
    assert list(PartyMention.objects.order_by("role", "position").values_list("role", "position", "name")) == [
        ("applicant", 0, "Sample Toys"),
        ("inventor", 0, "CHAN Tai-man"),
        ("inventor", 1, "LEE Siu-ming"),
    ]
    assert list(ClassAssignment.objects.order_by("position").values_list("symbol", "subclass", "origin", "is_first", "score")) == [
        ("E05D 11/10", "E05D", "office", True, None),
        ("E05D 3/02", "E05D", "office", False, None),
    ]
    assert list(stored.citations.order_by("position").values_list("text", "ref", "category")) == [
        ("US 7,272,630 B2", "US7272630B2", "X"),
        ("A book about hinges, page 3", "", "A"),
    ]
    assert list(StatusAssertion.objects.values_list("state", "source", "as_of_date")) == [("in_force", "HK register", date(2026, 10, 1))]
    assert traces() == Traces(
        entries=[
            (
                "patents.register_right",
                "patents.right",
                str(right.id),
                None,
                {"ref": "HK40000001B0", "ownerOrganisationId": str(owner.id), "audience": "public", "isDemo": False},
            )
        ],
        events=[("patents.right_changed", "patents.right", str(right.id), {"rightId": str(right.id)})],
    )


def test_what_is_not_known_stays_empty(at: datetime) -> None:
    least = RightInput(right_type="patent", office="HK", title=Translated(en="Secret hinge"), original_language="en", audience="owner")
    right = register_right(actor=ACTOR, at=at, owner_organisation_id=make_organisation().id, owner_name="", right=least)
    stored = Right.objects.get(id=right.id)
    assert (stored.ref, stored.filing_date, stored.publication_date, stored.grant_date, stored.expiry_date) == ("", None, None, None, None)
    assert (stored.status, stored.status_source, stored.status_as_of_date) == ("unknown", "", None)
    assert (Publication.objects.count(), StatusAssertion.objects.count(), ClassAssignment.objects.count()) == (0, 0, 0)


def test_a_publication_that_the_catalogue_holds_refuses_the_whole_right(at: datetime) -> None:
    make_right("HK40000001A0", titles={"en": "Elsewhere"}, classes=())
    owner = make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        register_right(actor=ACTOR, at=at, owner_organisation_id=owner.id, owner_name="", right=FULL)
    assert list(Right.objects.values_list("ref", flat=True)) == ["HK40000001A0"]
    assert (Publication.objects.count(), RightText.objects.count(), ClassAssignment.objects.count()) == (1, 1, 0)
    assert traces() == Traces([], [])


TECHNOLOGY = TechnologyInput(
    title=Translated(en="Dry cutting", zh_hant="乾式切削", zh_hans="干式切削"),
    original_language="zh-Hant",
    stage="pilot",
    summary=Translated(en="Cuts without coolant."),
    process=Translated(en="Cut."),
    equipment=Translated(en="A lathe."),
    capacity=Translated(en="100 a day"),
    unit_cost_minor=1250,
    unit_cost_currency="HKD",
    unit_cost_per=Translated(en="piece", zh_hant="每件"),
    certifications=["ISO 14001"],
    trl=7,
    measures=["green_manufacturing"],
    sectors=["C"],
    classes=["B23B 1/00"],
    audience="registered",
    external_key="dry-cutting",
)


def test_a_technology_with_everything(at: datetime) -> None:
    owner, right = make_organisation(), make_right()
    technology = TechnologyInput(**{**{f: getattr(TECHNOLOGY, f) for f in TECHNOLOGY.__slots__}, "right_ids": [right.id]})
    row = register_technology(actor=ACTOR, at=at, owner_organisation_id=owner.id, technology=technology)
    stored = ProductionTechnology.objects.get()
    assert (stored.id, stored.external_key, stored.stage, stored.trl, stored.audience) == (row.id, "dry-cutting", "pilot", 7, "registered")
    assert (stored.title_en, stored.title_zh_hant, stored.title_zh_hans) == ("Dry cutting", "乾式切削", "干式切削")
    assert (stored.summary_en, stored.process_en, stored.equipment_en, stored.capacity_en) == (
        "Cuts without coolant.",
        "Cut.",
        "A lathe.",
        "100 a day",
    )
    assert (stored.unit_cost_minor, stored.unit_cost_currency, stored.unit_cost_per_zh_hant) == (1250, "HKD", "每件")
    assert (stored.certifications, stored.measures, stored.sectors) == (["ISO 14001"], ["green_manufacturing"], ["C"])
    assert list(stored.rights.values_list("id", flat=True)) == [right.id]
    assert list(stored.classes.values_list("symbol", "subclass", "origin", "is_first")) == [("B23B 1/00", "B23B", "owner", True)]
    assert traces() == Traces(
        entries=[
            (
                "patents.register_technology",
                "patents.technology",
                str(row.id),
                None,
                {"ownerOrganisationId": str(owner.id), "stage": "pilot", "audience": "registered", "isDemo": False},
            )
        ],
        events=[("patents.technology_changed", "patents.technology", str(row.id), {"technologyId": str(row.id)})],
    )


def test_a_technology_is_registered_once(at: datetime) -> None:
    owner = make_organisation()
    register_technology(actor=ACTOR, at=at, owner_organisation_id=owner.id, technology=TECHNOLOGY)
    before = traces()
    with pytest.raises(IntegrityError), transaction.atomic():
        register_technology(actor=ACTOR, at=at, owner_organisation_id=owner.id, technology=TECHNOLOGY)
    assert (ProductionTechnology.objects.count(), ClassAssignment.objects.count()) == (1, 1)
    assert traces() == before


@pytest.mark.parametrize(
    "technology",
    [
        TechnologyInput(title=Translated(), original_language="en", stage="pilot"),
        TechnologyInput(title=Translated(en="A"), original_language="en", stage="dream"),
        TechnologyInput(title=Translated(en="A"), original_language="en", stage="pilot", unit_cost_minor=5),
        TechnologyInput(title=Translated(en="A"), original_language="en", stage="pilot", trl=10),
    ],
    ids=["no title", "unknown stage", "cost without currency", "readiness beyond nine"],
)
def test_a_refused_technology_leaves_nothing(technology: TechnologyInput, at: datetime) -> None:
    owner = make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        register_technology(actor=ACTOR, at=at, owner_organisation_id=owner.id, technology=technology)
    assert (ProductionTechnology.objects.count(), ClassAssignment.objects.count()) == (0, 0)
    assert traces() == Traces([], [])
