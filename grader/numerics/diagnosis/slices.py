"""Rules for what differs from slice to slice: a missing factor, a missing term."""

import itertools
from collections.abc import Iterator

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, one_of
from grader.numerics.diagnosis.wrong import (
    CLAIM_RTOL,
    NOTHING,
    Wrong,
    multiple,
    norm,
    summed_to,
)

Findings = tuple[Finding, ...]
LONG = 3  # an error that is constant along two places may be an accident
LONG_FOR_TWO = 4  # likewise where it has two parts


def factor_per_slice(wrong: Wrong) -> Findings:
    """One factor for each place of some axes, such as a missing gamma."""
    for keep in _kept(wrong.analytic.ndim, least=1):
        factors = _fitted(wrong.analytic, wrong.numeric, keep)
        if 2 * factors.size > wrong.analytic.size or _is_one_number(factors):
            continue
        if not wrong.explained(wrong.analytic - factors * wrong.numeric):
            continue
        names = ", ".join(wrong.axis(i) for i in keep)
        how = _recognized(wrong, factors.reshape(-1))
        each = ", ".join(one_of(wrong.axis(i)) for i in keep)
        text = f"It is the right gradient times one factor for each {each}"
        if how:
            verb, known = how.split(" ", 1)
            said = "is missing" if verb == "missing" else "came in once too often"
            return (Finding(f"slices:{names}:{how}", f"{text}: {known} {said}."),)
        cause = "what each is multiplied with or divided by is wrong or missing"
        return (Finding(f"slices:{names}", f"{text}: {cause}."),)
    return ()


def _is_one_number(array: Array) -> bool:
    return bool(np.ptp(array) <= CLAIM_RTOL * np.abs(array).max())


def missing_or_added(wrong: Wrong) -> Findings:
    """The error is a multiple of a known array: a path or a term is wrong."""
    upstream = wrong.upstream()
    for name, array in {**upstream, **wrong.known()}.items():
        for candidate, gone in summed_to(array, wrong.analytic.shape):
            if multiple(wrong.numeric, candidate) is not None:
                continue  # it is the whole gradient, no term of it
            share = _fitted(wrong.error, candidate, ())
            if wrong.analytic.size < LONG or not _explains(wrong, share * candidate):
                continue
            what = f"the sum of {name}" if gone else name
            if norm(candidate) > NOTHING:
                return (_term(wrong, what, float(share.item()), name in upstream),)
    return ()


def _term(wrong: Wrong, what: str, share: float, is_upstream: bool) -> Finding:  # noqa: FBT001
    known_as = wrong.name_of(share)
    if abs(share + 1.0) <= CLAIM_RTOL:
        text = f"What is missing is exactly {what}"
        why = ": a path that hands it on unchanged (such as a skip) is left out."
        return Finding(f"missing:{what}", text + (why if is_upstream else "."))
    if abs(share - 1.0) <= CLAIM_RTOL:
        text = f"It is too large by exactly {what}: it was added once too often."
        return Finding(f"added:{what}", text)
    if known_as:
        text = (
            f"It is off by exactly {known_as} * {what}: look for a term with {what} "
            "that is missing or wrong."
        )
        return Finding(f"term:{known_as} * {what}", text)
    text = (
        f"It is off by a multiple of {what}: a term with {what} is missing, has a "
        "wrong factor, or does not belong there."
    )
    return Finding(f"multiple:{what}", text)


def along_axis(wrong: Wrong) -> Findings:
    """The error is constant along an axis, a multiple of a known array, or both."""
    return tuple(
        itertools.chain(
            _constant(wrong), _multiples_per_slice(wrong), _constant_and_multiple(wrong)
        )
    )[:1]


def _constant(wrong: Wrong) -> Iterator[Finding]:
    if wrong.error.size >= LONG and _is_one_number(wrong.error):
        text = (
            "It is off by the same amount everywhere: look for a number that is added "
            "and does not belong, or for a mean over everything that is left out."
        )
        yield Finding("offset:everywhere", text)
    for axis, size in enumerate(wrong.error.shape):
        mean = wrong.error.mean(axis=axis, keepdims=True)
        if size >= LONG and _explains(wrong, np.broadcast_to(mean, wrong.error.shape)):
            name = wrong.axis(axis)
            text = (
                f"It is off by the same amount in every {_line(wrong, axis)}: look for "
                f"a mean or a sum over {name} that is missing or wrong."
            )
            yield Finding(f"offset:{name}", text)


