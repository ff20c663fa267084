"""Open checks of unit 12: layers, both directions, first and last steps, embeddings."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    gradient,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Weights = tuple[Array, Array, Array]
AXES = {
    "x": "N T D",
    "h0": "L*K N H",
    "out": "N T H*K",
    "out0": "N T H*K",
    "out1": "L*K N H",
    "h_n": "L*K N H",
}
TOP = "Every layer reads x: a layer above the first reads the outputs of the one below."
NOT_TURNED = (
    "The reverse outputs stand in the order in which they were made: turn them, so "
    "that out[:, t] belongs to x[:, t]."
)
EXCHANGED = "The halves are exchanged: the forward direction stands first."
LAST_OF_BOTH = (
    "The reverse half is taken at T - 1, where that direction begins: it ends at 0."
)
ONLY_ONCE = (
    "A word that stands at several places gets the gradient of one of them: all of "
    "them add up."
)


@exercise("12.5")
def test_two_layers(student: Student, rng: Rng) -> None:
    """The states of the first layer are the inputs of the second."""
    net = student.RNN(2, 3, num_layers=2, rng=seeded(rng))
    low, high = weights(net, "l0", 2), weights(net, "l1", 3)
    x, h0 = rng.normal(size=(5, 7, 2)), rng.normal(size=(2, 5, 3))

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    below = states(x, h0[0], low)
    above = states(below, h0[1], high)
    known = {
        "the output of the first layer": below,
        "the output with one first state for both layers": states(below, h0[0], high),
    }
    close(out, above, "out", clues=Clues(axes=AXES, known=known))
    right = np.stack([below[:, -1], above[:, -1]])
    close(h_n, right, "h_n", clues=Clues(axes=AXES))


@exercise("12.5")
def test_small_gradient_of_two_layers(student: Student, rng: Rng) -> None:
    """Backward goes down through both layers, for every leaf of both."""
    net = student.RNN(2, 3, num_layers=2, rng=seeded(rng))
    at = {"x": rng.normal(size=(2, 5, 2)), "h0": rng.normal(size=(2, 2, 3))}
    upstream = rng.normal(size=(2, 5, 3)), rng.normal(size=(2, 2, 3))

    gradient(net, at=at, upstream=upstream, clues=Clues(axes=AXES))


@exercise("12.6")
def test_both_directions(student: Student, rng: Rng) -> None:
    """The reverse direction reads the turned sequence, and stands beside the other."""
    net = student.RNN(2, 3, bidirectional=True, rng=seeded(rng))
    x, h0 = rng.normal(size=(5, 7, 2)), rng.normal(size=(2, 5, 3))

    out, h_n = pair(net.forward(x.copy(), h0.copy(), train=True))

    ahead = states(x, h0[0], weights(net, "l0", 2))
    turned = states(x[:, ::-1], h0[1], weights(net, "l0r", 2))
    back = turned[:, ::-1]
    suspects = {
        "reverse:not-turned": (NOT_TURNED, np.concatenate([ahead, turned], axis=2)),
        "reverse:first": (EXCHANGED, np.concatenate([back, ahead], axis=2)),
    }
    right = np.concatenate([ahead, back], axis=2)
    close(out, right, "out", clues=Clues(axes=AXES, suspects=suspects))
    early = np.stack([ahead[:, -1], back[:, -1]])
    suspects = {"reverse:early": (LAST_OF_BOTH, early)}
    clues = Clues(axes=AXES, suspects=suspects)
    close(h_n, np.stack([ahead[:, -1], back[:, 0]]), "h_n", clues=clues)


@exercise("12.6")
def test_small_gradient_of_both_directions(student: Student, rng: Rng) -> None:
    """Both directions send a gradient to x, and each one to its own first state."""
    net = student.RNN(2, 3, bidirectional=True, rng=seeded(rng))
    at = {"x": rng.normal(size=(2, 5, 2)), "h0": rng.normal(size=(2, 2, 3))}
    upstream = rng.normal(size=(2, 5, 6)), rng.normal(size=(2, 2, 3))

    gradient(net, at=at, upstream=upstream, clues=Clues(axes=AXES))


@exercise("12.7")
def test_last_output_of_three_steps(student: Student) -> None:
    """One sequence of three steps and two features; the numbers of handout 5.1."""
    out = np.array([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]])

    close(student.last_output(out), np.array([[5.0, 6.0]]), "last")
    both = student.last_output(out, bidirectional=True)
    clues = Clues(suspects={"last:both": (LAST_OF_BOTH, np.array([[5.0, 6.0]]))})
    close(both, np.array([[5.0, 2.0]]), "last, both directions", clues=clues)


@exercise("12.7")
def test_last_output_sends_back_what_it_took(student: Student, rng: Rng) -> None:
    """A loss of the last output alone gives all other outputs no gradient."""
    d = rng.normal(size=(5, 4))

    dout = student.last_output_backward(d, (5, 3, 4))
    both = student.last_output_backward(d, (5, 3, 4), bidirectional=True)

    right = np.zeros((5, 3, 4))
    right[:, 2] = d
    clues = Clues(axes={"dout": "N T H*K"})
    close(dout, right, "dout", clues=clues)
    right[:, 2, 2:], right[:, 0, 2:] = 0, d[:, 2:]
    close(both, right, "dout, both directions", clues=clues)


@exercise("12.7")
def test_input_is_told_once(student: Student, rng: Rng) -> None:
    """repeat_input puts x0 into the first step and zeros into the others."""
    x0 = rng.normal(size=(5, 2))

    x = student.repeat_input(x0, 3)

    clues = Clues(axes={"x": "N T D"})
    close(x, np.stack([x0, 0 * x0, 0 * x0], axis=1), "x", clues=clues)


@exercise("12.8")
def test_two_words_by_hand(student: Student) -> None:
    """The sentence 1, 1, 0: row 1 is looked up twice, and gets two gradients."""
    table = student.Embedding(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))

    out = table.forward(np.array([[1, 1, 0]]), train=True)
    table.backward(np.array([[[1.0, 0.0], [10.0, 1.0], [100.0, 2.0]]]))

    close(out, np.array([[[3.0, 4.0], [3.0, 4.0], [1.0, 2.0]]]), "out")
    right = np.array([[100.0, 2.0], [11.0, 1.0], [0.0, 0.0]])
    last = np.array([[100.0, 2.0], [10.0, 1.0], [0.0, 0.0]])
    clues = Clues(suspects={"embedding:once": (ONLY_ONCE, last)})
    require(isinstance(table.grads, dict), "grads must be a dict")
    close(table.grads.get("W"), right, 'grads["W"]', clues=clues)


@exercise("12.8")
def test_words_of_a_batch(student: Student, rng: Rng) -> None:
    """Each place of a batch of sentences holds the row of its word."""
    w, words = rng.normal(size=(7, 3)), rng.integers(7, size=(5, 4))

    out = student.Embedding(w).forward(words.copy(), train=True)

    right = np.eye(7)[words] @ w
    close(out, right, "out", clues=Clues(axes={"out": "N T D"}))


def weights(net: Student, name: str, size: int) -> Weights:
    """Return the parameters of one layer and direction, once they have their shapes."""
    params = net.params if isinstance(net.params, dict) else {}
    shapes: tuple[tuple[int, ...], ...] = (size, 3), (3, 3), (3,)
    found = []
    for key, shape in zip(("Wx", "Wh", "b"), shapes, strict=True):
        value = params.get(f"{name}.{key}")
        is_right = isinstance(value, np.ndarray) and value.shape == shape
        require(is_right, f'params["{name}.{key}"] must be an array of shape {shape}')
        found.append(np.asarray(value, float))
    require(np.ptp(found[1]) > 0, "the parameters must be drawn at random")
    return found[0], found[1], found[2]


def states(x: Array, h: Array, given: Weights) -> Array:
    """Return the states (N, T, H) of one layer, by the rule of handout 2.1."""
    wx, wh, b = given
    found = []
    for t in range(x.shape[1]):
        h = np.tanh(x[:, t] @ wx + h @ wh + b)
        found.append(h)
    return np.stack(found, axis=1)


def pair(value: object) -> tuple[object, object]:
    """Return two results, once there are two."""
    is_pair = isinstance(value, tuple) and len(value) == 2
    require(is_pair, "two results must come back, as in `return first, second`")
    first, second = value  # type: ignore[misc]  # just looked at
    return first, second


def seeded(rng: Rng) -> object:
    """Return a generator for the student's code, of a seed from this one."""
    return generator(int(rng.integers(2**32)))
