"""What is wrong with a forward value: the rules, most telling first."""

import dataclasses
import itertools
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import ArrayLike

from grader.errors import Finding, Origin
from grader.numerics.diagnosis import (
    value_noise,
    value_order,
    value_parts,
    value_slices,
)
from grader.numerics.diagnosis.comparison import Comparison, Rule, alike, is_visible
from grader.numerics.diagnosis.scene import Array, Scene, Suspect
from grader.numerics.diagnosis.value_gaps import explain_gaps
from grader.numerics.diagnosis.value_terms import wrong_terms
from grader.numerics.ratios import name_ratio

MANY = 50  # things of which a share may be taken
EXACT = 1e-12  # a share is a quotient of whole numbers, rounded once
FEW = 3  # numbers: one or two lie on a line with anything
TYPES: dict[str, tuple[type[np.floating], float]] = {  # with what they round off
    "half": (np.float16, 2.0**-11),
    "single": (np.float32, 2.0**-24),
}
NEARLY_ONE = 1e-3  # a factor that four digits hardly show
LOST = 100  # roundings that may add up


def explain_values(
    got: ArrayLike, expected: ArrayLike, scene: Scene
) -> tuple[Finding, ...]:
    """Return the causes that the numbers agree with, the likeliest first.

    Args:
        got: what was found.
        expected: what is right, of the same shape; complex numbers get no claim.
        scene: what is known around it.
    """
    found, right = np.asarray(got), np.asarray(expected)
    if found.shape != right.shape or "c" in found.dtype.kind + right.dtype.kind:
        return ()
    with np.errstate(all="ignore"):  # a product of large numbers is no claim
        return _explain(found.astype(np.float64), right.astype(np.float64), scene)


def _explain(got: Array, expected: Array, scene: Scene) -> tuple[Finding, ...]:
    same = ~np.isfinite(expected) & (
        (got == expected) | (np.isnan(got) & np.isnan(expected))
    )
    got, expected = np.where(same, 0.0, got), np.where(same, 0.0, expected)
    if not np.isfinite(expected).all():
        return ()
    if not np.isfinite(got).all():
        return explain_gaps(got, expected, scene)
    case = Comparison(got, expected, _finite(scene))
    if not case.wrong.any():
        return ()
    known = by_suspects(case, case.scene.suspects)
    if got.size <= FEW and _are_whole(got) and _are_whole(expected):
        return tuple(known)  # small whole numbers agree with anything
    fits = [finding for rule in RULES for finding in rule(case)]
    rules = (*LOOSE, *OF_NAMED_AXES) if case.scene.axes else LOOSE
    loose = itertools.islice((f for rule in rules for f in rule(case)), 1)
    places = value_parts.ends_of_any_axis(case) if case.scene.axes else ()
    digits = value_noise.seven_digits(case)
    found = [*known, *digits, *map(as_fit, [*fits, *loose, *places])]
    first: dict[str, Finding] = {}
    for finding in found:
        first.setdefault(finding.code, finding)
    return tuple(first.values())


def _are_whole(numbers: Array) -> bool:
    return np.array_equal(numbers, np.rint(numbers))


def as_fit(finding: Finding) -> Finding:
    """Return a finding that rests on numbers which happen to agree."""
    return dataclasses.replace(finding, is_fit=True)


def by_suspects(case: Comparison, suspects: tuple[Suspect, ...]) -> Iterator[Finding]:
    """Yield the wrong formula that gives what was found, if it is the only one."""
    found = [
        suspect
        for suspect in suspects
        if suspect.result.shape == case.got.shape and case.explained_by(suspect.result)
    ]
    if len(found) == 1:
        yield Finding(found[0].code, found[0].text, origin=Origin.SUSPECT)


def _finite(scene: Scene) -> Scene:
    """Return a scene without arrays that hold nan or inf: no sum or product of them."""
    kept = {n: a for n, a in scene.known.items() if np.isfinite(a).all()}
    are_finite = all(np.isfinite(a).all() for a in scene.terms.values())
    return Scene(
        scene.name,
        scene.axes,
        scene.sizes,
        scene.constants,
        kept,
        scene.terms if are_finite else {},
        tuple(s for s in scene.suspects if np.isfinite(s.result).all()),
        scene.blocks,
    )


def _zeros(case: Comparison) -> Iterator[Finding]:
    if case.got.size > 1 and not case.got.any():
        text = "It is zero everywhere: was it never computed, overwritten, multiplied "
        text += "by 0, cut to whole numbers, or is it the difference of two equal ones?"
        yield Finding("zeros", text)


def _equals_known(case: Comparison) -> Iterator[Finding]:
    for name, array in case.scene.known.items():
        if array.shape != case.got.shape or not array.any():
            continue
        if case.explained_by(array):
            yield Finding(f"equals:{name}", f"It is exactly {name}.")
        elif case.explained_by(-array):
            yield Finding(f"equals:-{name}", f"It is {name} with the opposite sign.")


def _named_factor(case: Comparison) -> Iterator[Finding]:
    ratio = _ratio(case)
    if ratio is None:
        return
    is_count = case.got.size < FEW and _is_share(case.got) and _is_share(case.expected)
    if is_count and ratio > 0 and name_ratio(ratio, {}, {}) is not None:
        return  # 2 of 6 where 4 of 6 are right: half by chance
    found = name_ratio(ratio, case.scene.sizes, case.scene.constants, "value")
    if found is not None:
        yield found


