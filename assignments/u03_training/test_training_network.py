"""Open checks of unit 3, second part: a network of layers, and how often it is right.

The layers are this file's own, so that an error in unit 2 does not matter here.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    gradient,
    live,
    require,
    same,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LAYERS = '''
"""Two layers."""

import numpy as np


class Affine:
    """out = x W + b."""

    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {"W": np.zeros_like(W), "b": np.zeros_like(b)}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads["W"], self.grads["b"] = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.params["W"].T


class TanhOfTheCheck:
    """tanh while training, nothing in evaluation."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.out = np.tanh(x) if train else x
        self.slope = 1 - self.out**2 if train else np.ones_like(x)
        return self.out

    def backward(self, dout):
        return dout * self.slope
'''
BOTH = ["0.W", "0.b", "1.W", "1.b"]  # of two layers that learn
NAMES = (
    'A name is the place of the layer, from 0, a dot, and the name in the layer: "0.W".'
)
SKIPPED = (
    "A layer without parameters is left out of the count: it has a place as well, so "
    "the layer after it is 2."
)
SHARED = (
    "A new Sequential without layers has parameters already: make a new dict for each "
    "object, in __init__."
)
TURNED = (
    "After backward the network computes something else, for its layers stand in the "
    "reverse order: walk over reversed(self.layers), which leaves the list as it is."
)
LAST_ALONE = (
    "This is the gradient for what enters the second layer: backward must go through "
    "the first layer, too."
)
OLD_GRADS = (
    "grads holds what the layers had before, zeros: collect the layers' own grads at "
    "the end of each backward."
)
FROM_THE_END = (
    "This is the gradient of the last layer: the places must be counted from the first."
)
NO_VOTE = (
    "No vote is right: a vote is the place of the largest in its row, as argmax with "
    "axis=1 gives it; not its size, nor the place among all, nor that of the smallest."
)
OF_ROWS = (
    "With labels it is right and with rows it is not: the label of a row is the place "
    "of its largest entry, which argmax gives along axis 1."
)
NOT_PASSED = (
    "train does not reach every layer: pass train=train to each forward, by keyword."
)
X_ITSELF = (
    "x itself comes back: the output of each layer enters the next, and the last one's "
    "is returned."
)
ONE = (
    "It is what one layer alone gives: the output of each layer enters the next, and "
    "return comes after the loop, not in it."
)
COPIED = "params must hold the layers' own arrays, no copies: an optimizer edits them."
HALF = "A vote is counted only above one half: the largest logit wins, however small."
FLAT = "The largest of all logits is looked for: every row has a vote, axis=1."
SOFT = "It is the mean probability of the right class: count right votes instead."


@exercise("3.4")
def test_two_layers_by_hand(student: Student) -> None:
    """Sequential gives the output and gradients of handout section 4.2."""
    net = two_layers(student)
    has_keys(student, net.params, "params", BOTH)

    out = net.forward(np.array([[5.0]]), train=True)
    dx = net.backward(np.array([[1.0]]))

    close(out, [[37.0]], "out")
    clues = Clues(suspects={"dx:last-alone": (LAST_ALONE, [[3.0]])})
    close(dx, [[6.0]], "dx", clues=clues)
    has_keys(student, net.grads, "grads", BOTH)
    grads = net.grads
    again = attempt(lambda: net.forward(np.array([[5.0]]), train=True))
    is_turned = again is not None and np.array_equal(again, [[39.0]])
    is_old = not is_turned and all(not np.any(grads[key]) for key in BOTH)
    require(not is_old, "grads must hold those of this backward.", cause=OLD_GRADS)
    places = {"grads:from-the-end": (FROM_THE_END, [[11.0]])}
    clues = Clues(cause=TURNED) if is_turned else Clues(suspects=places)
    close(grads["0.W"], [[15.0]], 'grads["0.W"]', clues=clues)
    close(grads["0.b"], [3.0], 'grads["0.b"]', clues=clues)
    close(grads["1.W"], [[11.0]], 'grads["1.W"]', clues=clues)


@exercise("3.4")
def test_train_reaches_the_layers(student: Student, rng: Rng) -> None:
    """Sequential.forward passes train on to every layer."""
    make = support(student, "layers", LAYERS)
    net = student.Sequential([make.TanhOfTheCheck(), make.TanhOfTheCheck()])
    x = rng.normal(size=(3, 2))

    in_training = net.forward(x.copy(), train=True)
    in_evaluation = net.forward(x.copy(), train=False)

    twos = attempt(lambda: two_layers(student).forward(x[:, :1].copy()))
    is_x = isinstance(twos, np.ndarray) and np.array_equal(twos, x[:, :1])
    cause = X_ITSELF if is_x else NOT_PASSED
    suspects = {"layers:one": (ONE, np.tanh(x)), "train:lost": (cause, x)}
    clues = Clues(suspects=suspects)
    close(in_training, np.tanh(np.tanh(x)), "out in training", clues=clues)
    clues = Clues(cause=NOT_PASSED)
    close(in_evaluation, x, "out in evaluation", clues=clues)


@exercise("3.4")
def test_three_layers(student: Student, rng: Rng) -> None:
    """Sequential.backward is the gradient of your own forward, for both train modes."""
    make, _ = support(student, "layers", LAYERS), two_layers(student)
    first = make.Affine(rng.normal(size=(5, 3)), rng.normal(size=3))
    last = make.Affine(rng.normal(size=(3, 2)), rng.normal(size=2))
    net = student.Sequential([first, make.TanhOfTheCheck(), last])
    has_keys(student, net.params, "params", ["0.W", "0.b", "2.W", "2.b"])
    held = same(live(net, "params", "0.W"), live(first, "params", "W"))
    require(held, 'params["0.W"] must be the very array of the first layer.', COPIED)
    x, dout = rng.normal(size=(7, 5)), rng.normal(size=(7, 2))

    axes = {"x": "N D", "0.W": "D H", "0.b": "H", "2.W": "H M", "2.b": "M"}
    clues = Clues(axes={**axes, "out": "N M"})
    gradient(net, at=x, upstream=dout, train=True, clues=clues)
    gradient(net, at=x, upstream=dout, train=False, clues=clues)


@exercise("3.5")
def test_accuracy_by_hand(student: Student) -> None:
    """accuracy(logits, t) is 2/3 where two of three are right, labels or rows."""
    logits = np.array([[1.0, 5, 2, 0], [-1.0, -3, -2, -9], [0.0, 1, 2, -5]])
    labels = np.array([1, 2, 2])

    by_labels = student.accuracy(logits.copy(), labels.copy())
    by_rows = student.accuracy(logits.copy(), np.eye(4)[labels])

    suspects = {
        "accuracy:none": (NO_VOTE, 0.0),
        "accuracy:classes": ("It is divided by C: divide by N.", 2 / 4),
    }
    clues = Clues(suspects=suspects)
    close(by_labels, 2 / 3, "the accuracy of labels", clues=clues)
    close(by_rows, 2 / 3, "the accuracy of rows", clues=Clues(cause=OF_ROWS))


@exercise("3.5")
def test_accuracy_of_drawn_logits(student: Student, rng: Rng) -> None:
    """accuracy(logits, t) is 8/11 where 8 of 11 random examples are right."""
    logits = rng.normal(size=(11, 5))
    labels = logits.argmax(axis=1)
    labels[:3] = (labels[:3] + 1) % 5

    found = student.accuracy(logits.copy(), labels)

    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    suspects = {
        "accuracy:count": ("It is the number of right votes: divide by N.", 8.0),
        "accuracy:percent": ("It is in percent: a share is from 0 to 1.", 800 / 11),
        "accuracy:none": (NO_VOTE, 0.0),
        "accuracy:classes": ("It is divided by C: divide by N.", 8 / 5),
        "accuracy:smallest": (
            "The smallest logit votes: it must be the largest.",
            (labels == logits.argmin(axis=1)).mean() or np.nan,
        ),
        "accuracy:flat": (FLAT, (labels == logits.argmax()).mean() or np.nan),
        "accuracy:half": (HALF, (p[np.arange(11), labels] > 0.5).mean()),
        "accuracy:soft": (SOFT, p[np.arange(11), labels].mean()),
    }
    close(found, 8 / 11, "the accuracy", clues=Clues(suspects=suspects))


def has_keys(student: Student, found: object, name: str, right: list[str]) -> None:
    """Check the names in params or grads of a network, in any order."""
    keys = sorted(map(str, found)) if isinstance(found, dict) else []
    if keys == right:
        return
    wanted, shown = (", ".join(f'"{key}"' for key in each) for each in (right, keys))
    cause = SKIPPED if keys == BOTH else NAMES
    left = attempt(lambda: student.Sequential([]).params)
    if isinstance(left, dict) and left:
        cause = SHARED
    must = f"{name} must have the keys {wanted}, found {shown or 'none'}."
    require(condition=False, message=must, cause=cause)


def two_layers(student: Student) -> Student:
    """Return x -> 2 x + 1 -> 3 (2 x + 1) + 4."""
    make = support(student, "layers", LAYERS)
    layers = [
        make.Affine(np.array([[2.0]]), np.array([1.0])),
        make.Affine(np.array([[3.0]]), np.array([4.0])),
    ]
    return student.Sequential(layers)  # type: ignore[no-any-return]  # a class makes a handle
