"""The causes of wrong random numbers, for checks of what holds for nearly all draws.

    with drawn_by(noise, "half * (2 * u - 1)", {"half": half}, seed):
        require(abs(found.mean()) < 0.1, "the weights must lie around 0")

Whether numbers are right is up to the checks inside. Where one of them fails, the
numbers are held against those that the generator of this seed gives first: if they are
`std ** 2 * z`, the student reads so. If they come in another way, their form speaks.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from grader.checks.formulas import NO_NOTES, Parts, with_findings
from grader.errors import CheckFailed, CourseError, Finding
from grader.numerics.diagnosis.draws import explain_draws
from grader.numerics.diagnosis.formulas import evaluate, explain_formula
from grader.numerics.ratios import name_ratio
from grader.sandbox.messages import Value

Array = NDArray[np.float64]
ALIKE = 0.99
FEW = 3  # numbers that are all off by one factor
FIRST = 257  # numbers: what gives so many of them gives all
DRAWN = {"z": "rng.standard_normal(shape)", "u": "rng.random(shape)"}


@contextmanager
def drawn_by(
    got: Value,
    formula: str,
    parts: Parts,
    seed: int,
    *,
    notes: Mapping[str, str] = NO_NOTES,
) -> Iterator[None]:
    """Name the cause of a failure inside by how the numbers were drawn.

    Args:
        got: what the submission drew.
        formula: as in `follows`; "z" in it stands for standard normal numbers and "u"
            for numbers from 0 to 1, as many as there are entries.
        parts: what its other names stand for.
        seed: that of the fresh generator which drew them.
        notes: what further names stand for, where a student does not know it.
    """
    try:
        yield
    except CheckFailed as failed:
        found = _causes(got, formula, parts, seed, {**DRAWN, **notes})
        raise with_findings(failed, found) from failed


def _causes(
    got: Value, formula: str, parts: Parts, seed: int, notes: Mapping[str, str]
) -> tuple[Finding, ...]:
    if not isinstance(got, np.ndarray) or got.dtype.kind not in "fiub":
        return ()
    if not got.size or not np.isfinite(got).all():
        return ()
    found = got.astype(np.float64)
    names = {**parts, **_draws(seed, found.shape)}
    right = evaluate(formula, names)
    if right.shape != found.shape:
        msg = f"formula {formula!r} must have z or u in it."
        raise CourseError(msg)
    some = {name: _first(value, found.shape) for name, value in names.items()}
    if _are_alike(found, right):
        return ()
    first = _first(found, found.shape)
    exact = explain_formula(first, formula, some, notes=notes)
    return (
        *exact,
        *_times(first, _first(right, right.shape), parts),
        *explain_draws(found, right),
    )


def _times(found: Array, right: Array, parts: Parts) -> tuple[Finding, ...]:
    """Return the factor by which all numbers are off, if there is one."""
    square = float(right @ right)
    ratio = float(found @ right) / square if square and found.size >= FEW else 0.0
    if not ratio or not _are_alike(found, ratio * right):
        return ()
    arrays = {name: np.asarray(value, np.float64) for name, value in parts.items()}
    scalars = {name: float(a) for name, a in arrays.items() if not a.ndim}
    sizes = {k: int(v) for k, v in scalars.items() if v == round(v)}
    constants = {k: v for k, v in scalars.items() if k not in sizes}
    named = name_ratio(ratio, sizes, constants, "value")
    text = f"It is the right value times {ratio:.4g}, the same factor in every entry."
    finding = named or Finding("factor:other", text)
    return (dataclasses.replace(finding, is_fit=True),)


def _are_alike(found: Array, right: Array) -> bool:
    return np.allclose(found, right, rtol=0.0, atol=1e-9 * float(np.abs(found).max()))


def _draws(seed: int, shape: tuple[int, ...]) -> dict[str, Array]:
    """Return what a fresh generator gives first."""
    z = np.random.default_rng(seed).standard_normal(shape)
    return {"z": z, "u": np.random.default_rng(seed).random(shape)}


def _first(value: object, shape: tuple[int, ...]) -> Array:
    """Return the first entries of what has an entry for each number, else all."""
    array = np.asarray(value, np.float64)
    return array.reshape(-1)[:FIRST] if array.shape == shape else array


def are_drawn_apart(first: Array, second: Array, names: tuple[str, str]) -> None:
    """Name two rows of numbers that rise and fall together, for use in `narrowed`.

    Two hundred independent pairs are as much alike with probability below 1e-50.

    Raises:
        CheckFailed: the one has the order of the other.
    """
    ours, theirs = (np.argsort(np.argsort(each)) for each in (first, second))
    alike = float(np.corrcoef(ours, theirs)[0, 1])
    if abs(alike) > ALIKE:
        found = "alike" if alike > 0 else "opposite"
        msg = f"{names[0]} and {names[1]} must be independent, found them {found}."
        said = f"{names[0]} and {names[1]} are made of one draw, so they rise and fall "
        said += "together: draw each by itself."
        raise CheckFailed(msg, (Finding("draws:one for two", said),))


def each_turn_draws(values: Array, name: str) -> None:
    """Check that the turns of a loop do not all use the same draw.

    Raises:
        CheckFailed: all rows are the same.
    """
    if len(values) > 1 and not np.ptp(values, axis=0).any():
        msg = f"{len(values)} turns must draw {name} {len(values)} times, found once."
        said = "One draw serves all turns of the loop: draw anew in each."
        raise CheckFailed(msg, (Finding("draws:one for all turns", said),))