def _multiples_per_slice(wrong: Wrong) -> Iterator[Finding]:
    for (name, array), keep in itertools.product(
        _alike(wrong).items(), list(_kept(wrong.error.ndim, least=1))
    ):
        shares = _fitted(wrong.error, array, keep)
        if 2 * shares.size > wrong.error.size or _is_one_number(shares):
            continue
        if _explains(wrong, shares * array):
            names = ", ".join(wrong.axis(i) for i in keep)
            text = (
                f"It is off by a multiple of {name}, one for each {names}: look for a "
                f"term with {name} that is missing or wrong (in a normalization: the "
                "path through the variance)."
            )
            yield Finding(f"multiple:{name}:{names}", text)


def _constant_and_multiple(wrong: Wrong) -> Iterator[Finding]:
    for (name, array), axis in itertools.product(
        _alike(wrong).items(), range(wrong.error.ndim)
    ):
        if wrong.error.shape[axis] < LONG_FOR_TWO:
            continue
        mean = wrong.error.mean(axis=axis, keepdims=True)
        varying = array - array.mean(axis=axis, keepdims=True)
        keep = tuple(i for i in range(wrong.error.ndim) if i != axis)
        shares = _fitted(wrong.error - mean, varying, keep)
        if _explains(wrong, shares * array):
            continue  # there is no other part
        if not _explains(wrong, mean + shares * varying):
            continue
        over = wrong.axis(axis)
        if norm(mean) <= CLAIM_RTOL * norm(wrong.error):
            text = (
                f"It is off by a multiple of ({name} - its mean over {over}): look for "
                "a term that is missing or wrong (in a normalization: the path through "
                "the variance)."
            )
            yield Finding(f"multiple:centred {name}", text)
        else:
            text = (
                "It is off by an amount that is the same in every "
                f"{_line(wrong, axis)}, and by a multiple of {name}: look for a "
                f"mean over {over} and a term with {name} that are missing, wrong, or "
                "do not belong there (in a normalization: the paths through the mean "
                "and the variance)."
            )
            yield Finding(f"offset:{over}+multiple:{name}", text)


def _line(wrong: Wrong, axis: int) -> str:
    """Return what lies along an axis: "row (N)" in a table, else "example (N)"."""
    name, is_table = wrong.axis(axis), wrong.error.ndim == len("ND")
    return f"row ({name})" if is_table and axis == 0 else one_of(name)


def _alike(wrong: Wrong) -> dict[str, Array]:
    return {k: a for k, a in wrong.known().items() if a.shape == wrong.error.shape}


def _explains(wrong: Wrong, part: Array) -> bool:
    """Whether a part of the right shape is the whole error, up to noise."""
    rest = norm(wrong.error - part)
    return rest <= CLAIM_RTOL * norm(wrong.analytic) and rest <= 1e-3 * norm(
        wrong.error
    )


def _fitted(found: Array, of: Array, keep: tuple[int, ...]) -> Array:
    """Return the best factors, one for each place of the axes that are kept.

    Where there is nothing to be multiplied, any factor fits: it gets their mean.
    """
    gone = tuple(i for i in range(found.ndim) if i not in keep)
    square = (of * of).sum(axis=gone, keepdims=True)
    empty = square <= NOTHING**2
    share = (found * of).sum(axis=gone, keepdims=True) / np.where(empty, 1.0, square)
    return np.where(empty, share[~empty].mean() if not empty.all() else 1.0, share)


def _kept(ndim: int, least: int) -> Iterator[tuple[int, ...]]:
    for count in range(least, ndim):
        yield from itertools.combinations(range(ndim), count)


def _recognized(wrong: Wrong, factors: Array) -> str:
    """Return "missing gamma" or "extra gamma" where the factors are a known array."""
    for name, array in wrong.known().items():
        flat = array.reshape(-1)
        if flat.size != factors.size or not flat.all():
            continue
        if norm(factors * flat - 1.0) <= CLAIM_RTOL * factors.size:
            return f"missing {name}"
        if norm(factors - flat) <= CLAIM_RTOL * norm(flat):
            return f"extra {name}"
    return ""
