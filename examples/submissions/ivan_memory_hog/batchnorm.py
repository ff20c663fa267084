"""Unit 6: batch normalization, forward and backward.

Read README.md in this folder first; it derives every formula used here.
Paper: Ioffe and Szegedy (2015), "Batch Normalization", arXiv:1502.03167.

Shapes:
    N  examples in the batch
    D  features per example
    C  channels of an image, (N, C, height, width) in all
"""

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

Array = NDArray[np.floating]  # or CuPy's: xp = array_namespace(x), then xp.sqrt(x)


class BatchNorm:
    """Normalize each feature over the batch, then scale and shift it.

    While training, the mean and variance come from the batch in hand. In
    evaluation they are the running averages gathered during training.

    Attributes:
        params: "gamma" (D,) learned scale, "beta" (D,) learned shift; the
            arrays that were given, not copies.
        grads: the gradient of the loss for each of them, same shapes.
        running_mean: (D,) average of the batch means, starts at 0.
        running_var: (D,) average of the batch variances, starts at 1.
        momentum: the share of a running average that a batch leaves as it is.
        eps: added to every variance, inside the square root.

    Example:
        >>> norm = BatchNorm(np.ones(1), np.zeros(1), eps=0.0)
        >>> norm.forward(np.array([[1.0], [3.0]])).tolist()
        [[-1.0], [1.0]]
    """

    def __init__(
        self, gamma: Array, beta: Array, momentum: float = 0.9, eps: float = 1e-5
    ) -> None:
        xp = array_namespace(gamma)
        self.params = {"gamma": gamma, "beta": beta}
        self.grads = {"gamma": xp.zeros_like(gamma), "beta": xp.zeros_like(beta)}
        self.running_mean = xp.zeros_like(gamma)
        self.running_var = xp.ones_like(gamma)
        self.momentum = momentum
        self.eps = eps

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the normalized batch: exercises 6.1 and 6.2.

        While training, also move both running averages, in place, towards
        the batch: running = momentum * running + (1 - momentum) * batch.

        Args:
            x: (N, D) activations, left unchanged.
            train: whether to use the batch's statistics or the running ones.

        Returns:
            (N, D) array gamma * x_hat + beta, in the dtype of x.
        """
        xp = array_namespace(x)
        # hole: 6.1 BatchNorm.forward
        #: 6.1  Training: Algorithm 1 of the paper. The variance divides by N.
        #: 6.2  Evaluation: handout 2.3. The running averages stay as they are.
        #: Keep on self whatever `backward` will need.
        mean, var = self.running_mean, self.running_var
        if train:
            mean = x.mean(axis=0)
            var = ((x - mean) ** 2).mean(axis=0)
            _move(self.running_mean, mean, self.momentum)
            _move(self.running_var, var, self.momentum)
        self.train = train
        self.inv_std = 1.0 / xp.sqrt(var + self.eps)
        self.x_hat = (x - mean) * self.inv_std
        out: Array = self.params["gamma"] * self.x_hat + self.params["beta"]
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, and set those of the parameters: exercise 6.3.

        It belongs to the most recent forward. If that was an evaluation, the
        statistics were constants: exercise 6.4.

        Args:
            dout: (N, D) gradient of the loss with respect to the output,
                left unchanged.

        Returns:
            (N, D) gradient with respect to x. `grads` is assigned, not added to.
        """
        # hole: 6.3 BatchNorm.backward
        #: Each x[n] reaches every output row along three paths: directly, through
        #: the batch mean, and through the batch variance (handout 3.1). Add them.
        #: 6.4  After an evaluation forward, two of the paths are gone (handout 3.4).
        self.grads["gamma"] = (dout * self.x_hat).sum(axis=0)
        self.grads["beta"] = dout.sum(axis=0)
        direct = dout * self.params["gamma"]
        paths = direct
        if self.train:
            through_mean = -direct.mean(axis=0)
            through_var = -self.x_hat * (direct * self.x_hat).mean(axis=0)
            paths = direct + through_mean + through_var
        dx: Array = self.inv_std * paths
        return dx


class BatchNorm2d(BatchNorm):
    """Normalize each channel over the batch and over all pixels.

    The constructor, `params`, `grads` and the running averages are those of
    `BatchNorm`, with one entry for each channel: (C,) in place of (D,).

    Example:
        >>> norm = BatchNorm2d(np.ones(1), np.zeros(1), eps=0.0)
        >>> norm.forward(np.array([[[[1.0, 3.0]]]])).tolist()
        [[[[-1.0, 1.0]]]]
    """

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the normalized images: exercise 6.5.

        Args:
            x: (N, C, height, width) images, left unchanged.
            train: whether to use the batch's statistics or the running ones.

        Returns:
            (N, C, height, width) array, in the dtype of x.
        """
        # hole: 6.5 BatchNorm2d.forward
        #: Every pixel of every image is one example of its channel (handout 4.1).
        #: `super().forward` normalizes rows; which axis must be last for that?
        return _images(super().forward(_rows(x), train), x.shape)

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, and set those of the parameters: exercise 6.5.

        Args:
            dout: (N, C, height, width) gradient of the loss with respect to
                the output, left unchanged.

        Returns:
            (N, C, height, width) gradient with respect to x.
        """
        # hole: 6.5 BatchNorm2d.backward
        #: The same way there and back as in `forward`.
        return _images(super().backward(_rows(dout)), dout.shape)


# solution only
def _move(average: Array, batch: Array, momentum: float) -> None:
    """Move a running average, in place, towards the statistic of a batch."""
    average *= momentum
    average += (1.0 - momentum) * batch


# solution only
def _rows(x: Array) -> Array:
    """Return images (N, C, height, width) as rows (N * height * width, C)."""
    xp = array_namespace(x)
    rows: Array = xp.moveaxis(x, 1, -1).reshape(-1, x.shape[1])
    return rows


# solution only
def _images(rows: Array, shape: tuple[int, ...]) -> Array:
    """Return rows (N * height * width, C) as images of `shape`."""
    xp = array_namespace(rows)
    n, c, height, width = shape
    images: Array = xp.moveaxis(rows.reshape(n, height, width, c), -1, 1)
    return images
