"""The shipped scheme and our plain labels: every section, class and subclass, once, in three languages."""

import csv
import re
from collections import Counter
from functools import cache

from patents.services.load_scheme import SHIPPED, VERSION
from tests.support.scripts import is_simplified, is_traditional

_CJK = re.compile(r"[\u4e00-\u9fff]")


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


def scheme_symbols() -> frozenset[str]:
    """Sections, classes and subclasses of the shipped scheme."""
    return frozenset(line["symbol"] for line in _table(f"ipc_{VERSION}.tsv"))


def labels() -> tuple[dict[str, str], ...]:
    return _table("labels_a_d.tsv") + _table("labels_e_h.tsv")


def test_the_scheme_holds_each_symbol_once_below_its_parent() -> None:
    lines = _table(f"ipc_{VERSION}.tsv")
    assert [symbol for symbol, times in Counter(line["symbol"] for line in lines).items() if times > 1] == []
    kinds = Counter(line["kind"] for line in lines)
    assert kinds["section"] == 8
    assert set(kinds) == {"section", "class", "subclass"}
    for line in lines:
        symbol = line["symbol"]
        assert re.fullmatch(r"[A-H](\d\d[A-Z]?)?", symbol), symbol
        assert line["kind"] == {1: "section", 3: "class", 4: "subclass"}[len(symbol)]
        assert len(symbol) == 1 or symbol[: 3 if len(symbol) == 4 else 1] in scheme_symbols()


def test_titles_name_their_source() -> None:
    lines = _table(f"ipc_{VERSION}.tsv")
    assert [line["symbol"] for line in lines if bool(line["title_en"]) != bool(line["title_source"])] == []
    assert {line["title_source"] for line in lines} <= {"", "ipc-2023.01", "cpc-2025.05"}
    titled = sum(bool(line["title_en"]) for line in lines if line["kind"] == "subclass")
    assert titled >= 0.95 * sum(line["kind"] == "subclass" for line in lines)


def test_every_symbol_has_one_label_in_three_languages() -> None:
    labelled = Counter(line["symbol"] for line in labels())
    assert [symbol for symbol, times in labelled.items() if times > 1] == []
    assert set(labelled) == scheme_symbols()
    wrong = [
        (line["symbol"], language)
        for line in labels()
        for language in ("en", "zh_hant", "zh_hans")
        if not (line[language] or "").strip() or line[language] != line[language].strip() or len(line[language]) > 80
    ]
    assert wrong == []


def test_labels_are_in_their_language() -> None:
    assert [line["symbol"] for line in labels() if _CJK.search(line["en"])] == []
    assert [line["symbol"] for line in labels() if not is_simplified(line["zh_hans"])] == []
    assert [line["symbol"] for line in labels() if not is_traditional(line["zh_hant"])] == []
    assert [line["symbol"] for line in labels() if not (_CJK.search(line["zh_hant"]) and _CJK.search(line["zh_hans"]))] == []


def test_labels_are_ours_and_not_the_offices_titles() -> None:
    titles = {line["symbol"]: line["title_en"].casefold() for line in _table(f"ipc_{VERSION}.tsv") if len(line["title_en"]) > 40}
    assert [line["symbol"] for line in labels() if line["en"].casefold() == titles.get(line["symbol"])] == []


def test_labels_tell_the_subclasses_of_a_class_apart() -> None:
    for language in ("en", "zh_hant", "zh_hans"):
        seen = Counter((line["symbol"][:3], line[language].casefold()) for line in labels() if len(line["symbol"]) == 4)
        assert [key for key, times in seen.items() if times > 1] == []


def test_the_example_of_the_product() -> None:
    (label,) = [line for line in labels() if line["symbol"] == "B29C"]
    assert label["en"].casefold() == "shaping plastics"
