"""Rules that look at the whole gradient: nothing there, a factor, another formula."""

import itertools
from collections.abc import Iterator, Mapping

import numpy as np

from grader.errors import Finding, Origin
from grader.numerics.diagnosis.scene import Array
from grader.numerics.diagnosis.wrong import (
    NOTHING,
    Wrong,
    multiple,
    near,
    norm,
    summed_to,
)
from grader.numerics.ratios import name_ratio

Findings = tuple[Finding, ...]
MATRIX = 2  # dimensions
WHOLE = 1e-5  # how near a factor is to a whole number that is one
ENOUGH = 3  # entries from which a common factor without a name is no accident


def suspects(wrong: Wrong) -> Findings:
    """A wrong formula of the suite's, and only one, gives exactly these numbers."""
    found = tuple(
        Finding(each.code, each.text, origin=Origin.SUSPECT)
        for each in wrong.scene.suspects
        if wrong.equals(np.asarray(each.result, float))
    )
    return found if len(found) == 1 else ()


def zero(wrong: Wrong) -> Findings:
    """Nothing was ever computed."""
    right = norm(wrong.numeric)
    if right <= NOTHING or norm(wrong.analytic) > 1e-12 * right:
        return ()
    text = "It is zero everywhere, as if it were never computed, or never stored"
    text += " in grads." if wrong.scene.name.startswith("grads[") else "."
    return (Finding("zero", text),)


def factor(wrong: Wrong) -> Findings:
    """One factor everywhere."""
    ratio = multiple(wrong.analytic, wrong.numeric)
    if ratio is None or not wrong.explained(wrong.analytic - ratio * wrong.numeric):
        return ()
    found = name_ratio(ratio, wrong.scene.sizes, wrong.constants())
    if found is not None:
        return (found,)
    if np.count_nonzero(np.abs(wrong.numeric) > NOTHING) < ENOUGH:
        return ()
    text = (
        f"It is the right gradient times one and the same number, {ratio:.4g} here: a "
        "constant factor is wrong"
    )
    grows = wrong.scene.name.startswith("grads[") and abs(ratio - round(ratio)) < WHOLE
    text += ", or grads grow with each call of backward." if grows else "."
    return (Finding("factor:other", text),)


def equals_known(wrong: Wrong) -> Findings:
    """A known array, or a named multiple of one, stands where it does not belong."""
    for name, array in wrong.known().items():
        for candidate, gone in summed_to(array, wrong.analytic.shape):
            if multiple(wrong.numeric, candidate) is not None:
                continue  # it belongs there, and only a factor is wrong
            what = _with_factor(wrong, candidate, name)
            if what:
                over = _over(wrong, name, array, gone)
                said = f"It is exactly {what}{over}, and that is not the whole formula."
                return (Finding(f"equals:{what}{over}", said),)
    return ()


def product(wrong: Wrong) -> Findings:
    """The upstream gradient times a known array: the wrong array, or too few."""
    for formula, candidate in products(wrong):
        belongs = multiple(wrong.numeric, candidate) is not None
        if wrong.equals(candidate) and not belongs:
            text = (
                f"It is exactly {formula}, and that is not the formula: a factor is "
                "another one, is missing or stands there too often, or a term is "
                "missing."
            )
            return (Finding(f"formula:{formula}", text),)
    return ()


def signs(wrong: Wrong) -> Findings:
    """The sizes are right and some signs are not."""
    sizes_off = np.abs(wrong.analytic) - np.abs(wrong.numeric)
    if not wrong.explained(sizes_off) or near(wrong.analytic, -wrong.numeric):
        return ()
    text = "Every size is right, and some signs are wrong: look for an abs or a minus."
    return (Finding("sign:some", text),)


def _with_factor(wrong: Wrong, candidate: Array, name: str) -> str:
    if wrong.equals(candidate):
        return name
    ratio = multiple(wrong.analytic, candidate)
    if ratio is None or not wrong.explained(wrong.analytic - ratio * candidate):
        return ""
    known_as = wrong.name_of(ratio)
    return f"{known_as} * {name}" if known_as else ""


def _over(wrong: Wrong, name: str, array: Array, gone: list[int]) -> str:
    if not gone:
        return ""
    named = dict(
        zip(wrong.upstream(), wrong.flow.axes if wrong.flow else (), strict=False)
    )
    axes = named.get(name, ())
    whole = len(axes) == array.ndim
    places = [axes[i] if whole else f"axis {i}" for i in gone]
    return f" summed over {', '.join(places)}"


def products(wrong: Wrong) -> Iterator[tuple[str, Array]]:
    """Yield the products of upstream with known arrays, with the formula of each."""
    upstream = wrong.upstream()
    others = {name: a for name, a in wrong.known().items() if name not in upstream}
    for (up, dout), (name, array) in itertools.product(
        upstream.items(), others.items()
    ):
        yield from _elementwise(wrong, (up, dout), (name, array))
        if dout.ndim == MATRIX and array.ndim == MATRIX:
            yield from _of_matrices((up, dout), (name, array))
    for (up, dout), made in itertools.product(upstream.items(), _made_of(others)):
        yield from _elementwise(wrong, (up, dout), made)


def _made_of(others: Mapping[str, Array]) -> Iterator[tuple[str, Array]]:
    """Yield squares, what they leave of 1, and products of two known arrays."""
    for name, array in others.items():
        yield f"{name}^2", array**2
        yield f"(1 - {name}^2)", 1.0 - array**2
        yield f"({name} + 1)", array + 1.0
    for (left, first), (right, second) in itertools.combinations(others.items(), 2):
        if first.shape == second.shape:
            yield f"{left} * {right}", first * second


def _elementwise(
    wrong: Wrong, left: tuple[str, Array], right: tuple[str, Array]
) -> Iterator[tuple[str, Array]]:
    (up, dout), (name, array) = left, right
    try:
        whole = np.broadcast_shapes(dout.shape, array.shape)
    except ValueError:
        return
    if whole != dout.shape:
        return
    for candidate, gone in summed_to(dout * array, wrong.analytic.shape):
        yield f"{up} * {name}{_over(wrong, up, dout, gone)}", candidate


def _of_matrices(
    left: tuple[str, Array], right: tuple[str, Array]
) -> Iterator[tuple[str, Array]]:
    (up, dout), (name, array) = left, right
    for first, second, formula in (
        (dout, array, f"{up} @ {name}"),
        (dout, array.T, f"{up} @ {name}.T"),
        (array.T, dout, f"{name}.T @ {up}"),
        (array, dout, f"{name} @ {up}"),
    ):
        if first.shape[1] == second.shape[0]:
            yield formula, first @ second
