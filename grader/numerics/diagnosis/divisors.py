"""What a step is divided by, where it is a push over a root plus a constant."""

from collections.abc import Iterator, Mapping

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array
from grader.numerics.diagnosis.value_terms import SAME, weights

ENOUGH = 4  # entries: two fix a line, two more confirm it
SIZE, SQUARE, ONE = "size", "square", "one"


def of_the_divisor(step: Array, right: Array, push: Array) -> Iterator[Finding]:
    """Yield how the divisor of a first step differs from |push| + a constant.

    Nothing is remembered before the first step, so a root there is the size of the
    push itself, up to a factor.

    Args:
        step: what the first step added.
        right: what it must add.
        push: the array that is divided, up to a factor.
    """
    if push.size < ENOUGH or not (step.all() and right.all() and push.all()):
        return
    size = np.abs(push)
    parts = {SIZE: size, SQUARE: size**2, ONE: np.ones_like(size)}
    found, wanted = np.abs(push / step), np.abs(push / right)
    plain = _fit(wanted, parts, SIZE, ONE)
    if not plain or min(plain.values()) <= SAME * max(plain.values()):
        return
    alone = _fit(found, parts, SIZE)
    if alone and abs(alone[SIZE] - plain[SIZE]) <= SAME * plain[SIZE]:
        text = "The step is divided by the root alone: the number that keeps the "
        yield Finding("divisor:alone", text + "division from one by zero is left out.")
    if _is_positive(_fit(found**2, parts, SQUARE, ONE)):
        text = "What is added to the divisor (eps) stands under the root: take the "
        yield Finding("divisor:in-root", text + "root first, then add it.")
    if _is_positive(_fit(found, parts, SQUARE, ONE)):
        text = "The step is divided by squares: the root is left out."
        yield Finding("divisor:no-root", text)


def _fit(target: Array, parts: Mapping[str, Array], *names: str) -> dict[str, float]:
    """Return with which weights some parts make up a divisor, {} if they do not."""
    return weights(target, {name: parts[name] for name in names}, target) or {}


def _is_positive(fitted: Mapping[str, float]) -> bool:
    return bool(fitted) and min(fitted.values()) > SAME * max(fitted.values())
