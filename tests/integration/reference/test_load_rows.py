"""The shipped tables become dated rows, once."""

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from ipmarket.kernel.actor import Actor
from ipmarket.reference.enums import RowList
from ipmarket.reference.models import Row, RowLink
from ipmarket.reference.selectors.rows import labels_of, members_of, rows_of, technology_field_prefixes
from ipmarket.reference.services.load_rows import DATA, LoadReport, load_rows
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")
TODAY = date(2026, 11, 21)


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the shipped tables that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def _append(tables: Path, name: str, **values: str) -> None:
    path = tables / name
    head = path.read_text(encoding="utf-8").split("\n", 1)[0].split("\t")
    unknown = set(values) - set(head)
    if unknown:
        lines = path.read_text(encoding="utf-8").splitlines()
        head += sorted(unknown)
        lines[0] = "\t".join(head)
        lines[1:] = [line + "\t" * len(unknown) for line in lines[1:]]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with path.open("a", encoding="utf-8") as handle:
        handle.write("\t".join(values.get(column, "") for column in head) + "\n")


def test_a_second_run_changes_nothing_and_leaves_no_trace(at: datetime) -> None:
    first = load_rows(actor=ACTOR, at=at)
    total = Row.objects.count() + RowLink.objects.count()
    assert (first.created, first.changed, first.unchanged) == (total, 0, 0)
    assert total > 900
    trace = traces()
    assert trace == Traces(
        entries=[("reference.load_rows", "reference.row", "shipped", None, {"created": total, "changed": 0})],
        events=[("reference.rows_loaded", "reference.row", "shipped", {})],
    )
    second = load_rows(actor=ACTOR, at=at + timedelta(days=1))
    assert second == LoadReport(created=0, changed=0, unchanged=Row.objects.count())
    assert traces() == trace


def test_every_list_has_rows(at: datetime) -> None:
    load_rows(actor=ACTOR, at=at)
    counts = {which.value: len(rows_of(which, on=TODAY)) for which in RowList}
    assert counts["measure"] == 10
    assert counts["technology_field"] == 35
    assert counts["sector"] == 21
    assert counts["right_type"] == 8
    assert counts["legal_state"] == 9
    assert counts["stage"] == 4
    assert min(counts.values()) > 0


def test_a_row_counts_up_to_its_last_day(tables: Path, at: datetime) -> None:
    _append(
        tables, "measures.tsv", code="old_measure", en="Old", zh_hant="舊", zh_hans="旧", valid_from="2020-01-01", valid_to="2024-06-30",
        source="A law", confidence="high",
    )  # fmt: skip
    load_rows(actor=ACTOR, at=at, folder=tables)
    there = [
        "old_measure" in labels_of(RowList.MEASURE, on=day)
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2024, 6, 30), date(2024, 7, 1), TODAY)
    ]
    assert there == [False, True, True, False, False]
    row = Row.objects.get(code="old_measure")
    assert (row.valid_from, row.valid_to, row.source, row.confidence) == (date(2020, 1, 1), date(2024, 7, 1), "A law", "high")


def test_a_changed_label_changes_the_row_and_keeps_its_id(tables: Path, at: datetime) -> None:
    load_rows(actor=ACTOR, at=at, folder=tables)
    before = Row.objects.get(list="measure", code="green_manufacturing")
    assert labels_of(RowList.MEASURE, on=TODAY)["green_manufacturing"].en == "Green manufacturing"
    path = tables / "measures.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("Green manufacturing", "Greener manufacturing"), encoding="utf-8")
    report = load_rows(actor=ACTOR, at=at, folder=tables)
    assert (report.created, report.changed) == (0, 1)
    after = Row.objects.get(list="measure", code="green_manufacturing")
    assert (after.id, after.label_en) == (before.id, "Greener manufacturing")
    assert labels_of(RowList.MEASURE, on=TODAY)["green_manufacturing"].en == "Greener manufacturing"
    assert traces().entries[-1][-1] == {"created": 0, "changed": 1}


def test_what_left_a_table_is_kept(tables: Path, at: datetime) -> None:
    load_rows(actor=ACTOR, at=at, folder=tables)
    path = tables / "sectors.tsv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    gone = lines[-1].split("\t")[0]
    report = load_rows(actor=ACTOR, at=at, folder=tables)
    assert (report.created, report.changed) == (0, 0)
    assert Row.objects.filter(list="sector", code=gone).exists()


def test_members_of_a_group_are_those_of_the_day(tables: Path, at: datetime) -> None:
    _append(tables, "territory_group_members.tsv", group="asean", country="ZZ", valid_from="2020-01-01", valid_to="2020-12-31")
    load_rows(actor=ACTOR, at=at, folder=tables)
    assert "ZZ" in members_of("asean", on=date(2020, 12, 31))
    assert "ZZ" not in members_of("asean", on=date(2021, 1, 1))
    assert members_of("asean", on=date(1967, 8, 8)) == ["ID", "MY", "PH", "SG", "TH"]
    assert members_of("no such group", on=TODAY) == []


def test_a_country_that_leaves_a_group_is_absent_after_its_last_day(tables: Path, at: datetime) -> None:
    load_rows(actor=ACTOR, at=at, folder=tables)
    assert "BN" in members_of("asean", on=TODAY)
    path = tables / "territory_group_members.tsv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("asean\tBN\t1984-01-07\t\n", "asean\tBN\t1984-01-07\t2026-06-30\n"), encoding="utf-8"
    )
    report = load_rows(actor=ACTOR, at=at, folder=tables)
    assert (report.created, report.changed) == (0, 1)
    assert "BN" in members_of("asean", on=date(2026, 6, 30))
    assert "BN" not in members_of("asean", on=TODAY)


def test_prefixes_of_technology_fields(at: datetime) -> None:
    load_rows(actor=ACTOR, at=at)
    prefixes = technology_field_prefixes(on=TODAY)
    assert prefixes["B29C"] == "29"
    assert len(prefixes) == RowLink.objects.filter(kind="technology_field_prefix").count()


def test_the_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_reference")
    total = Row.objects.count() + RowLink.objects.count()
    assert capsys.readouterr().out == f"reference rows: {total} created, 0 changed, 0 unchanged\n"
    call_command("load_reference")
    assert capsys.readouterr().out == f"reference rows: 0 created, 0 changed, {Row.objects.count()} unchanged\n"
