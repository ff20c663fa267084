"""What is known around one wrong array, for the rules that look for its cause."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


WORDS = {  # what one place along an axis is, by the axis's usual letter
    "N": "example",
    "D": "feature",
    "M": "output",
    "C": "channel",
    "T": "step",
}


def one_of(name: str) -> str:
    """Return what one place along an axis is: "feature (D)", or the name itself."""
    return f"{WORDS[name]} ({name})" if name in WORDS else name


@dataclass(frozen=True)
class Suspect:
    """A wrong formula with its result: if that is what came out, it is the cause.

    Attributes:
        code: a stable name.
        text: the sentence a student reads.
        result: what the formula gives here.
    """

    code: str
    text: str
    result: Array


@dataclass(frozen=True)
class Scene:
    """What is known around one wrong array.

    Attributes:
        name: what it is called: "dx", 'grads["W"]', "out".
        axes: the names of its axes, () where they are not known.
        sizes: the extent of every named axis of the problem, the leaf's or not.
        constants: numbers whose presence or absence has a meaning: "1 - ratio".
        known: arrays that may stand in a wrong place, by name: "x", "x_hat".
        terms: arrays whose sum is the right answer, by name.
        suspects: wrong formulas with their results.
        blocks: for an axis made of blocks, their names in order: gates.
    """

    name: str
    axes: tuple[str, ...] = ()
    sizes: Mapping[str, int] = field(default_factory=dict)
    constants: Mapping[str, float] = field(default_factory=dict)
    known: Mapping[str, Array] = field(default_factory=dict)
    terms: Mapping[str, Array] = field(default_factory=dict)
    suspects: tuple[Suspect, ...] = ()
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """How the outputs of a forward pass depend on one leaf.

    Attributes:
        jacobian: (outputs, leaf.size) derivatives, outputs flattened in order.
        upstream: the gradient for each output, in its own shape.
        axes: the names of each output's axes.
        names: what backward calls each gradient; () where it has no names for them.
    """

    jacobian: Array
    upstream: tuple[Array, ...]
    axes: tuple[tuple[str, ...], ...]
    names: tuple[str, ...] = ()
