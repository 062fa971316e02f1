"""The shipped weights on held-out real records.  The numbers are deterministic, so a miss is a change and no bad luck."""

from pathlib import Path

import opencc
import pytest

from patents.classification.classifier import Classifier
from patents.classification.documents import Document
from patents.classification.evaluation import Quality
from patents.classification.training.dataset import labelled_file, read_records
from patents.classification.training.sets import measure_held_out


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.load()


@pytest.fixture(scope="module")
def qualities(data_dir: Path, classifier: Classifier) -> dict[str, Quality]:
    return measure_held_out(data_dir, classifier, seed=classifier.seed)


@pytest.mark.parametrize(("source", "top1", "top3"), [("uspto-latam", 0.65, 0.82), ("zh-titles", 0.44, 0.65)])
def test_subclasses_reach_the_targets(qualities: dict[str, Quality], source: str, top1: float, top3: float) -> None:
    assert qualities[source].documents >= 700
    assert qualities[source].subclass_top1.value >= top1
    assert qualities[source].subclass_top3.value >= top3


@pytest.mark.parametrize("source", ["uspto-latam", "zh-titles", "patentscope-titles", "lens-titles"])
def test_scores_are_probabilities(qualities: dict[str, Quality], source: str) -> None:
    assert qualities[source].subclass_calibration_error.value <= 0.05
    assert qualities[source].section_calibration_error.value <= 0.05


def test_real_chinese_titles_get_the_same_in_both_scripts(data_dir: Path, classifier: Classifier) -> None:
    titles = [record.title for record in read_records(labelled_file(data_dir, "zh-titles"))][:2000]
    for configuration in ("s2t", "s2tw", "s2hk"):
        convert = opencc.OpenCC(configuration).convert
        traditional = classifier.suggest([Document(convert(title)) for title in titles])
        for one, other in zip(classifier.suggest([Document(title) for title in titles]), traditional, strict=True):
            assert other.suggestions == one.suggestions
            assert other.sections == one.sections
