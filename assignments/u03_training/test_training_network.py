"""Open checks of unit 3, second part: a network, batches, and training.

The layers are this file's own, so that an error in unit 2 does not matter here.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    accuracy,
    close,
    dataset,
    exercise,
    generator,
    gradient,
    require,
    support,
    trained,
    trains,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
SEEDS = 2**31
LAYERS = '''
"""Two layers, a loss and an optimizer."""

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


class Bend:
    """tanh while training, nothing in evaluation."""

    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.out = np.tanh(x) if train else x
        self.slope = 1 - self.out**2 if train else np.ones_like(x)
        return self.out

    def backward(self, dout):
        return dout * self.slope


class Squares:
    """Half the squared distance, a mean over the examples."""

    def forward(self, logits, t):
        self.gap = logits - t
        return float((self.gap**2).sum() / (2 * len(t)))

    def backward(self, dout=1.0):
        return dout * self.gap / len(self.gap)


class Descent:
    """Plain gradient descent."""

    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= self.lr * grad


def train(student, x, labels, unseen, rng):
    """Train one affine layer for ten epochs; return the logits of unseen images."""
    net = student.Sequential([Affine(np.zeros((64, 10)), np.zeros(10))])
    loss, descent = student.SoftmaxCrossEntropy(), Descent(0.3)
    student.train(net, loss, descent, x, labels, 10, 30, rng)
    return net.forward(unseen, train=False)
'''
UNSEEN = 360  # a fifth of the digits
NAMES = (
    'A name is the place of the layer, from 0, a dot, and the name in the layer: "0.W".'
)
PAIRS = "minibatches must yield pairs of arrays: some rows of x, as many of t."
UNWEIGHTED = (
    "It is the mean of the batches' losses: a short batch must count for fewer "
    "examples."
)
SAME_AGAIN = (
    "A second pass has the order of the first: draw an order in every call, and from "
    "the generator that was given, as it is."
)


@exercise("3.4")
def test_two_layers_by_hand(student: Student) -> None:
    """5 becomes 11, then 37; the way back is handout 4.2."""
    net = two_layers(student)

    out = net.forward(np.array([[5.0]]), train=True)
    dx = net.backward(np.array([[1.0]]))

    close(out, [[37.0]], "out")
    close(dx, [[6.0]], "dx")
    grads = net.grads
    named = isinstance(grads, dict) and set(grads) == {"0.W", "0.b", "1.W", "1.b"}
    require(named, 'grads must have the keys "0.W", "0.b", "1.W", "1.b".', NAMES)
    close(grads["0.W"], [[15.0]], 'grads["0.W"]')
    close(grads["0.b"], [3.0], 'grads["0.b"]')
    close(grads["1.W"], [[11.0]], 'grads["1.W"]')


@exercise("3.4")
def test_three_layers(student: Student, rng: Rng) -> None:
    """Backward differentiates your own forward pass, in evaluation too."""
    make = support(student, "layers", LAYERS)
    first = make.Affine(rng.normal(size=(5, 3)), rng.normal(size=3))
    last = make.Affine(rng.normal(size=(3, 2)), rng.normal(size=2))
    net = student.Sequential([first, make.Bend(), last])
    x, dout = rng.normal(size=(7, 5)), rng.normal(size=(7, 2))

    axes = {"x": "N D", "0.W": "D H", "0.b": "H", "2.W": "H M", "2.b": "M"}
    clues = Clues(axes={**axes, "out": "N M"})
    gradient(net, at=x, upstream=dout, train=True, clues=clues)
    gradient(net, at=x, upstream=dout, train=False, clues=clues)


@exercise("3.4")
def test_train_reaches_the_layers(student: Student, rng: Rng) -> None:
    """The layer Bend does nothing in evaluation, and is told so by the network."""
    net = student.Sequential([support(student, "layers", LAYERS).Bend()])
    x = rng.normal(size=(3, 2))

    in_training = net.forward(x.copy(), train=True)
    in_evaluation = net.forward(x.copy(), train=False)

    close(in_training, np.tanh(x), "out in training")
    close(in_evaluation, x, "out in evaluation")


@exercise("3.5")
def test_accuracy_by_hand(student: Student) -> None:
    """The largest logits are at 1, 0, 2 and the classes 1, 2, 2: two of three."""
    logits = np.array([[1.0, 5.0, 2.0], [-1.0, -3.0, -2.0], [0.0, 1.0, 2.0]])
    labels = np.array([1, 2, 2])

    by_labels = student.accuracy(logits.copy(), labels.copy())
    by_rows = student.accuracy(logits.copy(), np.eye(3)[labels])

    close(by_labels, 2 / 3, "the accuracy by labels")
    close(by_rows, 2 / 3, "the accuracy by rows")


@exercise("3.5")
def test_accuracy_of_drawn_logits(student: Student, rng: Rng) -> None:
    """Where the labels are the largest logits but for three, it is 8 of 11."""
    logits = rng.normal(size=(11, 5))
    labels = logits.argmax(axis=1)
    labels[:3] = (labels[:3] + 1) % 5

    close(student.accuracy(logits.copy(), labels), 8 / 11, "the accuracy")


@exercise("3.6")
def test_seven_examples_in_batches_of_three(student: Student, rng: Rng) -> None:
    """Each comes once, with what belongs to it, in batches of 3, 3 and 1."""
    x, t = 10.0 * np.arange(7)[:, np.newaxis], np.arange(7)
    seed = generator(int(rng.integers(SEEDS)))

    batches = pairs_of(student.minibatches(x.copy(), t.copy(), 3, seed))

    sizes = [len(batch[1]) for batch in batches]
    require(sizes == [3, 3, 1], f"Batches must have 3, 3, 1 examples, found {sizes}.")
    places = np.concatenate([batch[1] for batch in batches])
    listed = ", ".join(map(str, places))
    must = f"Each of 0, ..., 6 must come once, found {listed}."
    require(sorted(places) == list(range(7)), must)
    rows = np.concatenate([batch[0] for batch in batches])
    close(rows, x[places.astype(int)], "x in the order of t")


@exercise("3.6")
def test_two_passes_have_two_orders(student: Student, rng: Rng) -> None:
    """A generator that goes on gives another order of 40 each time it is asked.

    Two fair orders of 40 agree by chance with probability 1 / 40! < 1e-47.
    """
    t, make = np.arange(40), support(student, "passes", PASSES)

    first, second = make.twice(student, t.copy(), generator(int(rng.integers(SEEDS))))

    given = [int(np.array_equal(order, t)) for order in (first, second)]
    require(not any(given), "The examples come in the order in which they were given.")
    again = np.array_equal(first, second)
    require(not again, "Two passes must have two orders.", cause=SAME_AGAIN)


@exercise("3.7")
def test_two_epochs_by_hand(student: Student) -> None:
    """One weight, both examples in one batch: handout 5.2."""
    make = support(student, "layers", LAYERS)
    net = make.Affine(np.zeros((1, 1)), np.zeros(1))
    x, t = np.array([[1.0], [-1.0]]), np.array([[2.0], [-2.0]])

    losses = student.train(
        *(net, make.Squares(), make.Descent(0.5)), x, t, 2, 2, generator(1)
    )

    close(as_array(losses, 2), [2.0, 0.5], "the losses")
    close(net.params["W"], [[1.5]], 'params["W"]')


@exercise("3.7")
def test_steps_of_no_length(student: Student, rng: Rng) -> None:
    """Where nothing moves, each epoch has the mean loss of all its examples."""
    make, w = support(student, "layers", LAYERS), rng.normal(size=(3, 2))
    net = make.Affine(w.copy(), np.zeros(2))
    x, t = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
    seed = generator(int(rng.integers(SEEDS)))

    losses = student.train(*(net, make.Squares(), make.Descent(0.0)), x, t, 3, 3, seed)

    each = ((x @ w - t) ** 2).sum(axis=1) / 2
    suspects = {"losses:total": ("It is summed: divide by N.", np.full(3, each.sum()))}
    right, clues = np.full(3, each.mean()), Clues(suspects=suspects)
    close(as_array(losses, 3), right, "the losses", clues=clues)


@exercise("3.8")
def test_one_layer_reads_digits(student: Student, rng: Rng) -> None:
    """Ten epochs with one affine layer are enough to read most digits."""
    digits = dataset("digits", near=__file__)
    x, labels = digits["images"].reshape(-1, 64) / 16, digits["labels"]

    def run(start: Rng) -> float:
        order = start.permutation(len(x))
        new, seen = order[:UNSEEN], order[UNSEEN:]
        scores = trained(student, LAYERS, x[seen], labels[seen], x[new], start=start)
        return accuracy(scores, labels[new])

    trains(
        run, rng, reaches=0.9, measure=f"accuracy on {UNSEEN} digits it has not seen"
    )


PASSES = '''
"""Goes through the data twice, with one generator."""

import numpy as np


def twice(student, t, rng):
    passes = []
    for _ in range(2):
        batches = student.minibatches(t * 1.0, t.copy(), 7, rng)
        passes.append([np.array(labels) for _, labels in batches])
    return [np.concatenate(batches) for batches in passes]
'''


def two_layers(student: Student) -> Student:
    """Return x -> 2 x + 1 -> 3 (2 x + 1) + 4."""
    make = support(student, "layers", LAYERS)
    layers = [
        make.Affine(np.array([[2.0]]), np.array([1.0])),
        make.Affine(np.array([[3.0]]), np.array([4.0])),
    ]
    return student.Sequential(layers)  # type: ignore[no-any-return]  # a class makes a handle


def pairs_of(found: object) -> list[tuple[Array, NDArray[np.int64]]]:
    """Return the batches, once they are known to be pairs of arrays of one length."""
    require(isinstance(found, (Student, list, tuple)), PAIRS)
    batches = list(found) if isinstance(found, (Student, list, tuple)) else []
    require(all(map(is_pair, batches)), PAIRS)
    return batches


def is_pair(batch: object) -> bool:
    """Whether a batch is two arrays of one length."""
    both = batch if isinstance(batch, (tuple, list)) else ()
    lengths = {len(each) for each in both if isinstance(each, np.ndarray) and each.ndim}
    return len(both) == 2 and len(lengths) == 1


def as_array(losses: object, epochs: int) -> Array:
    """Return what train gave, once it is known to be a list of that many numbers."""
    values = list(losses) if isinstance(losses, list) else []
    must = f"train must return a list of {epochs} numbers, one for each epoch."
    require(len(values) == epochs and not any(map(np.ndim, values)), must)
    return np.asarray(values, np.float64)
