"""Open checks of unit 3: batches and the training loop, of layers of its own."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    generator,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
SEEDS = 2**31
LAYERS = '''
"""A layer, a loss, an optimizer; two passes through data."""

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


def twice(student, t, rng):
    passes = []
    for _ in range(2):
        batches = student.minibatches(t * 1.0, t.copy(), 7, rng)
        passes.append([np.array(labels) for _, labels in batches])
    return [np.concatenate(batches) for batches in passes]
'''
PAIRS = "minibatches must yield pairs of arrays: some rows of x, as many of t."
PAIR = "Yield both: some rows of x, and the same rows of t."
NOTHING = "Nothing comes back: yield each batch inside the loop."
YIELD = "A return ends minibatches at its first batch: yield hands out one by one."
COVER = (
    "Each example comes once in a pass, and the last batch has what is left: look at "
    "where the loop over the starts of batches ends, and where each slice ends."
)
PARTS = (
    "The data is cut into batch_size parts: batch_size is how many examples a batch "
    "has, and not how many batches there are."
)
TWOS = "Batches have 2 examples where batch_size is 3: only the last may have fewer."
SHORT_FIRST = "The short batch must come last: shuffle the examples, not the batches."
ANEW = (
    "Some come more than once and others never: an order holds each place once, as "
    "rng.permutation gives it. Draw one for the whole pass, before the loop."
)
APART = "x and t are not in one order: draw one, and choose from both by it."
AS_GIVEN = "The examples come in the order in which they were given: shuffle them."
SAME_AGAIN = (
    "A second pass has the order of the first: draw an order in every call, and from "
    "the generator that was given, as it is."
)
ELSEWHERE = (
    "Chance comes from elsewhere than rng, such as np.random or a generator of the "
    "function's own."
)
UNWEIGHTED = (
    "With one batch the list is right, and with two it is not: the loss of every batch "
    "must count, by its own number of examples, and their sum is divided by N."
)
AFTER = "It is measured after the update of each batch: measure before."
LATE = (
    "The parameters move one batch late: the update comes before both backwards, and "
    "uses the gradients of the batch before."
)
USED_UP = (
    "Only the first epoch has batches: a call of minibatches goes through the data "
    "once, so call it in every epoch."
)
GOES_ON = "The total goes on from epoch to epoch: start it at 0 in each."
BENT = "softmax is taken before the loss, which must get what the network gives."
UPHILL = "The parameters move the wrong way: loss.forward must get the output, then t."
SENT = "Steps are multiplied by the loss: loss.backward must get no argument."
ONE_LESS = "An epoch is missing: make as many as `epochs` says, and note each."
OF_BATCHES = "A loss is noted for each batch: note one after each epoch, over all N."
STILL = (
    "The parameters do not move: each batch needs loss.backward, then net.backward of "
    "what it returns, and then the optimizer with net.params and net.grads."
)
DOUBLE = "Each batch moves the parameters twice: one update for one backward."
NO_LIST = "train must return its list of losses: is a return missing at its end?"


@exercise("3.6")
def test_seven_examples_in_batches_of_three(student: Student, rng: Rng) -> None:
    """minibatches(...) yields 7 examples as 3, 3 and 1, each once and with its t."""
    x, t = 10.0 * np.arange(7)[:, np.newaxis], np.arange(7)
    seed, *seeds = (generator(int(rng.integers(SEEDS))) for _ in range(9))
    given = x.copy(), t.copy(), 3

    passes = [pairs_of(student.minibatches(*given, each)) for each in seeds]
    every = [[len(batch[1]) for batch in batches] for batches in passes]
    batches, sizes = min(
        zip(passes, every, strict=True), key=lambda b: b[1] == [3, 3, 1]
    )
    listed = ", ".join(map(str, sizes)) or "none"
    must = f"Batches must have 3, 3 and 1 examples, found {listed}."
    cause = COVER
    if sizes == [3, 2, 2]:  # by how many there should be, or by batch_size?
        halves = attempt(lambda: list(student.minibatches(x.copy(), t.copy(), 2, seed)))
        cause = PARTS if halves is not None and len(halves) == 2 else COVER
    if sizes[0:1] == [2] and sizes != [2, 3, 2]:
        cause = TWOS
    if sizes in ([1, 3, 3], [3, 1, 3]):
        cause = SHORT_FIRST
    require(sizes == [3, 3, 1], must, cause=cause)
    places = np.concatenate([batch[1] for batch in batches])
    listed = ", ".join(map(str, places))
    must = f"Each of 0, ..., 6 must come once, found {listed}."
    require(sorted(places) == list(range(7)), must, cause=ANEW)
    rows = np.concatenate([batch[0] for batch in batches])
    clues = Clues(cause=APART)
    close(rows, x[places.astype(int)], "x, which is 10 t here,", clues=clues)


@exercise("3.6")
def test_two_passes_have_two_orders(student: Student, rng: Rng) -> None:
    """minibatches(...) shuffles, and a second pass has another order.

    Two fair orders of 40 agree by chance with probability 1 / 40! < 1e-47.
    """
    t, make = np.arange(40), support(student, "layers", LAYERS)

    first, second = make.twice(student, t.copy(), generator(int(rng.integers(SEEDS))))

    given = [int(np.array_equal(order, t)) for order in (first, second)]
    require(not any(given), AS_GIVEN, cause=AS_GIVEN)
    again = np.array_equal(first, second)
    require(not again, "Two passes must have two orders.", cause=SAME_AGAIN)


@exercise("3.6")
def test_one_seed_one_order(student: Student, rng: Rng) -> None:
    """minibatches(...) yields the same batches for two generators of one seed."""
    t, make, seed = np.arange(40), support(student, "layers", LAYERS), rng.integers(99)

    (first, _), (second, _) = (
        make.twice(student, t.copy(), generator(int(seed))) for _ in range(2)
    )

    must = "Two generators of one seed must give the same batches."
    require(np.array_equal(first, second), must, cause=ELSEWHERE)


@exercise("3.7")
def test_three_epochs_of_one_batch(student: Student, rng: Rng) -> None:
    """train(...) makes one gradient step an epoch where all examples are one batch."""
    make, w = support(student, "layers", LAYERS), rng.normal(size=(3, 2))
    net, lr = make.Affine(w.copy(), np.zeros(2)), 0.1
    x, t = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
    x, t = x - x.mean(axis=0), t - t.mean(axis=0)  # so that b keeps still
    parts = net, make.Squares(), make.Descent(lr)

    losses = student.train(*parts, x, t, 3, 7, generator(1))

    ways = {times: descended(x, t, w, times * lr) for times in (-1, 0, 1, 2)}
    right = ways[1]
    suspects = {
        "losses:after": (AFTER, right[1:]),
        "losses:total": ("It is summed over examples: divide by N.", 7 * right[:3]),
        "losses:unweighted": ("Multiply a batch's mean loss by its N.", right[:3] / 7),
        "losses:still": (STILL, ways[0][:3]),
        "losses:double": (DOUBLE, ways[2][:3]),
        "losses:uphill": (UPHILL, ways[-1][:3]),
        "losses:sent-back": (SENT, descended(x, t, w, lr, sent=True)[:3]),
        "losses:late": (LATE, right[[0, 0, 1]]),
        "losses:used-up": (USED_UP, right[:3] * [1.0, 0.0, 0.0]),
        "losses:goes-on": (GOES_ON, np.cumsum(right[:3])),
        "losses:softmax": (BENT, descended(x, t, w, lr, softmax=True)[:3]),
    }
    clues = Clues(axes={"the list of losses": "epochs"}, suspects=suspects)
    close(as_array(losses, 3), right[:3], "the list of losses", clues=clues)


@exercise("3.7")
def test_two_epochs_by_hand(student: Student) -> None:
    """train(...) gives the losses and the weight of handout section 5.2."""
    make = support(student, "layers", LAYERS)
    net = make.Affine(np.zeros((1, 1)), np.zeros(1))
    x, t = np.array([[1.0], [-1.0]]), np.array([[2.0], [-2.0]])

    losses = student.train(
        *(net, make.Squares(), make.Descent(0.5)), x, t, 2, 2, generator(1)
    )

    close(as_array(losses, 2), [2.0, 0.5], "the list of losses")
    close(net.params["W"], [[1.5]], 'params["W"]')


@exercise("3.7")
def test_short_batch_counts_less(student: Student, rng: Rng) -> None:
    """train(...) weighs a short batch by its number of examples in the mean loss."""
    make, w = support(student, "layers", LAYERS), rng.normal(size=(3, 2))
    x, t = rng.normal(size=(7, 3)), rng.normal(size=(7, 2))
    seed = int(rng.integers(SEEDS))
    whole, cut = (
        student.train(
            *(make.Affine(w.copy(), np.zeros(2)), make.Squares(), make.Descent(0.0)),
            *(x.copy(), t.copy(), 3, size, generator(seed)),
        )
        for size in (7, 4)
    )

    right = np.full(3, ((x @ w - t) ** 2).sum() / 14)

    close(as_array(whole, 3), right, "the list of losses, of one batch")
    named = "the list of losses, of batches of 4 and 3"
    close(as_array(cut, 3), right, named, clues=Clues(cause=UNWEIGHTED))


def pairs_of(found: object) -> list[tuple[Array, NDArray[np.int64]]]:
    """Return the batches, once they are known to be pairs of arrays of one length."""
    kinds = Student, list, tuple
    require(isinstance(found, kinds), PAIRS, cause=NOTHING if found is None else YIELD)
    batches = list(found) if isinstance(found, kinds) else []
    cause = YIELD if isinstance(found, tuple) else PAIR
    require(all(map(is_pair, batches)), PAIRS, cause=cause)
    return batches


def is_pair(batch: object) -> bool:
    """Whether a batch is two arrays of one length."""
    both = batch if isinstance(batch, (tuple, list)) else ()
    lengths = {len(each) for each in both if isinstance(each, np.ndarray) and each.ndim}
    return len(both) == 2 and len(lengths) == 1


@np.errstate(over="ignore", invalid="ignore")
def descended(
    x: Array,
    t: Array,
    w: Array,
    lr: float,
    *,
    softmax: bool = False,
    sent: bool = False,
) -> Array:
    """Return the losses before each of three steps down the gradient, and after."""
    losses, b = [], np.zeros(t.shape[1])
    for _ in range(4):
        out = x @ w + b
        powers = np.exp(out)
        gap = (powers / powers.sum(axis=1, keepdims=True) if softmax else out) - t
        losses.append((gap**2).sum() / (2 * len(x)))
        step = lr * losses[-1] if sent else lr
        w, b = w - step * x.T @ gap / len(x), b - step * gap.mean(axis=0)
    return np.asarray(losses)


def as_array(losses: object, epochs: int) -> Array:
    """Return what train gave, once it is known to be a list of that many numbers."""
    values = list(losses) if isinstance(losses, list) else []
    must = f"train must return a list of {epochs} numbers, one for each epoch."
    require(isinstance(losses, list), must, cause=NO_LIST)
    cause = {epochs - 1: ONE_LESS, 2 * epochs: OF_BATCHES}.get(len(values), "")
    require(len(values) == epochs, f"{must[:-1]}, found {len(values)}.", cause=cause)
    require(not any(map(np.ndim, values)), must)
    return np.asarray(values, np.float64)
