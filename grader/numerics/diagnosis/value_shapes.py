"""A result of the wrong shape or dtype: what would make it right."""

import dataclasses
import itertools
from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from grader.errors import Finding
from grader.numerics.diagnosis.comparison import alike
from grader.numerics.diagnosis.scene import Array, Scene

MOST_AXES = 5  # of 5 axes there are 120 orders
MANY = 3  # axes: more than one way to transpose them


def explain_shape_of_values(
    got: ArrayLike, expected: ArrayLike, scene: Scene
) -> tuple[Finding, ...]:
    """Return what makes an array of the wrong shape right, and what its shape says.

    Args:
        got: what was found.
        expected: what is right, of another shape.
        scene: names of the axes of what is right.
    """
    found, right = np.asarray(got), np.asarray(expected)
    findings: list[Finding] = []
    if not {found.dtype.kind, right.dtype.kind} - set("biuf"):
        wide = found.astype(np.float64), right.astype(np.float64)
        with np.errstate(all="ignore"):  # nan and inf are not alike anything
            made = itertools.islice(_made_right(*wide, scene), 1)
            findings.extend(dataclasses.replace(f, is_fit=True) for f in made)
    findings.extend(explain_shape(found.shape, right.shape, scene))
    return tuple(findings)


def explain_shape(
    got: tuple[int, ...], right: tuple[int, ...], scene: Scene
) -> tuple[Finding, ...]:
    """Return what a wrong shape says where the numbers say nothing."""
    return (*explain_form(got, right, scene), _plain(got, right, scene))


def explain_form(
    got: tuple[int, ...], right: tuple[int, ...], scene: Scene
) -> tuple[Finding, ...]:
    """Return what a wrong shape says where it says something for certain."""
    return tuple(itertools.islice(_by_form(got, right, scene), 1))


def explain_dtype(found: np.dtype, wanted: np.dtype) -> Finding:
    """Return what to do about a result of another dtype."""
    text = f"It is {found} and must be {wanted}: "
    if found.kind in "iub" and wanted.kind == "f":
        text += (
            "whole numbers went in and nothing made floats of them, or .astype, "
            "dtype=, //, or writing into an array of whole numbers cuts off the "
            "fractions. Compute with floats: 1.0 * x makes them."
        )
    elif found == np.float16:
        text += (
            "NumPy makes float16 of the smallest whole numbers, int8 and uint8. Make "
            "floats of whole numbers first: 1.0 * x."
        )
    elif found.kind == wanted.kind == "f" and found.itemsize > wanted.itemsize:
        text += (
            f"something on the way is {found}, such as a new array without a dtype, "
            "what a generator draws, a NumPy number made from a Python one, np.where "
            "of two numbers, or .astype."
        )
    else:
        text += (
            f"a dtype= or .astype asks for {found}, it is made like an array of "
            f"{found}, as zeros_like does, or NumPy makes it of whole numbers of few "
            "bytes, such as int16: begin with 1.0 * x."
        )
    return Finding(f"wrong-dtype:{found}", text)


def _made_right(got: Array, right: Array, scene: Scene) -> Iterator[Finding]:
    """Yield what turns `got` into what is right, by its numbers."""
    if not right.size or not got.size:
        return
    yield from _rearranged(got, right)
    yield from _reduced(got, right, scene)
    yield from _kept_too_little(got, right, scene)


def _rearranged(got: Array, right: Array) -> Iterator[Finding]:
    if got.size != right.size:
        return
    if got.ndim == right.ndim and got.ndim <= MOST_AXES:
        for order in itertools.permutations(range(got.ndim)):
            turned = got.transpose(order)
            if turned.shape == right.shape and alike(turned, right):
                how = ".T" if got.ndim < MANY else f".transpose{order}"
                text = (
                    "The numbers are right, with the axes in another order: "
                    f"{how} of it would be right."
                )
                yield Finding("shape:transposed", text)
    flat = got.reshape(right.shape)
    if not alike(flat, right):
        return
    if got.squeeze().shape == right.squeeze().shape:
        more = got.ndim - right.ndim
        some = "is an axis" if abs(more) == 1 else f"are {abs(more)} axes"
        it = "it" if abs(more) == 1 else "them"
        way = f"many: drop {it}." if more > 0 else f"few: keep {it} (keepdims)."
        text = f"The numbers are right, but there {some} of length 1 too {way}"
        yield Finding("shape:length-1", text)
    else:
        text = (
            "The numbers are right, in another shape: a reshape is missing, or there "
        )
        text += "is one too many."
        yield Finding("shape:reshape", text)


def _reduced(got: Array, right: Array, scene: Scene) -> Iterator[Finding]:
    """Yield by which sum or mean `got` would be right."""
    axes = range(got.ndim)
    for count in range(1, got.ndim + 1):
        for some in itertools.combinations(axes, count):
            for code, verb in (("sum", "adding it up"), ("mean", "taking its mean")):
                reduced = got.sum(some) if code == "sum" else got.mean(some)
                if reduced.size == right.size and alike(
                    reduced.reshape(right.shape), right
                ):
                    over = _lost(got.shape, some, scene)
                    yield Finding(
                        f"shape:{code}", f"It would be right after {verb} {over}."
                    )


