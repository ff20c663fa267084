"""One array that the code names as a handout does, beside what it must hold."""

from enum import StrEnum

import msgspec
import numpy as np

from grader.checks import text
from grader.numerics import chains
from grader.numerics.closeness import Array, gradient_outside
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


class State(StrEnum):
    """What an array is, beside what it must be."""

    RIGHT = "right"
    WRONG = "wrong"
    UNSUMMED = "unsummed"
    EARLIER = "earlier"  # what the name stands for nearer to the output
    OTHER = "other"  # it is called so for another reason
    UNKNOWN = "unknown"


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of one name.

    Attributes:
        name: as the code writes it.
        state: what it is.
        told: the name with its shape, as a message lists it.
        why: what is wrong about it, or what it lacks.
    """

    name: str
    state: State
    told: str = ""
    why: str = ""


def judged(laid: chains.Laid, name: str, named: Named) -> Verdict:
    """Return the verdict on what one name was bound to.

    A name may stand for several arrays of a chain; the handout's is the one nearest
    to the input. It is right if that one was the last to be bound to it, earlier if
    that was another of them, and unknown if it held any of them before something else.

    Args:
        laid: the chain.
        name: the name there.
        named: what the code has.
    """
    meanings = [n for n, link in enumerate(laid.links) if name in link.names]
    noise = chains.noise(laid)
    right = chains.expected(laid, meanings[0])
    last = named.arrays[-1]
    if _is_right(last, right, noise):
        return Verdict(named.name, State.RIGHT, _told(named.name, last))
    known = [right, *(chains.expected(laid, number) for number in meanings[1:])]
    if any(_is_right(a, b, noise) for a in named.arrays for b in known):
        is_right_nearer = any(_is_right(last, b, noise) for b in known[1:])
        state = State.EARLIER if is_right_nearer else State.OTHER
        return Verdict(named.name, state, _told(named.name, last))
    return _beside(
        named, right, noise, is_main=laid.links[meanings[0]].names[0] == name
    )


def _beside(named: Named, right: Array, noise: float, *, is_main: bool) -> Verdict:
    """Return the verdict on a name that nothing right was bound to."""
    array = named.arrays[-1]
    told, wanted = _told(named.name, array), np.squeeze(right).shape
    if any(_is_near(each, right, noise) for each, _ in summed_to(array, wanted)):
        return Verdict(named.name, State.UNSUMMED, told, text.shape(wanted))
    is_alike = np.squeeze(array).shape == wanted
    if is_alike and len(named.arrays) <= MOST_BINDINGS:
        why = _difference(array, right, noise, named.name)
        return Verdict(named.name, State.WRONG, told, why)
    return Verdict(named.name, State.UNKNOWN if is_main else State.OTHER)


def _is_right(array: Array, right: Array, noise: float) -> bool:
    """Whether an array is right, perhaps in another form."""
    return _is_near(array, right, noise) or _is_near(array.T, right, noise)


def _is_near(array: Array, right: Array, noise: float) -> bool:
    """Whether two arrays hold the same numbers in the same order."""
    if array.size != right.size:
        return False
    return not gradient_outside(array.reshape(right.shape), right, noise).any()


def _difference(array: Array, right: Array, noise: float, name: str) -> str:
    if _is_near(np.sort(array, axis=None), np.sort(right, axis=None), noise):
        return "it holds the right numbers in another order."
    wanted = right.reshape(array.shape)
    with np.errstate(invalid="ignore"):
        error = np.nan_to_num(np.abs(array - wanted), nan=np.inf)
    index = tuple(map(int, np.unravel_index(error.argmax(), error.shape)))
    expected, found = (
        text.number(float(each[index]) + 0.0) for each in (wanted, array)
    )
    at = f" at {text.place(name, index)}" if index else ""
    return f"expected {expected}, found {found}{at}."


def _told(name: str, array: Array) -> str:
    return f"{name} {text.shape(array.shape)}" if array.shape else name
