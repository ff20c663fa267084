"""The rule for a right answer that is a sum of terms: which one is wrong, and how."""

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array
from grader.numerics.diagnosis.wrong import CLAIM_RTOL, Wrong, and_of, near

Findings = tuple[Finding, ...]
TWO = 2.0
SAME = CLAIM_RTOL * 10  # shares this close are one share
OTHER = "other"


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
    """Return one sentence for all terms that come in alike."""
    alike: dict[str, list[str]] = {}
    for name, share in shares.items():
        if abs(share - 1.0) > SAME:
            alike.setdefault(_share(wrong, share), []).append(name)
    if not alike or len(alike.get(OTHER, ())) > 1:
        return ()
    codes = [f"{name}:{how}" for how, names in alike.items() for name in names]
    sentences = [_told(how, names) for how, names in alike.items()]
    return (Finding(f"term:{','.join(codes)}", " ".join(sentences)),)


def _share(wrong: Wrong, share: float) -> str:
    """Return how a term comes in: a word, or a factor as a formula."""
    if abs(share) <= SAME:
        return "missing"
    if abs(share + 1.0) <= SAME:
        return "sign"
    if abs(share - TWO) <= SAME:
        return "twice"
    return wrong.name_of(share) or OTHER


def _told(how: str, names: list[str]) -> str:
    one = len(names) == 1
    who = f"The {'term' if one else 'terms'} {and_of(names)}"
    said = {
        "missing": f"{'is' if one else 'are'} missing",
        "sign": f"{'enters' if one else 'enter'} with the opposite sign",
        "twice": f"{'is' if one else 'are'} added twice",
        OTHER: f"{'enters' if one else 'enter'} with a wrong factor",
    }
    factor = f"{'enters' if one else 'enter'} with a factor of {how}"
    return f"{who} {said.get(how, factor)}."
