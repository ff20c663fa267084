"""Open checks of unit 3: the training loop, of layers of its own."""

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
"""A layer, a loss and an optimizer."""

import numpy as np


class Affine:
    """out = x W + b."""

    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {"W": np.zeros_like(W), "b": np.zeros_like(b)}
        self.modes = []  # of the forwards that a backward belongs to

    def forward(self, x, train=True):
        self.x, self.train = x, train
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.modes.append(bool(self.train))
        self.grads["W"], self.grads["b"] = self.x.T @ dout, dout.sum(axis=0)
        return dout @ self.params["W"].T


class Squares:
    """Half the squared distance, a mean over the examples."""

    def forward(self, logits, t):
        self.gap = logits - t
        return float((self.gap**2).sum() / (2 * len(t)))

    def backward(self, dout=1.0):
        if not hasattr(self, "gap"):
            raise RuntimeError("loss.backward comes before the first loss.forward")
        return dout * self.gap / len(self.gap)


class Descent:
    """Plain gradient descent."""

    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= self.lr * grad


def chance(seed):
    return np.random.default_rng(seed)


def draws(student, x, t):
    rng = chance(1)
    list(student.minibatches(x, t, 4, rng))
    return rng.random() != chance(1).random()
'''
EVALUATED = (
    "train is False in the forward of a step: call net.forward with train=True, for "
    "some layers do something else in training."
)
OTHER_CHANCE = (
    "rng, the generator that train is given, is never used: hand it to minibatches in "
    "every epoch, and make no other."
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
ONCE = (
    "Only one step is made in an epoch: the update belongs in the loop over the "
    "batches, after net.backward, and is made for each of them."
)
ONE_LESS = (
    "A loss is missing: is a return inside of the loop, does range end too early, or "
    "is one noted after the loop alone?"
)
OF_BATCHES = "A loss is noted for each batch: note one after each epoch, over all N."
STILL = (
    "The parameters do not move: each batch needs loss.backward, then net.backward of "
    "what it returns, and then the optimizer with net.params and net.grads."
)
DOUBLE = "Each batch moves the parameters twice: one update for one backward."
NO_LIST = "train must return its list of losses: is a return missing at its end?"


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
        "losses:sent-back": (SENT, descended(x, t, w, lr, sent=1.0)[:3]),
        "losses:total-sent-back": (SENT, descended(x, t, w, lr, sent=7.0)[:3]),
        "losses:late": (LATE, right[[0, 0, 1]]),
        "losses:used-up": (USED_UP, right[:3] * [1.0, 0.0, 0.0]),
        "losses:goes-on": (GOES_ON, np.cumsum(right[:3])),
        "losses:softmax": (BENT, descended(x, t, w, lr, softmax=True)[:3]),
    }
    clues = Clues(axes={"the list of losses": "epochs"}, suspects=suspects)
    close(as_array(losses, 3), right[:3], "the list of losses", clues=clues)


@exercise("3.7")
def test_two_batches_make_two_steps(student: Student, rng: Rng) -> None:
    """train(...) makes a training step after each batch that it draws with rng.

    The examples are all alike, so each batch has the gradient of all of them.
    """
    make, w = support(student, "layers", LAYERS), rng.normal(size=(3, 2))
    net, lr = make.Affine(w.copy(), np.zeros(2)), 0.1
    x, t = (np.tile(rng.normal(size=(1, size)), (8, 1)) for size in (3, 2))
    parts, rng_given = (net, make.Squares(), make.Descent(lr)), make.chance(1)

    student.train(*parts, x.copy(), t.copy(), 1, 4, rng_given)

    ways = stepped(x[0], t[0], w, lr)
    suspects = {
        "steps:none": (STILL, ways[0]),
        "steps:once": (ONCE, ways[1]),
        "steps:double": (DOUBLE, ways[4]),
    }
    named = 'params["W"] after one epoch of two batches'
    close(net.params["W"], ways[2], named, clues=Clues(suspects=suspects))
    require(
        all(net.modes), "A step must get train=True in its forward.", cause=EVALUATED
    )
    is_used = rng_given.random() != make.chance(1).random()
    is_its_own = not is_used and attempt(lambda: make.draws(student, x, t))
    require(not is_its_own, "Batches must be drawn with rng.", cause=OTHER_CHANCE)


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


@np.errstate(over="ignore", invalid="ignore")
def descended(
    x: Array,
    t: Array,
    w: Array,
    lr: float,
    *,
    softmax: bool = False,
    sent: float = 0.0,
) -> Array:
    """Return the losses before each of three steps down the gradient, and after.

    A step may be multiplied by `sent` times the loss.
    """
    losses, b = [], np.zeros(t.shape[1])
    for _ in range(4):
        out = x @ w + b
        powers = np.exp(out)
        gap = (powers / powers.sum(axis=1, keepdims=True) if softmax else out) - t
        losses.append((gap**2).sum() / (2 * len(x)))
        step = lr * (sent * losses[-1] if sent else 1.0)
        w, b = w - step * x.T @ gap / len(x), b - step * gap.mean(axis=0)
    return np.asarray(losses)


def stepped(x: Array, t: Array, w: Array, lr: float) -> list[Array]:
    """Return W after each of none to four steps on one example."""
    found, b = [w], np.zeros(t.shape)
    for _ in range(4):
        gap = x @ found[-1] + b - t
        found.append(found[-1] - lr * np.outer(x, gap))
        b -= lr * gap
    return found


def as_array(losses: object, epochs: int) -> Array:
    """Return what train gave, once it is known to be a list of that many numbers."""
    values = list(losses) if isinstance(losses, list) else []
    must = f"train must return a list of {epochs} numbers, one for each epoch."
    require(isinstance(losses, list), must, cause=NO_LIST)
    cause = {epochs - 1: ONE_LESS, 2 * epochs: OF_BATCHES}.get(len(values), "")
    require(len(values) == epochs, f"{must[:-1]}, found {len(values)}.", cause=cause)
    require(not any(map(np.ndim, values)), must)
    return np.asarray(values, np.float64)
