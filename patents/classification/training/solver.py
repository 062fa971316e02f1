"""One-vs-rest least squares in the space of documents, with exact leave-one-out scores.

The documents are fewer than the features, so all symbols are solved at once from the matrix of similarities between
documents.  Leave-one-out scores come with it at no further training run; calibration is fitted on them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.linalg
import scipy.sparse

F32 = npt.NDArray[np.float32]
BIAS = np.float32(0.1)
_DENSE_SHARE = 0.01
_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Solution:
    """``weights`` is features × symbols; ``left_out`` holds, for each document, its scores from all other documents."""

    weights: F32
    bias: F32
    fitted: F32
    left_out: F32


def similarities(vectors: scipy.sparse.csr_matrix) -> F32:
    """Inner products of all pairs of documents; frequent features through dense multiplication, the rest sparse."""
    frequency = np.bincount(vectors.indices, minlength=vectors.shape[1])
    frequent = frequency > _DENSE_SHARE * vectors.shape[0]
    rare = vectors[:, np.flatnonzero(~frequent)]
    common = vectors[:, np.flatnonzero(frequent)].toarray()
    result = common @ common.T
    for first in range(0, vectors.shape[0], _ROWS):
        result[first : first + _ROWS] += (rare[first : first + _ROWS] @ rare.T).toarray()
    return np.asarray(result, dtype=np.float32)


def solve(vectors: scipy.sparse.csr_matrix, labels: F32, importance: F32, *, penalty: float) -> Solution:
    """Ridge regression to the labels (0 or 1).  ``importance`` weighs each document's squared error."""
    kernel = similarities(vectors) + BIAS
    system = kernel + np.diag(np.float32(penalty) / importance)
    factor, failed = scipy.linalg.lapack.spotrf(system.T, lower=1, overwrite_a=1)
    if failed:
        raise ArithmeticError("The similarities are not positive definite; raise the penalty.")
    dual, _ = scipy.linalg.lapack.spotrs(factor, labels, lower=1)
    inverse, _ = scipy.linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    left_out = labels - dual / np.diag(inverse)[:, None]
    return Solution(
        weights=np.asarray((vectors.T @ dual), dtype=np.float32),
        bias=np.asarray(BIAS * dual.sum(axis=0), dtype=np.float32),
        fitted=np.asarray(kernel @ dual, dtype=np.float32),
        left_out=np.asarray(left_out, dtype=np.float32),
    )
