"""The rule for gradients that are right on one side of zero and wrong on the other."""

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding
from grader.numerics.diagnosis.places import wrong_entries
from grader.numerics.diagnosis.whole import products
from grader.numerics.diagnosis.wrong import Wrong, multiple, near
from grader.numerics.ratios import name_ratio

MOST = 2  # products: of more, none is likelier
ENOUGH = 3  # entries on either side; fewer are there by accident
Mask = NDArray[np.bool_]


def wrong_side(wrong: Wrong) -> tuple[Finding, ...]:
    """Every entry is wrong where a known array has one sign, and right elsewhere."""
    is_wrong = wrong_entries(wrong)
    for name, array in wrong.scene.known.items():
        if array.shape != is_wrong.shape or not array.all():
            continue
        for side, there in (("positive", array > 0), ("negative", array < 0)):
            if min(there.sum(), (~there).sum()) < ENOUGH:
                continue
            if np.array_equal(is_wrong, there):
                return (_finding(wrong, name, side, there),)
    return ()


def _finding(wrong: Wrong, name: str, side: str, there: Mask) -> Finding:
    text = (
        f"It is wrong where {name} is {side} and right elsewhere: look at the slope "
        "of that side."
    )
    found = wrong.analytic[there]
    if not found.any():
        return Finding(f"side:{name}:{side}:zero", f"{text} There it is zero.")
    factor = multiple(found, wrong.numeric[there])
    named = factor and name_ratio(factor, wrong.scene.sizes, wrong.constants())
    formula = "" if named else _formula(wrong, there)
    if formula:
        code = f"side:{name}:{side}:{formula}"
        return Finding(code, f"{text} There it is exactly {formula}.")
    if not named:
        return Finding(f"side:{name}:{side}", text)
    there_is = f"There {named.text[0].lower()}{named.text[1:]}"
    return Finding(f"side:{name}:{side}:{named.code}", f"{text} {there_is}")


def _formula(wrong: Wrong, there: Mask) -> str:
    """Return the product, or the two, of known arrays that stands on the wrong side."""
    found, right = wrong.analytic[there], wrong.numeric[there]
    fits = [
        formula
        for formula, candidate in products(wrong)
        if candidate.shape == there.shape
        and near(found, candidate[there])
        and not near(right, candidate[there])
    ]
    return " or ".join(fits) if len(fits) <= MOST else ""
