"""A sum whose terms came in with other weights than they must."""

from collections.abc import Iterator, Mapping

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.comparison import RESIDUAL, SHARE, Comparison, alike
from grader.numerics.diagnosis.scene import Array
from grader.numerics.ratios import name_of

SAME = 1e-5  # weights this close are one weight
MOST = 2  # wrong weights: with more of them another cause is likelier
NAMES = {2.0: "twice", 0.5: "with half its weight"}


def wrong_terms(case: Comparison) -> Iterator[Finding]:
    """A term is missing, has the wrong sign, or comes with a factor."""
    terms = case.scene.terms
    found = weights(case.got, terms, case.error)
    total = sum(terms.values(), np.zeros_like(case.expected))
    if found is None or not alike(total, case.expected):
        return
    wrong = {name: c for name, c in found.items() if abs(c - 1.0) > SAME}
    if not 0 < len(wrong) <= min(MOST, len(terms) - 1):
        return
    said = {name: _said(name, weight, case) for name, weight in wrong.items()}
    code = "+".join(f"term:{name}:{short}" for name, (short, _) in said.items())
    yield Finding(code, " ".join(text for _, text in said.values()))


def weights(
    target: Array, terms: Mapping[str, Array], error: Array
) -> dict[str, float] | None:
    """Return the weights with which terms add up to `target`.

    Args:
        target: what is to be explained.
        terms: arrays of the same size, by name.
        error: how wrong `target` is; what is left over must be far less.

    Returns:
        one weight for each term, None where the terms do not explain the target
        or do not fix the weights.
    """
    if not terms or any(t.shape != target.shape for t in terms.values()):
        return None
    matrix = np.stack([t.ravel() for t in terms.values()], axis=1)
    scale = np.linalg.norm(matrix, axis=0)
    if target.size <= len(terms) or not scale.all():
        return None
    found, _, rank, _ = np.linalg.lstsq(matrix / scale, target.ravel(), rcond=RESIDUAL)
    left = np.linalg.norm(matrix / scale @ found - target.ravel())
    scales = np.linalg.norm(target), np.linalg.norm(scale)
    if rank < len(terms) or left > min(
        RESIDUAL * max(scales), SHARE * np.linalg.norm(error)
    ):
        return None
    return dict(zip(terms, map(float, found / scale), strict=True))


def _said(name: str, weight: float, case: Comparison) -> tuple[str, str]:
    """Return a weight for the code, and a sentence about it."""
    if abs(weight) <= SAME:
        return "0", f"The term {name} is missing."
    if abs(weight + 1.0) <= SAME:
        return "-1", f"The term {name} has the wrong sign."
    for known, said in NAMES.items():
        if abs(weight - known) <= SAME:
            return f"{known:g}", f"The term {name} comes in {said}."
    formula = name_of(weight, case.scene.sizes, case.scene.constants)
    if formula and " or " not in formula:
        text = f"The term {name} comes in {formula} times as strongly as it must."
        return formula, text
    return "other", f"The term {name} comes in {weight:.4g} times instead of once."
