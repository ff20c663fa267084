"""Unit 7: weight decay and dropout.

Read README.md in this folder first; it derives every formula used here.
Papers: Srivastava et al. (2014), "Dropout: A Simple Way to Prevent Neural Networks
from Overfitting", JMLR 15; Krogh and Hertz (1991), "A Simple Weight Decay Can Improve
Generalization", NIPS 4.

Shapes:
    N  examples in the batch
    D  features per example
"""

import numpy as np
from numpy.typing import NDArray

# Or CuPy's, whose arrays have the same operators and methods.
Array = NDArray[np.floating]


def l2_penalty(params: dict[str, Array], weight_decay: float) -> float:
    """Return what weight decay adds to the loss: exercises 7.1 and 7.3.

    It is half of weight_decay times the sum of the squares of all weights.

    Args:
        params: arrays by key, left unchanged. Those whose key is "W", or ends in
            ".W", are weights; all others do not count.
        weight_decay: how much a square costs.
    """
    # hole: 7.1 l2_penalty
    #: 7.1  Half of weight_decay times the sum of the squares (handout 2.1).
    #: 7.3  Only weights count, never biases, gamma or beta (handout 2.3).
    squares = [float((params[key] ** 2).sum()) for key in _weights(params)]
    return 0.5 * weight_decay * sum(squares)


def add_weight_decay(
    params: dict[str, Array], grads: dict[str, Array], weight_decay: float
) -> None:
    """Add the gradient of `l2_penalty` to grads, in place: exercises 7.2 and 7.3.

    Args:
        params: arrays by key, left unchanged. Those whose key is "W", or ends in
            ".W", are weights; all others do not count.
        grads: the gradient of the loss for each of them; the arrays themselves are
            written into. A key of params may be missing here and is passed over.
        weight_decay: as in `l2_penalty`.
    """
    # hole: 7.2 add_weight_decay
    #: 7.2  What is in grads stays and the slope of the penalty joins it (handout 2.2).
    #: 7.3  Only weights that have a gradient (handout 2.3).
    for key in _weights(params):
        if key in grads:
            grads[key] += weight_decay * params[key]


class Dropout:
    """Drop entries at random while training, and scale up those that are kept.

    Each entry is dropped with probability `ratio`, by itself and anew in each
    training forward. In evaluation the layer does nothing (handout 3).

    Attributes:
        params: empty, there is nothing to learn.
        grads: empty as well.

    Example:
        >>> Dropout(0.25).forward(np.array([6.0, 8.0]), train=False).tolist()
        [6.0, 8.0]
    """

    def __init__(
        self, ratio: float = 0.5, rng: np.random.Generator | None = None
    ) -> None:
        """Keep what the passes will need: exercises 7.4 and 7.8.

        Args:
            ratio: the probability to drop an entry, 0 <= ratio < 1.
            rng: draws the numbers; None means a fresh numpy.random.default_rng().

        Raises:
            ValueError: ratio is not in that range.
        """
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        # hole: 7.4 Dropout
        #: 7.4  Keep ratio and the generator on self.
        #: 7.8  Refuse a ratio out of range, and make a generator where none is given.
        if not 0 <= ratio < 1:
            msg = f"ratio must be at least 0 and below 1, found {ratio}"
            raise ValueError(msg)
        self.ratio = ratio
        self.rng = np.random.default_rng() if rng is None else rng

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return x with entries dropped: exercises 7.4 and 7.6.

        Args:
            x: (N, D) activations, or any other shape; left unchanged.
            train: whether to drop anything.

        Returns:
            An array of the shape of x, and of its dtype if that is a float: 0 where
            an entry is dropped and x / (1 - ratio) where it is kept; in evaluation
            x itself.
        """
        # hole: 7.4 Dropout.forward
        #: 7.4  Draw one number for each entry of x (handout 3.2), then keep and scale.
        #: 7.6  Evaluation: nothing is dropped and nothing scaled (handout 3.4).
        #: Keep on self what `backward` will need, whatever train is.
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x if self.kept is None else x * self.kept / (1 - self.ratio)

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercises 7.5 and 7.6.

        Args:
            dout: gradient of the loss for the output of the latest forward, of the
                shape of x; left unchanged.

        Returns:
            The gradient for x, of the same shape.
        """
        # hole: 7.5 Dropout.backward
        #: 7.5  The entries that this forward dropped had no part in the loss, and
        #: those that it kept were scaled (handout 3.3).
        #: 7.6  After an evaluation: handout 3.4.
        return dout if self.kept is None else dout * self.kept / (1 - self.ratio)


class ClassicDropout(Dropout):
    """Dropout as in the paper: scaled in evaluation, and not while training.

    Construction, attributes and state are those of `Dropout` (section 4).
    """

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return x with entries dropped, or scaled down: exercise 7.7.

        Args:
            x: (N, D) activations, or any other shape; left unchanged.
            train: whether to drop entries; if not, all are scaled.

        Returns:
            While training, 0 where an entry is dropped and x where it is kept;
            in evaluation (1 - ratio) * x. The shape and dtype are those of x.
        """
        # hole: 7.7 ClassicDropout.forward
        #: 7.7  The same draw as in Dropout, with the scale in evaluation (handout 4).
        self.kept = self.rng.random(x.shape) >= self.ratio if train else None
        return x * (1 - self.ratio) if self.kept is None else x * self.kept

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, after either forward: exercise 7.7.

        Args:
            dout: gradient of the loss for the output of the latest forward, of the
                shape of x; left unchanged.

        Returns:
            The gradient for x, of the same shape.
        """
        # hole: 7.7 ClassicDropout.backward
        #: 7.7  What multiplied x multiplies dout.
        return dout * (1 - self.ratio) if self.kept is None else dout * self.kept


# solution only
def _weights(params: dict[str, Array]) -> list[str]:
    """Return the keys of weights, which are those that decay."""
    return [key for key in params if key == "W" or key.endswith(".W")]
