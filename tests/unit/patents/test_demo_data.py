"""The demo data set is whole: keys and numbers are unique, three languages everywhere, dates in order, references resolve."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from ipmarket.accounts.enums import Language, MemberRole, OrganisationKind, PlatformRole
from ipmarket.kernel.text import Translated
from patents.demo.reading import DATA, digest, entries, translated
from patents.enums import LegalState, RightType, Stage
from patents.numbers import parse
from tests.support.scripts import is_simplified, is_traditional
from tests.unit.patents.test_class_labels import scheme_symbols
from tests.unit.reference.test_tables import codes

LANGUAGES = {"en", "zh_hant", "zh_hans"}
GRANTED = {"in_force", "lapsed", "expired", "revoked"}
NEWEST_DAY = date(2026, 11, 21)
RIGHT_KEYS = {
    "key", "owner", "family", "right_type", "office", "application_number", "filing_date", "publications", "grant_date",
    "expiry_date", "priorities", "title", "original_language", "abstract", "claims", "applicants", "inventors", "classes",
    "status", "measures", "citations",
}  # fmt: skip
TECHNOLOGY_TEXTS = ("title", "summary", "process", "equipment", "capacity")
_CJK = re.compile(r"[\u4e00-\u9fff]")


@cache
def rights() -> tuple[dict[str, Any], ...]:
    return tuple(entries("patents_*.yaml"))


@cache
def technologies() -> tuple[dict[str, Any], ...]:
    return tuple(entries("technologies_*.yaml"))


@cache
def organisations() -> dict[str, dict[str, Any]]:
    return {entry["key"]: entry for entry in entries("organisations.yaml")}


def texts() -> Iterator[tuple[str, dict[str, str]]]:
    """Every text of the set with where it stands."""
    for key, organisation in organisations().items():
        yield key, organisation["name"]
    for right in rights():
        for name in ("title", "abstract"):
            yield f"{right['key']}.{name}", right[name]
    for technology in technologies():
        for name in TECHNOLOGY_TEXTS:
            yield f"{technology['key']}.{name}", technology[name]
        if technology["unit_cost"]:
            yield f"{technology['key']}.per", technology["unit_cost"]["per"]


def repeated(values: Iterator[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_the_set_is_as_large_as_promised() -> None:
    assert len(rights()) + len(technologies()) >= 60
    assert len(technologies()) >= 20


def test_every_file_says_that_it_is_invented() -> None:
    for path in DATA.glob("*.yaml"):
        assert "emo data, invented" in path.read_text(encoding="utf-8").split("\n", 1)[0], path.name


def test_keys_addresses_and_registration_numbers_are_unique() -> None:
    people = list(entries("people.yaml"))
    assert repeated(entry["key"] for entry in [*entries("organisations.yaml"), *rights(), *technologies()]) == []
    assert repeated(entry["email"].lower() for entry in people) == []
    assert repeated(entry["registration_number"] for entry in organisations().values()) == []


def test_every_text_stands_in_three_languages() -> None:
    wrong = [
        (where, language)
        for where, text in texts()
        for language in LANGUAGES
        if set(text) != LANGUAGES or not isinstance(text[language], str) or not text[language].strip()
    ]
    assert wrong == []


def test_each_language_stands_in_its_own_column() -> None:
    assert [where for where, text in texts() if _CJK.search(text["en"])] == []
    assert [where for where, text in texts() if not (_CJK.search(text["zh_hant"]) and _CJK.search(text["zh_hans"]))] == []
    assert [where for where, text in texts() if not is_simplified(text["zh_hans"])] == []
    assert [where for where, text in texts() if not is_traditional(text["zh_hant"])] == []


def test_organisations_are_plainly_invented() -> None:
    for organisation in organisations().values():
        name = organisation["name"]
        assert re.search("Sample|Example|Demo", name["en"]), name
        assert re.search("示範|樣例", name["zh_hant"]), name
        assert re.search("示范|样例", name["zh_hans"]), name
        assert organisation["kind"] in OrganisationKind.values
        assert organisation["sector"] is None or organisation["sector"] in codes("sectors.tsv")
        assert organisation["registration_number"].startswith("DEMO-")


def test_people_belong_to_organisations_and_can_never_get_mail() -> None:
    for person in entries("people.yaml"):
        assert person["email"].rsplit(".", 1)[-1] in {"example", "test", "invalid"}, person
        assert person["organisation"] is None or person["organisation"] in organisations(), person
        assert person["role"] in MemberRole.values, person
        assert person["language"] in Language.values, person
        assert set(person["platform_roles"]) <= set(PlatformRole.values), person
    assert any("operator" in person["platform_roles"] for person in entries("people.yaml"))


def test_numbers_are_read_unique_and_of_their_office() -> None:
    numbers = [
        (right["office"], parse(f"{publication['number']}{publication['kind'] or ''}"))
        for right in rights()
        for publication in right["publications"]
    ]
    assert [number.key for office, number in numbers if number.office != office] == []
    assert repeated(number.key for _, number in numbers) == []
    assert repeated(right["application_number"] for right in rights() if right["application_number"]) == []


@pytest.mark.parametrize("right", rights(), ids=lambda right: str(right["key"]))
def test_a_right(right: dict[str, Any]) -> None:
    assert set(right) == RIGHT_KEYS
    assert right["right_type"] in RightType.values
    assert right["original_language"] in Language.values
    assert {right["owner"], *right["applicants"]} <= set(organisations())
    assert set(right["measures"]) <= codes("measures.tsv")
    assert right["office"] in codes("countries.tsv")
    assert set(right["claims"]) <= {right["original_language"]}
    published = [publication["date"] for publication in right["publications"]]
    assert published == sorted(published)
    assert all(day >= right["filing_date"] for day in published)
    assert all(priority["date"] <= right["filing_date"] for priority in right["priorities"])
    status = right["status"]
    assert status["state"] in LegalState.values
    assert status["source"]
    assert max([right["filing_date"], *published]) <= status["as_of"] <= NEWEST_DAY
    assert (status["state"] in GRANTED) == bool(right["grant_date"])
    if right["grant_date"]:
        assert all(day <= right["grant_date"] for day in published)
        # What was revoked never had a term.
        assert status["state"] == LegalState.REVOKED or right["expiry_date"] > right["grant_date"]
    if right["right_type"] == RightType.HK_STANDARD_O:
        # Original grant patents can be applied for since that day.
        assert right["filing_date"] >= date(2019, 12, 19)
    if right["right_type"] == RightType.HK_STANDARD_R:
        # Re-registration needs a designated application elsewhere.
        assert {r["office"] for r in rights() if r["family"] == right["family"]} & {"CN", "EP", "GB"}


@pytest.mark.parametrize("technology", technologies(), ids=lambda technology: str(technology["key"]))
def test_a_technology(technology: dict[str, Any]) -> None:
    assert technology["owner"] in organisations()
    assert technology["stage"] in Stage.values
    assert 1 <= technology["trl"] <= 9
    assert technology["audience"] in {"public", "registered"}
    assert set(technology["measures"]) <= codes("measures.tsv")
    assert set(technology["sectors"]) <= codes("sectors.tsv")
    assert set(technology["rights"]) <= {right["key"] for right in rights()}
    cost = technology["unit_cost"]
    if cost:
        assert type(cost["amount_minor"]) is int
        assert cost["amount_minor"] > 0
        assert cost["currency"] in {"HKD", "CNY", "USD"}
    for name, longest in (("title", 200), ("capacity", 300)):
        assert all(len(text) <= longest for text in technology[name].values())


def test_classes_are_of_the_shipped_scheme_and_one_is_first() -> None:
    known = scheme_symbols()
    for entry in [*rights(), *technologies()]:
        ipc = [c for c in entry["classes"] if c["scheme"] == "ipc"]
        assert [c["symbol"] for c in ipc if c["symbol"][:4] not in known] == [], entry["key"]
        assert [c["first"] for c in ipc].count(True) == 1, entry["key"]
        assert repeated((c["scheme"], c["symbol"]) for c in entry["classes"]) == [], entry["key"]
        assert all(re.fullmatch(r"[A-HY]\d\d[A-Z]( \d{1,4}/\d{2,6})?", c["symbol"]) for c in entry["classes"]), entry["key"]


def test_priorities_and_citations_name_what_is_in_the_set() -> None:
    filed = {right["application_number"] for right in rights()}
    published = {parse(f"{p['number']}{p['kind'] or ''}").key for right in rights() for p in right["publications"]}
    assert [(right["key"], p["number"]) for right in rights() for p in right["priorities"] if p["number"] not in filed] == []
    cited = [(right["key"], c["number"]) for right in rights() for c in right["citations"] if "number" in c]
    assert [(key, number) for key, number in cited if parse(number).key not in published] == []
    assert cited


def test_families_have_two_to_four_members_and_one_title() -> None:
    families: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for right in rights():
        if right["family"]:
            families[right["family"]].append(right)
    assert {key: len(members) for key, members in families.items() if not 2 <= len(members) <= 4} == {}
    assert [key for key, members in families.items() if len({m["title"]["en"] for m in members}) != 1] == []
    inventions = {right["title"]["en"]: right["family"] or right["key"] for right in rights()}
    assert len(inventions) == len(set(inventions.values())) == len({right["family"] or right["key"] for right in rights()})


def test_reading_folds_lines_and_counts_every_file() -> None:
    assert translated({"en": " Clamp\n", "zh_hant": ""}) == Translated(en="Clamp")
    assert translated(None) == Translated()
    assert re.fullmatch(r"[0-9a-f]{64}", digest())
