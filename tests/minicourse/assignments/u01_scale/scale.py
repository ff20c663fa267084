"""Unit 1: a layer that scales each column.

Shapes:
    N  examples in the batch
    D  features per example
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


class Scale:
    """Multiply each feature by a learned factor."""

    def __init__(self, gamma: Array) -> None:
        self.params = {"gamma": gamma}
        self.grads = {"gamma": np.zeros_like(gamma)}

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return (N, D) array gamma * x: exercise 1.1."""
        # 1.1  Keep what `backward` will need.
        raise NotImplementedError("1.1 Scale.forward")

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 1.2."""
        # 1.2  gamma reaches every row.
        raise NotImplementedError("1.2 Scale.backward")
