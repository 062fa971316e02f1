"""Turn raw scores into probabilities.

A logistic curve over the raw score and over properties of the whole document (its best scores, its length).  The
properties are the same for all symbols of a document, so the order of its symbols never changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """Probability = 1 / (1 + exp(−(weights · properties + intercept)))."""

    weights: tuple[float, ...]
    intercept: float

    def __call__(self, properties: Floats) -> Floats:
        """``properties`` has one row for each case."""
        exponent = properties @ np.asarray(self.weights) + self.intercept
        return np.asarray(1.0 / (1.0 + np.exp(-np.clip(exponent, -40.0, 40.0))))

    @classmethod
    def fit(cls, properties: Floats, outcomes: Floats, *, ridge: float = 1e-3, steps: int = 60) -> Logistic:
        """Newton's method on the log-loss with a little ridge; deterministic."""
        design = np.column_stack([properties, np.ones(len(properties))])
        parameters = np.zeros(design.shape[1])
        penalty = ridge * np.eye(design.shape[1])
        for _ in range(steps):
            probability = 1.0 / (1.0 + np.exp(-np.clip(design @ parameters, -40.0, 40.0)))
            gradient = design.T @ (probability - outcomes) + penalty @ parameters
            curvature = (design * (probability * (1.0 - probability))[:, None]).T @ design + penalty
            step = np.linalg.solve(curvature + 1e-9 * np.eye(len(parameters)), gradient)
            parameters -= step
            if float(np.abs(step).max()) < 1e-9:
                break
        return cls(tuple(float(value) for value in parameters[:-1]), float(parameters[-1]))

    def to_json(self) -> dict[str, object]:
        """Plain numbers for the metadata file."""
        return {"weights": list(self.weights), "intercept": self.intercept}

    @classmethod
    def from_json(cls, content: Mapping[str, object]) -> Logistic:
        """The reverse of ``to_json``."""
        weights, intercept = content["weights"], content["intercept"]
        if not isinstance(weights, list) or not isinstance(intercept, int | float):
            raise TypeError("A calibration needs a list of weights and an intercept.")
        return cls(tuple(float(value) for value in weights), float(intercept))


_BENDS = (0.1, 0.2, 0.35, 0.5, 0.7)
_LEAST_SCORE = 0.01


def symbol_properties(scores: Floats, length: Floats) -> Floats:
    """Properties of every (document, symbol) pair, document by document: ``scores`` is documents × symbols.

    ``length`` is the number of known features of each document.  The raw score enters as it is, with its logarithm and with
    a few bends, since the curve from scores to probabilities is no plain logistic one.
    """
    best = np.sort(np.partition(scores, -3, axis=1)[:, -3:], axis=1)[:, ::-1]
    common = np.column_stack([best[:, 0], best[:, 1], best[:, 2], np.log1p(length) / 10.0])
    own = scores.ravel()
    return np.column_stack(
        [
            own,
            np.log(np.maximum(own, _LEAST_SCORE)),
            *(np.maximum(own - bend, 0.0) for bend in _BENDS),
            *(np.repeat(common[:, index], scores.shape[1]) for index in range(common.shape[1])),
        ]
    )


def section_properties(probabilities: Floats, section_scores: Floats, membership: Floats) -> Floats:
    """Properties of every (document, section) pair.

    ``probabilities`` are those of the subclasses, ``section_scores`` what the head says of the sections themselves, and
    ``membership`` is subclasses × sections with ones.  Reading the subclasses as independent overstates a section, taking
    the best of them understates it; the truth lies between.
    """
    clipped = np.clip(probabilities, 1e-6, 1.0 - 1e-6)
    any_of = 1.0 - np.exp(np.log1p(-clipped) @ membership)
    best = np.stack([np.max(clipped[:, membership[:, index] > 0], axis=1) for index in range(membership.shape[1])], axis=1)
    leading = np.repeat(section_scores.max(axis=1), membership.shape[1])
    own = section_scores.ravel()
    bends = (np.maximum(own - bend, 0.0) for bend in _BENDS)
    return np.column_stack([_log_odds(any_of).ravel(), _log_odds(best).ravel(), own, leading, *bends])


def expected_calibration_error(probabilities: Floats, outcomes: Floats, *, bins: int = 15) -> float:
    """Mean distance between what was promised and what came, over bins of equal width, weighted by their size."""
    place = np.minimum((probabilities * bins).astype(int), bins - 1)
    size = np.bincount(place, minlength=bins)
    promised = np.bincount(place, weights=probabilities, minlength=bins)
    came = np.bincount(place, weights=outcomes, minlength=bins)
    return float(np.abs(promised - came).sum() / max(size.sum(), 1))


def _log_odds(probability: Floats) -> Floats:
    clipped = np.clip(probability, 1e-6, 1.0 - 1e-6)
    return np.asarray(np.log(clipped / (1.0 - clipped)))
