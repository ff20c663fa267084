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
        # hole: 1.1 Scale.forward
        #: 1.1  Keep what `backward` will need.
        self.x = x
        return self.params["gamma"] * x

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 1.2."""
        # hole: 1.2 Scale.backward
        #: 1.2  gamma reaches every row.
        self.grads["gamma"] = (dout * self.x).sum(axis=0)
        return dout * self.params["gamma"]
