"""Hidden checks of unit 3, sixth part: arguments, what is remembered, what is shared.

All compare a submission with itself, so a wrong formula costs nothing here.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    gradients_start_at_zero,
    holds_itself,
    left_alone,
    live,
    require,
    same_again,
    support,
    unchanged,
    untouched_by_others,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
SEEDS = 2**31
PARTS = '''
"""A layer, a loss and an optimizer; and a pass through the data."""

import numpy as np


class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {"W": np.zeros_like(W), "b": np.zeros_like(b)}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads["W"], self.grads["b"] = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.params["W"].T


class Squares:
    def forward(self, logits, t):
        self.gap = logits - t
        return float((self.gap**2).mean())

    def backward(self, dout=1.0):
        return 2 * dout * self.gap / self.gap.size


class Descent:
    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= 0.1 * grad


def go(student, x, t, rng):
    for _ in student.minibatches(x, t, 3, rng):
        pass
'''
KINDS = pytest.mark.parametrize("kind", ["labels", "label_rows"])
PARAMS = "grads holds the parameters: collect layer.grads, and not layer.params."
STATE = (
    "What backward needs comes from another forward than the latest: keep it on self, "
    "anew in each forward."
)


@exercise("3.10")
@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_functions_leave_x_alone(student: Student, rng: Rng, name: str) -> None:
    """The function leaves x unchanged."""
    unchanged(getattr(student, name), at=rng.normal(size=(7, 5)), train=None)


@exercise("3.10")
@KINDS
def test_loss_leaves_its_arguments_alone(student: Student, rng: Rng, kind: str) -> None:
    """SoftmaxCrossEntropy leaves logits and t unchanged, forward and backward."""
    at = {"logits": rng.normal(size=(7, 5)), "t": drawn_t(rng, kind)}

    unchanged(student.SoftmaxCrossEntropy(), at=at, upstream=2.0, train=None)


@exercise("3.10")
@KINDS
def test_accuracy_leaves_its_arguments_alone(
    student: Student, rng: Rng, kind: str
) -> None:
    """accuracy(logits, t) leaves logits and t unchanged."""
    at = {"logits": rng.normal(size=(7, 5)), "t": drawn_t(rng, kind)}

    unchanged(student.accuracy, at=at, train=None)


@exercise("3.10", weight=2)
def test_data_stays_in_order(student: Student, rng: Rng) -> None:
    """minibatches(...) leaves x and t unchanged."""
    x, t = rng.normal(size=(23, 5)), rng.normal(size=(23, 3))
    given = x.copy(), t.copy()
    seed = generator(int(rng.integers(SEEDS)))

    support(student, "parts", PARTS).go(student, *given, seed)

    left_alone("minibatches", dict(zip("xt", given, strict=True)), {"x": x, "t": t})


@exercise("3.10")
def test_training_leaves_the_data_alone(student: Student, rng: Rng) -> None:
    """train(...) leaves x and t unchanged."""
    x, t = rng.normal(size=(23, 5)), rng.normal(size=(23, 3))
    parts, given = support(student, "parts", PARTS), (x.copy(), t.copy())
    seed, net = generator(int(rng.integers(SEEDS))), affine(student, rng)

    student.train(net, parts.Squares(), parts.Descent(), *given, 2, 3, seed)

    left_alone("train", dict(zip("xt", given, strict=True)), {"x": x, "t": t})


@exercise("3.10", weight=2)
@KINDS
def test_loss_backward_twice(student: Student, rng: Rng, kind: str) -> None:
    """SoftmaxCrossEntropy.backward called again gives the same gradient."""
    loss = student.SoftmaxCrossEntropy()
    loss.forward(rng.normal(size=(7, 5)), drawn_t(rng, kind))
    first = array(loss.backward(1.0), (7, 5))

    second = loss.backward(1.0)

    same_again(second, first, "dlogits of a second backward")


@exercise("3.10")
def test_loss_backward_is_of_the_latest_forward(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy.backward belongs to the object's latest forward."""
    loss, other, fresh = (student.SoftmaxCrossEntropy() for _ in range(3))
    logits, labels, rows = rng.normal(size=(7, 5)), drawn_t(rng), rng.dirichlet([1] * 5)
    fresh.forward(logits.copy(), labels.copy())
    wanted = array(fresh.backward(1.0), (7, 5))
    loss.forward(rng.normal(size=(1, 5)), rows[np.newaxis])
    loss.forward(logits.copy(), labels.copy())

    found = loss.backward(1.0)
    must = f"dlogits must have shape (7, 5), found {np.shape(found)}."
    require(np.shape(found) == (7, 5), must, cause=STATE)
    close(found, wanted, "dlogits", clues=Clues(cause=STATE))

    other.forward(rng.normal(size=(7, 5)), drawn_t(rng))
    found = loss.backward(1.0)
    untouched_by_others(found, wanted, "dlogits after another object's forward")


