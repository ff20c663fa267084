"""Open checks of unit 5: what goes from layer to layer.

The weights are handed out by an `init` of the suite's own, so every output follows from
the one before it, whatever the input was.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
GIVEN = '''
class Given:
    """An init that hands out given matrices in turn."""

    def __init__(self, weights):
        self.weights, self.calls = list(weights), 0

    def __call__(self, shape, rng, *more):
        if more:
            takes = "init takes a shape, which is one tuple, and rng"
            raise TypeError(f"{takes}: found {2 + len(more)} arguments")
        self.calls += 1
        return self.weights[(self.calls - 1) % len(self.weights)]


def leaky(x):
    return (x + abs(x)) / 2 + (x - abs(x)) / 4
'''
ALONE = (
    "One array comes back, what the last layer gives: append what comes out of every "
    "layer to a list, and return the list."
)
AGAIN = "Every layer gets the input of the network: what comes out must go on."
BIAS = "The same numbers are added for every example: these layers have no bias."
MISSING = (
    "An output is missing: there must be one of each layer, n_layers in all. Look at "
    "where append and return stand, in the loop or behind it."
)
INPUT = "The list begins with the input, which is no layer: leave it out."
SHIFTED = (
    "The list begins with the input, which is no layer: append what comes out of each "
    "activation."
)
NO_BEND = "The activation is left out: it must follow each product, the last one, too."
ONE_ARRAY = (
    "All arrays of the list are equal: append an array of its own for every layer, "
    "which no later layer writes into."
)
LINEAR = "The activation is never applied: it must follow each product."
LAST_LINEAR = (
    "The activation of the last layer is left out: it must follow each product, the "
    "last one, too."
)
WRITTEN = (
    "An array of your list changes after it is appended: `x @= w` writes into it, and "
    "x = x @ w makes a new one."
)
WRITTEN_OR_NONE = (
    "It is the activation of outputs[0] as it stands in your list: either `x @= w` "
    "writes into the array in the list, or the product is left out."
)
BACKWARDS = "The last layer comes first: the list begins with the first layer."
NO_RETURN = "None comes back: is a return missing?"
NEVER = "init is never called: the weights come from the init that is given."
NUMBERS = (
    "The list holds no arrays: append what comes out itself, not a statistic of it."
)


@exercise("5.7")
def test_two_layers_by_hand(student: Student, rng: Rng) -> None:
    """activation_statistics feeds output 1 into the layer of handout section 6.2."""
    weights = np.array([[[1.0, 1.0], [0.0, 1.0]], [[2.0, 4.0], [-1.0, 1.0]]])

    first, second = layers(student, weights, rng, n_samples=3)

    a, b = first.T
    z = np.stack([2 * a - b, 4 * a + b], axis=1)
    known = {"what goes into its activation": z}
    outs = np.stack([first, second])
    of_second = {code: (s, v[0]) for code, (s, v) in suspects(outs, weights).items()}
    del of_second["layers:linear"]  # of the first layer nothing is known
    of_second["layers:last-linear"] = NO_BEND, z
    of_second["layers:written"] = WRITTEN_OR_NONE, leaky(first)
    clues = Clues(known=known, suspects=of_second)
    close(second, leaky(z), made_from(0), clues=clues)


@exercise("5.7")
def test_three_layers_in_turn(student: Student, rng: Rng) -> None:
    """activation_statistics gives activation(previous output @ weights) each time."""
    weights = rng.normal(size=(3, 5, 5))

    outs = layers(student, weights, rng, n_samples=7)

    bent = leaky(outs[:-1])  # of layers that write into the list
    written = np.concatenate([bent[:-1] @ weights[2:], bent[-1:]])
    all_of_them = {**suspects(outs, weights), "layers:written": (WRITTEN, written)}
    fitting = {
        code: (said, value)
        for code, (said, value) in all_of_them.items()
        if np.allclose(outs[1:], value, rtol=1e-9, atol=1e-9)
    }
    for k, right in enumerate(leaky(outs[:-1] @ weights[1:])):
        of_this = {code: (said, value[k]) for code, (said, value) in fitting.items()}
        clues = Clues(axes={made_from(k): "N D"}, suspects=of_this)
        close(outs[k + 1], right, made_from(k), clues=clues)


def made_from(k: int) -> str:
    """Return what the output after output k is called."""
    return f"outputs[{k + 1}], made from your outputs[{k}]"


def leaky(x: Array) -> Array:
    """Return x where it is positive, and half of it elsewhere."""
    return np.where(x > 0, x, x / 2)


def suspects(outs: Array, weights: Array) -> dict[str, tuple[str, Array]]:
    """Return what may come out of all layers but the first in place of the right."""
    came, w = outs[:-1], weights[1:]
    z = came @ w
    before = np.where(outs > 0, outs, 2 * outs)  # the activation undone
    x = before[0] @ np.linalg.inv(weights[0])
    turned = np.allclose(outs[:-1], leaky(outs[1:] @ weights[:0:-1]))
    are_one, none = bool((outs == outs[0]).all()), np.full_like(z, np.nan)
    bias = (before[1:] - z).mean(axis=1, keepdims=True)
    return {
        "layers:transposed": (
            "The weights are transposed: multiply by them as they are, from the right.",
            leaky(came @ w.swapaxes(1, 2)),
        ),
        "layers:before": (
            "The list holds what goes into the activations: append what comes out.",
            leaky(came) @ w,
        ),
        "layers:linear": (LINEAR, z),
        "layers:last-linear": (
            LAST_LINEAR,
            np.concatenate([leaky(z[:-1]), z[-1:]]),
        ),
        "layers:one-array": (ONE_ARRAY, outs[1:] if are_one else none),
        "layers:unbent": (
            "The product goes on without its activation: send on what you append.",
            leaky(before[:-1] @ w),
        ),
        "layers:input": (SHIFTED, leaky(came @ weights[:-1])),
        "layers:one-matrix": (
            "One matrix serves all layers: call init anew for each of them.",
            leaky(came @ weights[0]),
        ),
        "layers:reversed": (
            BACKWARDS,
            outs[1:] if turned else none,
        ),
        "layers:input-again": (AGAIN, leaky(x @ w)),
        "layers:bias": (BIAS, leaky(z + bias)),
    }


def layers(student: Student, weights: Array, rng: Rng, *, n_samples: int) -> Array:
    """Return what comes out of layers with these weights, (L, N, D)."""
    module = support(student, "given_in_the_suite", GIVEN)
    count, width = len(weights), len(weights[0])
    sizes = {"n_layers": count, "width": width, "n_samples": n_samples}
    init, seeded = module.Given(list(weights)), generator(int(rng.integers(1 << 32)))

    found = student.activation_statistics(init, module.leaky, seeded, **sizes)

    parts = list(found) if isinstance(found, (list, tuple, np.ndarray)) else []
    must = f"n_layers is {count}, width {width} and n_samples {n_samples} here: there "
    must += f"must be a list of {count} arrays, found "
    require(found is not None, must + "None.", cause=NO_RETURN)
    must += f"{len(parts)} items."
    cause = {1: INPUT, -1: MISSING}.get(len(parts) - count, "")
    is_alone = isinstance(found, np.ndarray) and found.shape == (n_samples, width)
    cause = ALONE if is_alone else cause
    require(len(parts) == count, must, cause=cause)
    are_arrays = all(isinstance(part, np.ndarray) for part in parts)
    require(are_arrays, "the list must hold arrays.", cause=NUMBERS)
    require(init.calls, "the weights of each layer must be those of init.", cause=NEVER)
    for number, part in enumerate(parts):
        close(
            np.zeros(np.shape(part)), np.zeros((n_samples, width)), f"output {number}"
        )
    return np.stack([np.asarray(part, np.float64) for part in parts])
