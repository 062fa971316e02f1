"""The shipped reference tables fit together: codes are unique, every language is there, what is referred to exists."""

import csv
from collections import Counter
from datetime import date
from functools import cache

import pytest

from ipmarket.reference.api.views import LISTS
from ipmarket.reference.enums import Confidence, RowList
from ipmarket.reference.services.load_rows import _TABLES, DATA
from patents.enums import LegalState, RightType, Stage
from patents.numbers import OFFICES

ROWS = sorted(_TABLES)
LINKS = ["technology_field_symbols.tsv", "territory_group_members.tsv"]


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def codes(name: str) -> set[str]:
    return {line["code"] for line in table(name)}


def test_every_file_is_read_and_every_list_has_one() -> None:
    assert sorted(path.name for path in DATA.glob("*.tsv")) == sorted([*ROWS, *LINKS])
    assert set(_TABLES.values()) == set(RowList) == set(LISTS.values())


@pytest.mark.parametrize("name", [*ROWS, *LINKS])
def test_lines_are_whole(name: str) -> None:
    text = (DATA / name).read_text(encoding="utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    lines = text.splitlines()
    widths = {line.count("\t") for line in lines}
    assert len(widths) == 1
    assert not [line for line in lines if any(cell != cell.strip() for cell in line.split("\t"))]


@pytest.mark.parametrize("name", ROWS)
def test_rows_have_a_code_three_languages_and_a_known_confidence(name: str) -> None:
    for line in table(name):
        assert 0 < len(line["code"]) <= 48, line
        for column in ("en", "zh_hant", "zh_hans"):
            assert 0 < len(line[column]) <= 200, (line["code"], column)
        assert line.get("confidence", "high") in Confidence.values, line
        for column in ("valid_from", "valid_to", "source_date"):
            if line.get(column):
                date.fromisoformat(line[column])
        assert len(line.get("source") or "") <= 200
    repeated = [code for code, times in Counter((line["code"], line.get("valid_from")) for line in table(name)).items() if times > 1]
    assert repeated == []


@pytest.mark.parametrize(
    ("name", "values"),
    [("legal_states.tsv", LegalState.values), ("right_types.tsv", RightType.values), ("stages.tsv", Stage.values)],
)
def test_closed_vocabularies_have_exactly_their_labels(name: str, values: list[str]) -> None:
    assert codes(name) == set(values)


def test_the_ten_measures_and_the_thirty_five_fields() -> None:
    assert len(codes("measures.tsv")) == 10
    assert codes("technology_fields.tsv") == {str(n) for n in range(1, 36)}
    assert {line["sector"] for line in table("technology_fields.tsv")} == codes("technology_sectors.tsv")
    assert len(codes("technology_sectors.tsv")) == 5


def test_every_symbol_leads_to_a_field_and_every_field_has_a_symbol() -> None:
    links = table("technology_field_symbols.tsv")
    assert {line["code"] for line in links} == codes("technology_fields.tsv")
    prefixes = Counter(line["symbol_prefix"] for line in links)
    assert [prefix for prefix, times in prefixes.items() if times > 1] == []
    assert not [prefix for prefix in prefixes if not (prefix[0] in "ABCDEFGH" and (len(prefix) == 1 or prefix[1:3].isdigit()))]


def test_members_are_countries_of_known_groups() -> None:
    members = table("territory_group_members.tsv")
    assert {line["country"] for line in members} <= codes("countries.tsv")
    assert {line["group"] for line in members} == codes("territory_groups.tsv")
    for line in members:
        if line["valid_from"] and line["valid_to"]:
            assert line["valid_from"] <= line["valid_to"]


def test_country_codes_are_two_letters_and_cover_the_offices_that_publish_most() -> None:
    known = codes("countries.tsv")
    assert all(len(code) == 2 and code.isalpha() and code.isupper() for code in known)
    assert {"HK", "CN", "TW", "MO", "US", "JP", "KR", "GB", "DE", "EP", "WO"} <= known & OFFICES


def test_the_two_scripts_differ_where_they_must() -> None:
    # A domain is written alike in every language.
    in_words = [name for name in ROWS if name not in {"free_mail_domains.tsv", "public_suffixes.tsv"}]
    same = [name for name in in_words if all(line["zh_hant"] == line["zh_hans"] for line in table(name))]
    assert same == []
