"""The curves and the calibration error, on numbers that can be worked out by hand."""

import numpy as np
import pytest

from patents.classification.calibration import Logistic, expected_calibration_error
from patents.classification.documents import band_of


def test_a_curve_finds_the_odds_of_two_groups() -> None:
    properties = np.array([[0.0]] * 4 + [[1.0]] * 4)
    outcomes = np.array([1, 0, 0, 0, 1, 1, 1, 0], dtype=float)
    curve = Logistic.fit(properties, outcomes, ridge=0.0)
    assert curve(np.array([[0.0], [1.0]])) == pytest.approx([0.25, 0.75], abs=1e-6)


def test_a_curve_survives_json_and_refuses_what_is_none() -> None:
    curve = Logistic((1.5, -2.0), 0.25)
    assert Logistic.from_json(curve.to_json()) == curve
    with pytest.raises(TypeError, match="list of weights"):
        Logistic.from_json({"weights": 3, "intercept": 0.0})


def test_extreme_scores_neither_overflow_nor_leave_the_unit_interval() -> None:
    assert Logistic((1e9,), 0.0)(np.array([[1.0], [-1.0]])) == pytest.approx([1.0, 0.0], abs=1e-12)


def test_calibration_error_by_hand() -> None:
    # Four promises of 0.9 of which two came, and four of 0.1 of which none came: (4·0.4 + 4·0.1) / 8.
    promised = np.array([0.9] * 4 + [0.1] * 4)
    came = np.array([1, 1, 0, 0, 0, 0, 0, 0], dtype=float)
    assert expected_calibration_error(promised, came) == pytest.approx(0.25)
    assert expected_calibration_error(np.array([1.0, 0.0]), np.array([1.0, 0.0])) == 0.0


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (1.0, "very_likely"), (0.75, "very_likely"), (0.749999, "likely"), (0.5, "likely"),
        (0.499999, "possible"), (0.2, "possible"), (0.199999, "unlikely"), (0.0, "unlikely"),
    ],
)  # fmt: skip
def test_bands_begin_where_they_say(score: float, band: str) -> None:
    assert band_of(score) == band
