"""Rights that no office has classified get suggestions, marked as such; others are left alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from ipmarket.kernel.actor import Actor
from patents.classification.documents import Suggestion, SuggestionSet
from patents.models import ClassAssignment, Right
from patents.services import suggest_classes as service
from patents.services.suggest_classes import suggest_classes
from tests.factories.records import make_class, make_right, make_right_text
from tests.support.traces import Traces, traces

pytestmark = pytest.mark.django_db
ACTOR = Actor.system("test")


class Classifier:
    """Answers what a test says, and keeps what it was asked."""

    def __init__(self) -> None:
        self.scores: Sequence[tuple[str, float]] = (("B29C", 0.81234), ("B29B", 0.4), ("H01M", 0.3), ("A01B", 0.25))
        self.abstained = False
        self.asked: list[tuple[str, str | None]] = []

    def __call__(self, text: str, language: str | None = None, **bounds: int) -> SuggestionSet:
        self.asked.append((text, language))
        return SuggestionSet(
            tuple(Suggestion(s, p, is_current=s != "F24J") for s, p in self.scores), (Suggestion("B", 0.9),), self.abstained, "en"
        )


@pytest.fixture
def classifier(monkeypatch: pytest.MonkeyPatch) -> Classifier:
    stand_in = Classifier()
    monkeypatch.setattr(service, "suggestions_for", stand_in)
    return stand_in


def suggested() -> list[tuple[str, Decimal | None]]:
    rows = ClassAssignment.objects.filter(origin="suggested").order_by("position")
    return list(rows.values_list("symbol", "score"))


def test_the_three_best_are_stored(classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=(), titles={"en": "Clamp"}, abstracts={"en": "In two halves."})
    later = at + timedelta(hours=1)
    assert suggest_classes(actor=ACTOR, at=later, right_id=right.id) == 3
    assert classifier.asked == [("Clamp\nIn two halves.", "en")]
    assert suggested() == [("B29C", Decimal("0.8123")), ("B29B", Decimal("0.4000")), ("H01M", Decimal("0.3000"))]
    assert list(ClassAssignment.objects.order_by("position").values_list("scheme", "subclass", "position", "is_first")) == [
        ("ipc", "B29C", 0, False),
        ("ipc", "B29B", 1, False),
        ("ipc", "H01M", 2, False),
    ]
    assert Right.objects.values_list("version", "updated_at").get() == (2, later)
    assert traces() == Traces(
        entries=[
            (
                "patents.suggest_classes",
                "patents.right",
                str(right.id),
                {"suggested": []},
                {"suggested": ["B29C", "B29B", "H01M"]},
            )
        ],
        events=[("patents.right_changed", "patents.right", str(right.id), {"rightId": str(right.id)})],
    )


def test_the_same_answer_again_changes_nothing(classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=())
    suggest_classes(actor=ACTOR, at=at, right_id=right.id)
    before = (traces(), Right.objects.get().version)
    # The event of the first run calls this service again; without this the two would go on for ever.
    assert suggest_classes(actor=ACTOR, at=at + timedelta(hours=1), right_id=right.id) == 3
    assert (traces(), Right.objects.get().version) == before


def test_another_answer_replaces_the_earlier_one(classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=())
    suggest_classes(actor=ACTOR, at=at, right_id=right.id)
    classifier.scores = (("H01M", 0.6),)
    assert suggest_classes(actor=ACTOR, at=at, right_id=right.id) == 1
    assert suggested() == [("H01M", Decimal("0.6000"))]
    assert traces().entries[-1][3:] == ({"suggested": ["B29C", "B29B", "H01M"]}, {"suggested": ["H01M"]})


def test_a_score_at_the_bound_counts_and_one_below_does_not(classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=())
    classifier.scores = (("B29C", 0.2), ("B29B", 0.1999))
    assert suggest_classes(actor=ACTOR, at=at, right_id=right.id) == 1
    assert suggested() == [("B29C", Decimal("0.2000"))]


def test_a_withdrawn_subclass_is_not_suggested(classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=())
    classifier.scores = (("F24J", 0.9), ("H01M", 0.3))
    assert suggest_classes(actor=ACTOR, at=at, right_id=right.id) == 1
    assert suggested() == [("H01M", Decimal("0.3000"))]


def test_an_abstaining_classifier_takes_its_suggestions_back(classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=())
    suggest_classes(actor=ACTOR, at=at, right_id=right.id)
    classifier.abstained = True
    assert suggest_classes(actor=ACTOR, at=at, right_id=right.id) == 0
    assert suggested() == []


@pytest.mark.parametrize("origin", ["office", "owner"])
def test_a_right_with_classes_is_left_alone(origin: str, classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=())
    make_class(right=right, symbol="H01M", origin=origin)
    assert suggest_classes(actor=ACTOR, at=at, right_id=right.id) == 0
    assert (classifier.asked, suggested(), traces()) == ([], [], Traces([], []))


def test_a_right_without_text_and_an_absent_one_are_left_alone(classifier: Classifier, at: datetime) -> None:
    right = make_right("", classes=(), titles={})
    assert suggest_classes(actor=ACTOR, at=at, right_id=right.id) == 0
    assert suggest_classes(actor=ACTOR, at=at, right_id=uuid4()) == 0
    assert (classifier.asked, suggested(), traces()) == ([], [], Traces([], []))


def test_a_text_that_the_classifier_can_read_comes_before_others(classifier: Classifier, at: datetime) -> None:
    right = make_right(classes=(), titles={"de": "Klemme", "zh-Hant": "夾具"})
    suggest_classes(actor=ACTOR, at=at, right_id=right.id)
    make_right_text(right, "en", title="Clamp")
    suggest_classes(actor=ACTOR, at=at, right_id=right.id)
    assert classifier.asked == [("夾具", "zh-Hant"), ("Clamp", "en")]
