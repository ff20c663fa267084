"""The rule for a right answer that is a sum of terms: which one is wrong, and how."""

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array
from grader.numerics.diagnosis.wrong import CLAIM_RTOL, NOTHING, Wrong, near

Findings = tuple[Finding, ...]
TWO = 2.0


def terms(wrong: Wrong) -> Findings:
    """Name the terms that are missing, doubled, or enter with a wrong sign."""
    names = list(wrong.scene.terms)
    arrays = _as_large(wrong)
    if not arrays:
        return ()
    if not near(np.sum(arrays, axis=0), wrong.numeric):
        return ()  # the student's forward pass is another function
    matrix = np.stack([each.reshape(-1) for each in arrays], axis=1)
    if 2 * len(names) > len(matrix) or np.linalg.matrix_rank(matrix) < len(names):
        return ()
    shares = np.linalg.lstsq(matrix, wrong.analytic.reshape(-1), rcond=None)[0]
    if not wrong.equals((matrix @ shares).reshape(wrong.analytic.shape)):
        return ()
    return _named(wrong, dict(zip(names, map(float, shares), strict=True)))


def _as_large(wrong: Wrong) -> list[Array]:
    """Return the terms in the leaf's shape, [] where one of them does not fit."""
    shape = wrong.analytic.shape
    arrays = [np.asarray(each, float) for each in wrong.scene.terms.values()]
    if any(_extents(each, shape) != shape for each in arrays):
        return []
    return [np.broadcast_to(each, shape) for each in arrays]


def _extents(array: Array, shape: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(array.shape, shape)
    except ValueError:
        return ()


def _named(wrong: Wrong, shares: dict[str, float]) -> Findings:
    codes, sentences = [], []
    for name, share in shares.items():
        if abs(share - 1.0) <= CLAIM_RTOL * 10:
            continue
        code, sentence = _told(wrong, name, share)
        if not code:
            return ()
        codes.append(code)
        sentences.append(sentence)
    if not codes:
        return ()
    return (Finding(f"term:{','.join(codes)}", " ".join(sentences)),)


def _told(wrong: Wrong, name: str, share: float) -> tuple[str, str]:
    if abs(share) <= max(CLAIM_RTOL * 10, NOTHING):
        return f"{name}:missing", f"The term {name} is missing."
    if abs(share + 1.0) <= CLAIM_RTOL * 10:
        return f"{name}:sign", f"The term {name} enters with the opposite sign."
    if abs(share - TWO) <= CLAIM_RTOL * 10:
        return f"{name}:twice", f"The term {name} is added twice."
    factor = wrong.name_of(share)
    return (f"{name}:{factor}" if factor else ""), (
        f"The term {name} enters with a factor of {factor}."
    )
