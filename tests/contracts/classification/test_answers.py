"""What the shipped classifier answers to texts written for this test."""

from pathlib import Path

import opencc
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from patents.classification.classifier import Classifier
from patents.classification.documents import Document
from patents.classification.pipeline import load_pipeline, suggest, suggestions_for

TITLES = (
    "一种注塑机的模具冷却装置",
    "锂电池正极材料及其制备方法",
    "一种用于服装面料的染色设备",
    "食品包装盒及其封口结构",
    "家用空调的控制方法、装置和存储介质",
    "复合材料表面的覆膜工艺",
)


@pytest.mark.parametrize("configuration", ["s2t", "s2tw", "s2hk"])
def test_both_scripts_get_identical_suggestions(configuration: str) -> None:
    convert = opencc.OpenCC(configuration).convert
    for title in TITLES:
        simplified, traditional = suggest([Document(title), Document(convert(title))], explain=False)
        assert traditional.suggestions == simplified.suggestions
        assert traditional.sections == simplified.sections
        assert (simplified.language, traditional.language) == ("zh-Hans", "zh-Hant")


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("Injection moulding machine with a cooled mould for thermoplastic parts", "B29C"),
        ("Centrifugal pump with an impeller and a sealed bearing", "F04D"),
        ("注塑機的模具冷卻裝置", "B29C"),
        ("锂离子电池的正极材料", "H01M"),
    ],
)
def test_plain_cases(text: str, symbol: str) -> None:
    answer = suggestions_for(text)
    assert answer.suggestions[0].symbol == symbol
    assert answer.suggestions[0].words
    assert answer.sections[0].symbol == symbol[0]
    assert answer.scheme_version == "2026.01"


def test_the_words_that_spoke_stand_in_the_text() -> None:
    text = "Injection moulding machine with a cooled mould for thermoplastic parts"
    for item in suggestions_for(text).suggestions:
        assert len(item.words) <= 5
        assert all(word in text.casefold() for word in item.words)
    assert "moulding" in suggestions_for(text).suggestions[0].words


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "!!!", "한국어", "\ud800", "\x00"])
def test_a_text_that_says_nothing_gets_an_answer_and_the_advice_to_abstain(text: str) -> None:
    answer = suggestions_for(text)
    assert len(answer.suggestions) == 5
    assert len(answer.sections) == 8
    assert answer.abstained


def test_a_withdrawn_symbol_is_marked() -> None:
    answer = suggest([Document("Semiconductor device with a silicon substrate and a gate electrode")], top=100)[0]
    found = {item.symbol: item.is_current for item in answer.suggestions}
    assert found["H01L"] is False
    assert {symbol for symbol, is_current in found.items() if not is_current} <= Classifier.load().withdrawn
    assert found["H05K"] is True


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=6))
def test_an_answer_does_not_depend_on_the_company_of_others(texts: list[str]) -> None:
    documents = [Document(text) for text in texts]
    together = suggest(documents)
    for document, answer in zip(documents, together, strict=True):
        alone = suggest([document])[0]
        assert [round(item.score, 4) for item in alone.suggestions] == pytest.approx([item.score for item in answer.suggestions], abs=2e-4)


def test_the_first_line_is_read_as_the_title() -> None:
    assert suggestions_for("Pump\nIt has an impeller.").sections == suggest([Document("Pump", "It has an impeller.")])[0].sections


def test_the_component_works_on_plain_text_and_survives_the_disk(tmp_path: Path) -> None:
    nlp = load_pipeline()
    before = nlp("Centrifugal pump with an impeller")._.ipc
    assert before.suggestions[0].symbol == "F04D"
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)("Centrifugal pump with an impeller")._.ipc == before


def test_no_text_stays_in_the_memory_of_the_pipeline() -> None:
    suggestions_for("Zyxwvutsrq pump")
    assert "Zyxwvutsrq" not in load_pipeline().vocab.strings
