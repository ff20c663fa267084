"""One array that the code names as a handout does, beside what it must hold."""

import msgspec
import numpy as np

from grader.checks import text
from grader.numerics import chains
from grader.numerics.closeness import Array, gradient_outside, worst
from grader.numerics.diagnosis.wrong import summed_to

MOST_BINDINGS = 3  # of a name: with more of them, nobody knows which one is meant


class Named(msgspec.Struct, frozen=True):
    """What one name was bound to.

    Attributes:
        name: as the code writes it.
        arrays: what it was bound to, one after the other.
    """

    name: str
    arrays: list[Array]


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of one name.

    Attributes:
        name: as the code writes it.
        told: the same with its shape, as a message lists it.
        wrong: what is wrong about it, "" where nothing is, or nobody knows.
        is_unknown: whether it may well mean something else.
        is_main: whether it is the handout's own name.
    """

    name: str
    told: str
    wrong: str = ""
    is_unknown: bool = False
    is_main: bool = True


def judged(laid: chains.Laid, name: str, named: Named) -> Verdict:
    """Return the verdict on what one name was bound to.

    A name may stand for several arrays of a chain: it is right if it once held any.

    Args:
        laid: the chain.
        name: the name there.
        named: what the code has.
    """
    meanings = [n for n, link in enumerate(laid.links) if name in link.names]
    is_main = any(laid.links[n].names[0] == name for n in meanings)
    noise = chains.noise(laid)
    right = [chains.expected(laid, number) for number in meanings]
    for array in named.arrays:
        for each in right:
            said = _right(array, each, noise, named.name)
            if said:
                return Verdict(named.name, said)
    extents = np.squeeze(right[0]).shape
    alike = [each for each in named.arrays if np.squeeze(each).shape == extents]
    if not alike or len(named.arrays) > MOST_BINDINGS:
        return Verdict(named.name, "", is_unknown=True, is_main=is_main)
    told = _told(named.name, alike[-1])
    return Verdict(named.name, told, _wrong(alike[-1], right[0], noise, named.name))


def _right(array: Array, right: Array, noise: float, name: str) -> str:
    """Return how an array is told that is right in some form, "" if it is not."""
    if _is_near(array, right, noise) or _is_near(array.T, right, noise):
        return _told(name, array)
    for summed, _ in summed_to(array, right.shape):
        if _is_near(summed, right, noise):
            return f"{_told(name, array)}, once summed to {text.shape(right.shape)},"
    return ""


def _is_near(array: Array, right: Array, noise: float) -> bool:
    """Whether two arrays hold the same numbers in the same order."""
    if array.size != right.size:
        return False
    return not gradient_outside(array.reshape(right.shape), right, noise).any()


def _wrong(array: Array, right: Array, noise: float, name: str) -> str:
    if _is_near(np.sort(array, axis=None), np.sort(right, axis=None), noise):
        return "it holds the right numbers in another order."
    wanted = right.reshape(array.shape)
    outside = gradient_outside(array, wanted, noise)
    found = worst(np.abs(array - wanted), outside, array, wanted)
    if found is None:  # which `_right` has seen before
        return ""
    at = f" at {text.place(name, found.index)}" if found.index else ""
    expected, got = text.number(found.expected), text.number(found.got)
    return f"expected {expected}, found {got}{at}."


def _told(name: str, array: Array) -> str:
    return f"{name} {text.shape(array.shape)}" if array.shape else name
