"""Unit 3: the loss of a classifier, a network of layers, and gradient descent.

Read README.md in this folder first; it derives every formula used here.
Paper: Blanchard, Higham and Higham (2021), arXiv:1909.03469, for softmax and its
logarithm in a computer's arithmetic.

Shapes:
    N  examples, of a batch or of all data
    D  features of an example
    C  classes
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

Array = NDArray[np.floating]  # or CuPy's: write xp = array_namespace(x), then xp.exp(x)
Labels = NDArray[np.generic]  # (N,) whole numbers from 0 to C - 1, or rows (N, C)


class Layer(Protocol):
    """What a network is made of, as in unit 2; a network is one, too."""

    params: dict[str, Array]
    grads: dict[str, Array]

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output for x."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, and set `grads`."""


class Loss(Protocol):
    """What a network is trained to make small."""

    def forward(self, logits: Array, t: Labels) -> float:
        """Return the mean loss of a batch."""

    def backward(self, dout: float = 1.0) -> Array:
        """Return its gradient for the logits."""


class Optimizer(Protocol):
    """What moves parameters; unit 4 writes five of them."""

    def update(self, params: dict[str, Array], grads: dict[str, Array]) -> None:
        """Move the arrays of `params` in place."""


def softmax(x: Array, axis: int = -1) -> Array:
    """Return positive numbers that sum to 1 along an axis: exercise 3.1.

    Args:
        x: array of any shape, left unchanged.
        axis: the axis of the classes.

    Returns:
        Array in x's shape and dtype, float64 where x holds integers.
    """
    # 3.1  Handout 2.1. The first line is xp = array_namespace(x), as in unit 2.
    # 3.9  Handout 6.1 says what becomes of e^x at x = 10 000.
    raise NotImplementedError("3.1 softmax")


def log_softmax(x: Array, axis: int = -1) -> Array:
    """Return the logarithm of softmax: exercise 3.1.

    Args:
        x: array of any shape, left unchanged.
        axis: the axis of the classes.

    Returns:
        Array in x's shape and dtype, float64 where x holds integers.
    """
    # 3.1  Handout 2.2: a difference, in which softmax itself does not occur.
    raise NotImplementedError("3.1 log_softmax")


class SoftmaxCrossEntropy:
    """Turn logits into probabilities, and measure how far off they are.

    Attributes:
        params, grads: empty, there is nothing to learn.

    Example:
        >>> loss = SoftmaxCrossEntropy()
        >>> loss.forward(np.log([[1.0, 3.0]]), np.array([1])) == np.log(4 / 3)
        True
    """

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}

    def forward(self, logits: Array, t: Labels) -> float:
        """Return the mean cross-entropy of the batch: exercise 3.2.

        Args:
            logits: (N, C) numbers of any size, left unchanged.
            t: what is right, left unchanged: (N,) labels, whole numbers from 0 to
                C - 1; or (N, C) rows that sum to 1, of which label rows with a
                single 1 are the usual case.

        Returns:
            The mean over the N examples, one number.
        """
        xp = array_namespace(logits)
        # 3.2  Handout 3.1 and 3.2. Labels have one axis, rows have two.
        # Keep on self whatever `backward` will need.
        raise NotImplementedError("3.2 SoftmaxCrossEntropy.forward")

    def backward(self, dout: float = 1.0) -> Array:
        """Return the gradient for the logits: exercise 3.3.

        Args:
            dout: gradient with respect to the number that the latest `forward`
                returned; 1 where that number is the loss itself.

        Returns:
            (N, C) gradient, in the dtype of the logits.
        """
        # 3.3  Handout 3.3. The mean of `forward` has a share in it, and so has dout.
        raise NotImplementedError("3.3 SoftmaxCrossEntropy.backward")


class Sequential:
    """A row of layers that is a layer itself: the output of each enters the next.

    Attributes:
        layers: the layers, first to last.
        params: their parameters by place and name, "0.W", "0.b", "2.W": the very
            arrays of the layers.
        grads: the arrays that the layers have in their own `grads`, by the same
            names, now and after every `backward`.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        """Put layers in a row, and their params and grads together: exercise 3.4.

        Args:
            layers: first to last; each may be a Sequential itself.
        """
        self.layers = list(layers)
        # 3.4  Set self.params and self.grads: handout 4.2.
        raise NotImplementedError("3.4 Sequential")

    def forward(self, x: Array, train: bool = True) -> Array:
        """Send x through all layers: exercise 3.4.

        Args:
            x: what the first layer takes, left unchanged.
            train: passed on to every layer.

        Returns:
            What the last layer gives.
        """
        # 3.4  Handout 4.1. `train` goes to every layer by keyword.
        raise NotImplementedError("3.4 Sequential.forward")

    def backward(self, dout: Array) -> Array:
        """Send a gradient back through all layers: exercise 3.4.

        Args:
            dout: gradient for the output of the latest `forward`, left unchanged.

        Returns:
            Gradient for x. Afterwards `grads` holds what the layers found.
        """
        # 3.4  Handout 4.1 and 4.2. Where do the layers put what they find?
        raise NotImplementedError("3.4 Sequential.backward")


def accuracy(logits: Array, t: Labels) -> float:
    """Return the share of examples whose largest logit is the right one: exercise 3.5.

    Args:
        logits: (N, C) numbers, left unchanged.
        t: (N,) labels, or (N, C) label rows with a single 1; left unchanged.

    Returns:
        A number from 0 to 1.
    """
    xp = array_namespace(logits, t)
    # 3.5  Handout 3.5. Labels have one axis, rows have two.
    raise NotImplementedError("3.5 accuracy")


def minibatches(
    x: Array, t: Labels, batch_size: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Labels]]:
    """Yield the data once, in batches, in a random order: exercise 3.6.

    Args:
        x: (N, ...) examples, left unchanged.
        t: (N,) labels or (N, C) rows, left unchanged.
        batch_size: how many examples a batch has; the last one may have fewer.
        rng: the only source of randomness; another order each time.

    Yields:
        Some examples, and their labels or rows in the same order.
    """
    # 3.6  Handout 5.1. One order for both arrays.
    raise NotImplementedError("3.6 minibatches")


def train(  # noqa: PLR0913, PLR0917 - all that a training is made of
    net: Layer,
    loss: Loss,
    optimizer: Optimizer,
    x: Array,
    t: Labels,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> list[float]:
    """Train a network, and return how its loss fell: exercise 3.7.

    Args:
        net: its `params` are updated in place.
        loss: measures the output of `net` against t.
        optimizer: gets `net.params` and `net.grads` once for every batch.
        x: (N, ...) examples, left unchanged.
        t: (N,) labels or (N, C) rows, left unchanged.
        epochs: how often to go through the data.
        batch_size: how many examples an update is made from.
        rng: shuffles every epoch anew.

    Returns:
        For each epoch the mean over its N examples of the loss that they had just
        before the update of their batch.
    """
    # 3.7  Handout 5.2: five steps for each batch, and one number for each epoch.
    raise NotImplementedError("3.7 train")