def _kept_too_little(got: Array, right: Array, scene: Scene) -> Iterator[Finding]:
    """Yield over which axis `got` was added up, or averaged, and must not be."""
    for axis in range(right.ndim):
        for said, reduced in (
            ("summed", right.sum(axis)),
            ("averaged", right.mean(axis)),
        ):
            if got.size > 1 and reduced.size == got.size:
                over = _axis(axis, scene)
                text = f"It is {said} over {over}, and must keep one entry for each."
                if alike(got.reshape(reduced.shape), reduced):
                    yield Finding(f"shape:{said}:{over}", text)


def _lost(shape: tuple[int, ...], axes: tuple[int, ...], scene: Scene) -> str:
    """Return "over N", by name where just one axis of the problem is so long."""
    if len(axes) == len(shape):
        return "over all entries"
    parts = []
    for axis in axes:
        names = [name for name, size in scene.sizes.items() if size == shape[axis]]
        parts.append(names[0] if len(names) == 1 else f"its axis {axis}")
    return "over " + " and ".join(parts)


def _by_form(
    got: tuple[int, ...], right: tuple[int, ...], scene: Scene
) -> Iterator[Finding]:
    """Yield what the shapes alone say."""
    yield from _same_but_for_ones(got, right)
    if len(got) < len(right) and np.prod(got) == np.prod(right):
        text = (
            f"It has as many entries as it must, with {_axes(len(got))} in place of "
            f"{len(right)}: the way back into that shape is missing at the end. Where "
            "axes were moved before a reshape, go back in the opposite order."
        )
        yield Finding("shape:not-brought-back", text)
    if _is_a_choice(got, right):
        text = (
            "Indexing with a mask keeps only the chosen entries, in a row of their "
            "own: to keep the shape, multiply by the mask."
        )
        yield Finding("shape:chosen", text)
    long = max(right, default=1)
    if got == (long, long) and long > 1 and np.prod(right) == long:
        name = _by_size(long, scene) or str(long)
        text = (
            f"Arrays of shape ({name},) and ({name}, 1) met somewhere, and that makes "
            f"({name}, {name}): give both the same shape, with keepdims=True perhaps."
        )
        yield Finding("shape:broadcast", text)
    if got != right and sorted(got) == sorted(right):
        text = (
            "Its axes stand in another order: a transpose is missing or one too many, "
            "or arrays were joined along another axis."
        )
        yield Finding("shape:axes-exchanged", text)


def _is_a_choice(got: tuple[int, ...], right: tuple[int, ...]) -> bool:
    """Whether it can only be some of all entries: no axis or axes are so long."""
    if len(got) != 1 or len(right) < 2 or not 0 < got[0] < np.prod(right):  # noqa: PLR2004 - a vector has no shape to lose
        return False
    lengths = {
        int(np.prod(some))
        for count in range(1, len(right) + 1)
        for some in itertools.combinations(right, count)
    }
    return got[0] not in lengths


def _same_but_for_ones(
    got: tuple[int, ...], right: tuple[int, ...]
) -> Iterator[Finding]:
    """Yield what to do about axes of length 1, where nothing else is wrong."""
    more = len(got) - len(right)
    if more < -1 or not more:
        return
    if [n for n in got if n != 1] != [n for n in right if n != 1]:
        return
    if more > 0:
        some = "an axis" if more == 1 else f"{more} axes"
        text = f"It has {some} of length 1 too many: it was made with that, or "
        text += "keepdims=True, a column of shape (n, 1) or a sum over too few axes "
        text += "left it behind."
    else:
        text = "It lacks an axis of length 1: look for a sum or maximum without "
        text += "keepdims=True, squeeze, an index, concatenate in place of stack, or a "
        text += "missing np.newaxis."
    yield Finding("shape:ones", text)


def _plain(got: tuple[int, ...], right: tuple[int, ...], scene: Scene) -> Finding:
    names = f" ({', '.join(scene.axes)})" if scene.axes else ""
    counts = f"It has {_axes(len(got))} and must have {len(right)}{names}: look for "
    if len(got) > len(right):
        text = counts + "a missing sum, mean or maximum, or for shapes that do not "
        text += "fit each other."
    elif len(got) < len(right):
        text = counts + "a sum over too many axes, or for a missing keepdims=True."
    else:
        text = f"{_lengths(got, right, scene)}: print the shape after every line to "
        text += "see where that comes from."
    return Finding("wrong-shape", text)


def _lengths(got: tuple[int, ...], right: tuple[int, ...], scene: Scene) -> str:
    """Return which axes have another length, and whose it is if that is known."""
    told = []
    for n, (found, wanted) in enumerate(zip(got, right, strict=True)):
        if found != wanted:
            name = f" ({scene.axes[n]})" if scene.axes else ""
            whose = _by_size(found, scene)
            of = f", which is {whose}," if whose else ""
            axis = f"axis {n}{name}" if len(got) > 1 else "it"
            told.append(f"{axis} has length {found}{of} in place of {wanted}")
    text = "; ".join(told)
    return text[:1].upper() + text[1:]


def _axes(count: int) -> str:
    return "1 axis" if count == 1 else f"{count} axes"


def _axis(position: int, scene: Scene) -> str:
    return scene.axes[position] if scene.axes else f"axis {position}"


def _by_size(size: int, scene: Scene) -> str:
    names = [name for name, extent in scene.sizes.items() if extent == size]
    return names[0] if len(names) == 1 else ""
