"""Each constraint of the catalogue's tables refuses what it is there for, past every service."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps

from patents.models import (
    Citation,
    ClassAssignment,
    ClassSymbol,
    ImportBatch,
    PartyMention,
    Priority,
    ProductionTechnology,
    Publication,
    QuarantinedRecord,
    Right,
    RightText,
    StatusAssertion,
    StoredRecord,
)
from tests.factories.records import AT, make_class, make_organisation, make_publication, make_right, make_right_text, make_technology
from tests.support.violations import violated

pytestmark = pytest.mark.django_db
Write = Callable[[], Any]


def _twice(write: Callable[[int], Any]) -> Write:
    def both() -> None:
        write(0)
        write(1)

    return both


def _symbol(**values: Any) -> ClassSymbol:
    given = {"scheme": "ipc", "version": "2026.01", "symbol": "B29C", "kind": "subclass", "position": 0}
    return ClassSymbol.objects.create(**given | values)


def _assignment(**values: Any) -> ClassAssignment:
    given = {"scheme": "ipc", "symbol": "B29C", "subclass": "B29C", "origin": "office", "position": 0}
    return ClassAssignment.objects.create(**given | values)


def _same_class_twice(target: str, make: Callable[[], Any]) -> Write:
    def write() -> None:
        row = make()
        _assignment(**{target: row})
        _assignment(**{target: row}, position=1)

    return write


def _of_one_right(write: Callable[[Right], Any]) -> Write:
    def both() -> None:
        right = make_right(classes=())
        write(right)
        write(right)

    return both


def _bare_right() -> Right:
    return make_right(classes=(), titles={})


def _batch(**values: Any) -> ImportBatch:
    return ImportBatch.objects.create(**{"file_name": "a.xml", "file_sha256": "0" * 64, "created_at": AT} | values)


def _record(batch: ImportBatch) -> StoredRecord:
    return StoredRecord.objects.create(
        source="s", source_key="k", office="HK", number="1", content={}, content_sha256="0" * 64, file_name="a", file_sha256="0" * 64,
        batch=batch, imported_at=AT,
    )  # fmt: skip


def _records_of_one_key() -> None:
    batch = _batch()
    _record(batch)
    _record(batch)


def _quarantined_at_one_place() -> None:
    batch = _batch()
    for _ in range(2):
        QuarantinedRecord.objects.create(batch=batch, position=7, place="line 8", reason="not_read", detail="")


BREAKS: dict[str, Write] = {
    "right_type_known": lambda: make_right(right_type="trade_mark"),
    "right_status_known": lambda: make_right(status="sleeping", status_source="somebody"),
    "right_audience_known": lambda: make_right(audience="friends"),
    "right_office_is_st3": lambda: make_right("", office="hk"),
    "right_status_has_a_source": lambda: make_right(status="in_force"),
    "right_ref_unique": _twice(lambda _: Right.objects.create(ref="HK1A", office="HK", created_at=AT, updated_at=AT)),
    "right_text_one_per_language": lambda: make_right_text(make_right(classes=()), "en", title="Second"),
    "right_text_standing_known": lambda: make_right_text(_bare_right(), "en", title="A", standing="hearsay"),
    "right_text_not_empty": lambda: make_right_text(_bare_right(), "en"),
    "publication_number_unique": lambda: make_publication(make_right("HK1A", classes=()), "HK1A"),
    "priority_once_per_right": _of_one_right(lambda r: Priority.objects.create(right=r, office="CN", number="1")),
    "party_position_unique": _of_one_right(lambda r: PartyMention.objects.create(right=r, role="inventor", position=0, name="A")),
    "party_role_known": lambda: PartyMention.objects.create(right=_bare_right(), role="friend", position=0, name="A"),
    "citation_position_unique": _of_one_right(lambda r: Citation.objects.create(right=r, position=0, text="A")),
    "status_state_known": lambda: StatusAssertion.objects.create(right=_bare_right(), state="ill", source="a", as_of_date=date(2026, 1, 1)),
    "status_asserted_once": _of_one_right(
        lambda r: StatusAssertion.objects.create(right=r, state="lapsed", source="a", as_of_date=date(2026, 1, 1))
    ),
    "class_symbol_unique": _twice(lambda _: _symbol()),
    "class_symbol_scheme_known": lambda: _symbol(scheme="uspc"[:3]),
    "class_symbol_kind_known": lambda: _symbol(kind="chapter"),
    "class_assignment_has_one_target": _assignment,
    "class_assignment_scheme_known": lambda: _assignment(right=_bare_right(), scheme="fi"),
    "class_assignment_origin_known": lambda: _assignment(right=_bare_right(), origin="rumour"),
    "class_assignment_score_only_when_suggested": lambda: _assignment(right=_bare_right(), score="0.5"),
    "class_assignment_once_per_right": _same_class_twice("right", _bare_right),
    "class_assignment_once_per_technology": _same_class_twice("technology", make_technology),
    "technology_stage_known": lambda: make_technology(stage="dream"),
    "technology_audience_known": lambda: make_technology(audience="friends"),
    "technology_trl_one_to_nine": lambda: make_technology(trl=10),
    "technology_unit_cost_has_a_currency": lambda: make_technology(unit_cost_minor=5),
    "technology_has_a_title": lambda: make_technology(title_en=""),
    "technology_external_key_unique": lambda: [make_technology(external_key="a", owner=o) for o in [make_organisation()] * 2],
    "import_state_known": lambda: _batch(state="lost"),
    "import_counts_add_up": lambda: _batch(read_count=2, created_count=1),
    "stored_record_once_per_source": _records_of_one_key,
    "quarantine_position_unique": _quarantined_at_one_place,
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name: str) -> None:
    assert violated(BREAKS[name]) == name


def test_every_constraint_has_its_break() -> None:
    declared = {c.name for model in apps.get_app_config("patents").get_models() for c in model._meta.constraints}
    assert set(BREAKS) == declared


@pytest.mark.parametrize("score", [None, "-0.0001", "1.0001"])
def test_a_suggestion_has_a_probability(score: str | None) -> None:
    assert violated(lambda: make_class(right=_bare_right(), symbol="B29C", origin="suggested", score=score)) == (
        "class_assignment_score_only_when_suggested"
    )


def test_a_class_has_not_two_targets() -> None:
    assert violated(lambda: _assignment(right=_bare_right(), technology=make_technology())) == "class_assignment_has_one_target"


@pytest.mark.parametrize(("minor", "currency"), [(-1, "HKD"), (5, "hkd"), (5, ""), (None, "HKD")])
def test_a_cost_is_an_amount_in_a_currency(minor: int | None, currency: str) -> None:
    assert violated(lambda: make_technology(unit_cost_minor=minor, unit_cost_currency=currency)) == "technology_unit_cost_has_a_currency"


def test_what_the_limits_allow() -> None:
    make_technology(trl=1, unit_cost_minor=0, unit_cost_currency="HKD")
    make_technology(trl=9, owner=make_organisation(name_en="Other"))
    make_class(right=_bare_right(), symbol="B29C", origin="suggested", score="1.0000")
    make_right("", classes=())
    make_right("", classes=())
    assert (ProductionTechnology.objects.count(), Right.objects.count(), Publication.objects.count(), RightText.objects.count()) == (
        2,
        3,
        1,
        2,
    )