@exercise("3.10", weight=2)
def test_sequential_shares_parameters(student: Student, rng: Rng) -> None:
    """Sequential.params holds the layers' own arrays, not copies."""
    layer = affine(student, rng)
    net = student.Sequential([layer])

    for name, key in zip(names_of(net.params), "Wb", strict=True):
        held, own = live(net, "params", name), live(layer, "params", key)
        holds_itself(held, own, f'params["{name}"]', "the layer")


@exercise("3.10")
def test_sequential_shares_gradients(student: Student, rng: Rng) -> None:
    """Sequential.grads holds the layers' own gradient arrays after a backward."""
    layer = affine(student, rng)
    net = student.Sequential([layer])
    net.forward(rng.normal(size=(7, 5)), train=True)
    net.backward(rng.normal(size=(7, 3)))

    found, own = net.grads, layer.grads
    pairs = list(zip(names_of(found), "Wb", strict=True))
    if not all(np.array_equal(found[n], own[k]) for n, k in pairs):
        return  # what is not even equal is judged by 3.4
    for name, key in pairs:
        held = live(net, "grads", name), live(layer, "grads", key)
        holds_itself(*held, f'grads["{name}"]', "the layer")


@exercise("3.10")
def test_sequential_gradients_are_zero_at_first(student: Student, rng: Rng) -> None:
    """Sequential.grads holds zeros like params before the first backward."""
    layer = affine(student, rng)
    net = student.Sequential([layer])
    found, own = net.grads, layer.params
    names = zip(names_of(net.params), "Wb", strict=True)
    if isinstance(found, dict) and set(found) == set(net.params):
        are_params = all(np.array_equal(found[n], own[k]) for n, k in names)
        must = "grads must hold the layers' own grads, zeros before the first backward."
        require(not are_params, must, cause=PARAMS)

    given = dict(
        zip(names_of(net.params), (np.zeros((5, 3)), np.zeros(3)), strict=True)
    )
    gradients_start_at_zero(net, given, at=rng.normal(size=(7, 5)))


@exercise("3.10")
def test_two_networks_share_nothing(student: Student, rng: Rng) -> None:
    """Two Sequential objects share neither layers nor parameter names."""
    layer, x = affine(student, rng), rng.normal(size=(7, 5))
    net = student.Sequential([layer])
    before = array(net.forward(x.copy(), train=True), (7, 3))
    names = names_of(net.params)

    second = student.Sequential([affine(student, rng), affine(student, rng, 3)])
    second.forward(x.copy(), train=True)
    out = net.forward(x.copy(), train=True)

    untouched_by_others(out, before, "out of the first network")
    now = list(map(str, net.params)) if isinstance(net.params, dict) else []
    untouched_by_others(now, names, "the names of the first network's params")


def affine(student: Student, rng: Rng, d: int = 5) -> Student:
    """Return a layer of the suite's own, from d features to three."""
    make = support(student, "parts", PARTS).Affine
    return make(rng.normal(size=(d, 3)), rng.normal(size=3))  # type: ignore[no-any-return]  # a class makes a handle


def names_of(found: object) -> list[str]:
    """Return the names of W and b in a network of one layer; 3.4 judges them."""
    names = list(found) if isinstance(found, dict) else []
    must = "params and grads must be dicts, here with a name for W and one for b."
    require(len(names) == 2, must)
    return names


def drawn_t(rng: Rng, kind: str = "labels") -> NDArray[np.generic]:
    """Return what is right for seven examples of five classes."""
    labels = rng.integers(5, size=7)
    return labels if kind == "labels" else np.eye(5)[labels]


def array(value: object, shape: tuple[int, ...]) -> Array:
    """Return a result that serves as a measure, once it is known to be an array."""
    is_array = isinstance(value, np.ndarray) and value.shape == shape
    require(is_array, f"Expected an array of shape {shape} here.")
    found = np.asarray(value)
    is_finite = found.dtype.kind == "f" and np.isfinite(found).all()
    require(is_finite and found.any(), "Expected finite numbers here, not all 0.")
    return found.astype(np.float64)