def _other_factor(case: Comparison) -> Iterator[Finding]:
    ratio = _ratio(case)
    if ratio is None or _kinds(case.expected[is_visible(case.expected)]) < FEW:
        return
    text = f"It is the right value times {ratio:.4g}, the same factor in every entry."
    if abs(ratio - 1) < NEARLY_ONE:
        size = "large" if ratio > 1 else "small"
        text = (
            f"It is too {size} by {abs(ratio - 1):.1g} of its value in every entry: is "
            "a small number such as eps added where it does not belong?"
        )
    yield Finding("factor:other", text)


def _named_offset(case: Comparison) -> Iterator[Finding]:
    offset = float(case.error.mean())
    if not case.explained_by(case.expected + offset):
        return
    for name, value in {**case.scene.constants, "1": 1.0}.items():
        shown = name if name == f"{value:g}" else f"{name} ({value:.6g})"
        if _is(offset, value):
            text = f"It is the right value plus {shown}, everywhere: {name} is added "
            yield Finding(f"offset:{name}", text + "where it does not belong.")
        elif _is(offset, -value):
            text = f"It is the right value minus {shown}, everywhere: {name} is "
            text += "subtracted where it does not belong, or was not added."
            yield Finding(f"offset:-{name}", text)


def _other_offset(case: Comparison) -> Iterator[Finding]:
    offset = float(case.error.mean())
    if _kinds(case.expected) < FEW:
        return
    if case.explained_by(case.expected + offset):
        text = f"It is right up to a constant: {offset:+.4g} in every entry."
        yield Finding("offset:other", text)


def _functions(case: Comparison) -> Iterator[Finding]:
    if not case.expected.any():
        return
    for code, text, result in _of_the_right_value(case.expected):
        if np.isfinite(result).all() and case.explained_by(result):
            yield Finding(f"function:{code}", text)


def _of_the_right_value(right: Array) -> Iterator[tuple[str, str, Array]]:
    """Yield what may have been applied once too often, or not at all."""
    is_positive = bool((right > 0).all())
    it, often = "of the right value", "was taken once too often"
    square = f"It is the square {it}: a root is missing, or a square {often}."
    yield "square", square, right**2
    rest = "It is 1 minus the right value: a sign is wrong, sides are exchanged, or "
    rest += "the opposite is counted."
    yield "complement", rest, 1.0 - right
    if is_positive:
        root = f"It is the root {it}: a square is missing, or a root {often}."
        yield "root", root, np.sqrt(right)
        log = f"It is the logarithm {it}: an exp is missing, or a logarithm {often}."
        yield "log", log, np.log(right)
    if right.all():
        inverse = "It is 1 over the right value: a division is upside down."
        yield "inverse", inverse, 1.0 / right
    if float(right.max()) < np.log(np.finfo(np.float64).max):
        exponential = f"It is exp {it}: a logarithm is missing, or an exp {often}."
        yield "exp", exponential, np.exp(right)


def _rounded(case: Comparison) -> Iterator[Finding]:
    """The numbers lost their digits: whole, half or single precision."""
    if case.got.size < FEW or not case.got.any():
        return
    if _are_whole(case.expected):
        return  # any precision holds small whole numbers
    if np.array_equal(case.got, np.trunc(case.expected)):
        text = "It is the right value without its fraction: something is converted to "
        yield Finding("integers", text + "integers, or stored in an array of integers.")
        return
    for name, (kind, unit) in TYPES.items():
        narrow = case.got.astype(kind)
        close = LOST * unit * float(np.abs(case.expected).max())
        if np.array_equal(narrow, case.got) and np.abs(case.error).max() <= close:
            text = f"Its numbers have only {name} precision ({np.dtype(kind)}): keep "
            yield Finding(f"precision:{name}", text + "the dtype of the input.")
            return


def _is_share(numbers: Array) -> bool:
    """Whether each is so many of a small number of things, as an accuracy is."""
    return all(
        0 <= number <= 1
        and abs(float(Fraction(number).limit_denominator(MANY)) - number) < EXACT
        for number in numbers.ravel().tolist()
    )


def _kinds(numbers: Array) -> int:
    """Return how many different numbers there are."""
    return int(np.unique(numbers).size)


def _ratio(case: Comparison) -> float | None:
    """Return the factor between what was found and what is right, if it is one."""
    square = float((case.expected**2).sum())
    if not square:
        return None
    ratio = float((case.got * case.expected).sum()) / square
    is_factor = bool(ratio) and alike(case.got, ratio * case.expected)
    return ratio if is_factor and case.explained_by(ratio * case.expected) else None


def _is(offset: float, value: float) -> bool:
    return bool(value) and abs(offset - value) <= 1e-6 * abs(value)


RULES: tuple[Rule, ...] = (
    _zeros,
    _equals_known,
    _named_factor,
    value_order.swapped,
    value_order.reversed_along,
    value_order.shifted,
    wrong_terms,
    _named_offset,
    value_slices.known_offset,
    value_slices.known_factor,
    _functions,
    _rounded,
    value_noise.rounded_on_the_way,
    value_slices.one_for_all,
    value_parts.signs,
    value_parts.clipped,
    value_parts.in_blocks,
    value_parts.on_one_side,
    value_parts.in_a_range,
    value_parts.ends,
    value_parts.one_number,
)
LOOSE: tuple[Rule, ...] = (  # what fits one of them fits those after it as well
    _other_offset,
    _other_factor,
    value_slices.line,
)
OF_NAMED_AXES: tuple[Rule, ...] = (  # "one factor per axis 1" helps nobody
    value_slices.offset_of_slices,
    value_slices.factor_of_slices,
    value_order.mixed,
    value_slices.line_of_slices,
)
