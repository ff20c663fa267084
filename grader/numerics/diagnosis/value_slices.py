"""Wrong in the same way all along an axis: an offset, a factor, or both per slice."""

from collections.abc import Iterator

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.comparison import (
    Comparison,
    is_visible,
    kept_axes,
)
from grader.numerics.diagnosis.scene import Array

ENOUGH = 4  # entries of a slice: two fix a line, two more confirm it
PAIR = 2
SAME = 1e-5  # factors this close are one factor


def known_offset(case: Comparison) -> Iterator[Finding]:
    """The error is a known array, everywhere or once per slice."""
    for name, array in case.scene.known.items():
        placed = list(_placed(array, case))
        if any(case.explained_by(case.expected - each) for each in placed):
            text = f"It is the right value minus {name}: that is not added, or it is "
            text += "subtracted where it does not belong."
            yield Finding(f"offset:-{name}", text)
        elif any(case.explained_by(case.expected + each) for each in placed):
            text = f"It is the right value plus {name}: {name} is added where it does "
            yield Finding(f"offset:{name}", text + "not belong, or not subtracted.")


def known_factor(case: Comparison) -> Iterator[Finding]:
    """The right value times a known array, or without a known factor."""
    if case.got.size < PAIR or not case.expected.any():
        return
    for name, array in case.scene.known.items():
        placed = list(_placed(array, case))
        if any(case.explained_by(case.expected * each) for each in placed):
            text = (
                f"It is the right value times {name}: {name} was multiplied in where "
            )
            yield Finding(f"factor:{name}", text + "it does not belong, or twice.")
        elif any(_is_missing(each, case) for each in placed):
            text = (
                f"It would be right after multiplying by {name}: the factor {name} is "
            )
            yield Finding(f"factor:1/{name}", text + "missing.")


def offset_of_slices(case: Comparison) -> Iterator[Finding]:
    """The error depends on some axes only: a bias, a mean."""
    for kept, others in kept_axes(case):
        mean = case.error.mean(axis=others, keepdims=True)
        if case.explained_by(case.expected + mean):
            one, said = case.named(kept), case.one_of(kept)
            same = case.named(_long(others, case))
            text = (
                f"It is right up to one offset for each {said}, the same for all of "
                f"{same}: what is added to or subtracted from each is missing, or "
                "wrong."
            )
            yield Finding(f"offset-per:{one}", text)
            return


NO_FACTOR = 1e-9


def factor_of_slices(case: Comparison) -> Iterator[Finding]:
    """One factor per slice: a scale, a standard deviation."""
    visible = is_visible(case.expected)
    for kept, others in kept_axes(case):
        if visible.sum(axis=others).min() < PAIR:
            continue
        square = (case.expected**2).sum(axis=others, keepdims=True)
        factor = (case.got * case.expected).sum(axis=others, keepdims=True) / square
        if np.abs(factor).min() < NO_FACTOR:
            continue  # what is 0 was left out, or written over
        if case.explained_by(factor * case.expected) and _differs(factor):
            one, said = case.named(kept), case.one_of(kept)
            text = (
                f"It is right up to one factor for each {said}: what each is "
                "multiplied with or divided by is missing, or wrong."
            )
            yield Finding(f"factor-per:{one}", text)
            return


def one_for_all(case: Comparison) -> Iterator[Finding]:
    """One number stands in all entries: the sum or the mean of the right ones."""
    if case.got.size < ENOUGH or np.ptp(case.got) > SAME * np.abs(case.got).max():
        return
    for code, verb, number in (
        ("sum", "added up", case.expected.sum()),
        ("mean", "averaged", case.expected.mean()),
    ):
        if case.explained_by(np.full_like(case.expected, number)):
            text = (
                f"All entries are one number, the {code} of the right ones: each entry "
                f"has its own, so nothing may be {verb} over the array."
            )
            yield Finding(f"one-for-all:{code}", text)


def line(case: Comparison) -> Iterator[Finding]:
    """One scale and one shift for all."""
    if np.unique(case.expected).size < ENOUGH:
        return
    got, right = (a - a.mean() for a in (case.got, case.expected))
    scale = float((got * right).sum() / (right**2).sum())
    shift = float(case.got.mean() - scale * case.expected.mean())
    if abs(scale) > SAME and case.explained_by(scale * case.expected + shift):
        text = f"It is right up to a scale and a shift: {scale:.4g} times the right "
        yield Finding("line", f"{text}value, and {shift:+.4g}, in every entry.")


def line_of_slices(case: Comparison) -> Iterator[Finding]:
    """A factor and an offset per slice: shifted and scaled by other numbers."""
    for kept, others in kept_axes(case):
        if case.got.size < ENOUGH * np.prod([case.got.shape[k] for k in kept]):
            continue
        got, right = (
            a - a.mean(axis=others, keepdims=True) for a in (case.got, case.expected)
        )
        square = (right**2).sum(axis=others, keepdims=True)
        if not square.all() or np.unique(case.expected).size < ENOUGH:
            continue
        factor = (got * right).sum(axis=others, keepdims=True) / square
        line = case.got.mean(axis=others, keepdims=True) + factor * right
        is_flat = np.abs(got).max() <= SAME * np.abs(case.got).max()
        if case.explained_by(line) and not is_flat:
            one, said = case.named(kept), case.one_of(kept)
            text = (
                f"It is right up to a scale and a shift for each {said}: look at what "
                "is subtracted, divided by, multiplied with and added for each."
            )
            yield Finding(f"line-per:{one}", text)
            return


def _placed(array: Array, case: Comparison) -> Iterator[Array]:
    """Yield a known array as it may stand in the result: whole, or along some axes."""
    if array.shape == case.got.shape and array.any():
        yield array
        return
    flat = array.squeeze()
    if not flat.ndim or not array.any():
        return
    for kept, _ in kept_axes(case):
        shape = tuple(case.got.shape[k] if k in kept else 1 for k in _axes(case))
        if tuple(size for size in shape if size > 1) == flat.shape:
            yield flat.reshape(shape)


def _is_missing(factor: Array, case: Comparison) -> bool:
    claim = np.array(np.broadcast_to(factor, case.got.shape))
    is_zero = claim == 0.0
    if (is_zero & case.wrong & (case.expected != 0.0)).any() or is_zero.all():
        return False
    safe = np.where(is_zero, 1.0, claim)
    return case.explained_by(np.where(is_zero, case.got, case.expected / safe))


def _differs(factor: Array) -> bool:
    return bool(np.ptp(factor) > SAME * np.abs(factor).max())


def _long(axes: tuple[int, ...], case: Comparison) -> tuple[int, ...]:
    return tuple(k for k in axes if case.got.shape[k] > 1)


def _axes(case: Comparison) -> range:
    return range(case.got.ndim)
