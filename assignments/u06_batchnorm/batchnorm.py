"""Unit 6: batch normalization, forward and backward.

Read README.md in this folder first; it derives every formula used here.
Paper: Ioffe and Szegedy (2015), "Batch Normalization", arXiv:1502.03167.

Shapes:
    N  examples in the batch
    D  features per example
    C  channels of an image
"""

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

# Or CuPy's: xp is the library that made the array, so write xp.sqrt(...).
Array = NDArray[np.floating]


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
        # 6.1  Training: Algorithm 1 of the paper. The variance divides by N.
        # 6.2  Evaluation: handout 2.3. The running averages stay as they are.
        # Keep on self whatever `backward` will need.
        raise NotImplementedError("6.1 BatchNorm.forward")

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, set those of the parameters: exercises 6.3, 6.4.

        Args:
            dout: (N, D) gradient of the loss with respect to the output of the
                latest forward, left unchanged.

        Returns:
            (N, D) gradient with respect to x. `grads` is assigned, not added to.
        """
        xp = array_namespace(dout)
        # 6.3  Each x[n] reaches every output row along three paths: directly,
        # through the mean, and through the variance (handout 3.1). Add them.
        # 6.4  After a forward in evaluation one path is left (handout 3.4).
        raise NotImplementedError("6.3 BatchNorm.backward")


class BatchNorm2d(BatchNorm):
    """Normalize each channel of images over the batch and over all pixels.

    A channel is one feature, and every pixel of every image is one example of
    it. Construction, attributes and state are those of `BatchNorm`, with C in
    place of D.
    """

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the normalized images: exercise 6.5.

        Args:
            x: (N, C, height, width) images, left unchanged.
            train: whether to use the batch's statistics or the running ones.

        Returns:
            (N, C, height, width) array, in the dtype of x.
        """
        # 6.5  Make a matrix with one column per channel, and give it to BatchNorm
        # (handout 4). Its rows must come back as the images they were.
        raise NotImplementedError("6.5 BatchNorm2d.forward")

    def backward(self, dout: Array) -> Array:
        """Return the gradient for the images: exercise 6.5.

        Args:
            dout: (N, C, height, width) gradient of the loss with respect to the
                output of the latest forward, left unchanged.

        Returns:
            (N, C, height, width) gradient with respect to x.
        """
        # 6.5  The same two rearrangements around BatchNorm.backward.
        raise NotImplementedError("6.5 BatchNorm2d.backward")
