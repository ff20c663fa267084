"""Unit 10: residual connections.

Read README.md in this folder first; it derives every formula used here.
Papers: He et al. (2015), "Deep Residual Learning for Image Recognition",
arXiv:1512.03385, for ResidualBlock; He et al. (2016), "Identity Mappings in Deep
Residual Networks", arXiv:1603.05027, for PreActivationBlock.

Shapes:
    N  examples in the batch
    D  features per example
    M  features of what a block with a shortcut layer gives
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

# Or CuPy's: xp is the library that made the array, so write xp.maximum(...).
Array = NDArray[np.floating]


class Layer(Protocol):
    """What a branch, a shortcut and a block are, as in unit 2.

    Here a branch has one more right than a layer of unit 2: in its backward it may
    write into the dout that it is given, and into the output that it gave.
    """

    @property
    def params(self) -> dict[str, Array]:
        """What is learned, by name."""

    @property
    def grads(self) -> dict[str, Array]:
        """The gradients of the latest backward, by the same names."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output for x."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, and set `grads`."""


class ResidualBlock:
    """A branch, a way around it, and a ReLU after their sum: He et al. (2015).

    Attributes:
        branch: the layer that learns.
        shortcut: the layer on the way around it; None for the identity.

    Example:
        >>> class Double:
        ...     params, grads = {}, {}
        ...     def forward(self, x, train=True):
        ...         return 2 * x
        ...     def backward(self, dout):
        ...         return 2 * dout
        >>> block = ResidualBlock(Double())
        >>> block.forward(np.array([[1.0, -1.0]])).tolist()
        [[3.0, 0.0]]
    """

    def __init__(self, branch: Layer, shortcut: Layer | None = None) -> None:
        self.branch = branch
        self.shortcut = shortcut

    @property
    def params(self) -> dict[str, Array]:
        """The parameters of both layers, by place and name: exercise 10.1.

        "branch.W" is the very array that the branch calls "W", and "shortcut.W"
        that of the shortcut, if there is one.
        """
        # hole: 10.1 params
        #: 10.1  A new dict is made whenever someone reads block.params. The arrays in
        #: it are those of the layers: handout 2.2.
        return {
            f"{place}.{name}": array
            for place, layer in _layers(self).items()
            for name, array in layer.params.items()
        }

    @property
    def grads(self) -> dict[str, Array]:
        """The gradients that both layers hold now, by the same names: exercise 10.1."""
        # hole: 10.1 grads
        #: 10.1  As above.
        return {
            f"{place}.{name}": array
            for place, layer in _layers(self).items()
            for name, array in layer.grads.items()
        }

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return relu(branch(x) + shortcut(x)): exercises 10.2 and 10.5.

        Args:
            x: (N, D) activations, or whatever else both layers take; left unchanged.
            train: passed on to both layers, by keyword.

        Returns:
            (N, D) array; (N, M) where both layers give M features.
        """
        xp = array_namespace(x)
        # hole: 10.2 ResidualBlock.forward
        #: 10.2  Without a shortcut layer x itself is added: handout 3.1.
        #: 10.5  With one, it takes the place of x: handout 5.
        #: The branch still needs the array that it returned: add in a new one.
        total = _sum(self, x, train=train)
        self.is_open = total > 0
        out: Array = xp.maximum(total, 0)
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercises 10.3 and 10.5.

        Args:
            dout: gradient of the loss for the output of the latest forward, left
                unchanged.

        Returns:
            Gradient for x, in the shape of x. Afterwards the layers hold theirs.
        """
        # hole: 10.3 ResidualBlock.backward
        #: 10.3  First through the ReLU, then along two ways to x: handout 3.2.
        #: 10.5  A shortcut layer has a backward of its own: handout 5.
        #: 10.8  The branch may write into what you give it: handout 6.
        return _sum_backward(self, dout * self.is_open)


class PreActivationBlock(ResidualBlock):
    """A branch, a way around it, and nothing after their sum: He et al. (2016).

    Normalization and ReLU stand inside the branch, before its weights. Construction,
    `params` and `grads` are those of `ResidualBlock`.
    """

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return branch(x) + shortcut(x): exercises 10.4 and 10.5.

        Args:
            x: (N, D) activations, or whatever else both layers take; left unchanged.
            train: passed on to both layers, by keyword.

        Returns:
            (N, D) array; (N, M) where both layers give M features.
        """
        # hole: 10.4 PreActivationBlock.forward
        #: 10.4  Handout 4.1.
        return _sum(self, x, train=train)

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercises 10.4 and 10.5.

        Args:
            dout: gradient of the loss for the output of the latest forward, left
                unchanged.

        Returns:
            Gradient for x, in the shape of x. Afterwards the layers hold theirs.
        """
        # hole: 10.4 PreActivationBlock.backward
        #: 10.4  Handout 4.2. dout arrives at both ways as it is.
        return _sum_backward(self, dout)


# solution only
def _layers(block: ResidualBlock) -> dict[str, Layer]:
    """Return the layers that a block has, by place."""
    both = {"branch": block.branch, "shortcut": block.shortcut}
    return {place: layer for place, layer in both.items() if layer is not None}


# solution only
def _sum(block: ResidualBlock, x: Array, *, train: bool) -> Array:
    """Return branch and shortcut of x added up, in a new array."""
    around = x
    if block.shortcut is not None:
        around = block.shortcut.forward(x, train=train)
    return block.branch.forward(x, train=train) + around


# solution only
def _sum_backward(block: ResidualBlock, dsum: Array) -> Array:
    """Return the gradient for x, in a new array; each layer gets a dout to keep."""
    around = dsum
    if block.shortcut is not None:
        around = block.shortcut.backward(dsum.copy())
    return block.branch.backward(dsum.copy()) + around


def plain_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through y = x J^T, stacked: exercise 10.6.

    Args:
        jacobians: a (D, D) array for each layer, the first layer first.
        dout: (N, D) gradient of the loss for the output of the last layer; left
            unchanged.

    Returns:
        (N, D) gradient for the input of the first layer.
    """
    # hole: 10.6 plain_gradient
    #: 10.6  One product for each layer: handout 1.2. Which layer comes first?
    dx = 1.0 * dout
    for jacobian in reversed(jacobians):
        dx = dx @ jacobian
    return dx


def residual_gradient(jacobians: Sequence[Array], dout: Array) -> Array:
    """Return the gradient for x through y = x + x J^T, stacked: exercise 10.6.

    Args:
        jacobians: a (D, D) array for the branch of each layer, the first layer first.
        dout: (N, D) gradient of the loss for the output of the last layer; left
            unchanged.

    Returns:
        (N, D) gradient for the input of the first layer.
    """
    # hole: 10.6 residual_gradient
    #: 10.6  Handout 1.3: at each layer the gradient has two ways to go.
    dx = 1.0 * dout
    for jacobian in reversed(jacobians):
        dx = dx + dx @ jacobian
    return dx


def gradient_norms(blocks: Sequence[Layer], x: Array, dout: Array) -> list[float]:
    """Return how large the gradient is that arrives at each block: exercise 10.7.

    Args:
        blocks: layers in a row, the first one first.
        x: what the first one takes, left unchanged.
        dout: gradient of the loss for the output of the last one, left unchanged.

    Returns:
        For each block, in the order of `blocks`, the root of the sum of squares of
        all entries of the gradient that its `backward` is given.
    """
    xp = array_namespace(x)
    # hole: 10.7 gradient_norms
    #: 10.7  All the way forward, then all the way back: handout 7.1.
    for block in blocks:
        x = block.forward(x, train=True)
    norms: list[float] = []
    for block in reversed(blocks):
        norms.append(float(xp.sqrt(xp.sum(dout * dout))))
        dout = block.backward(dout)
    return norms[::-1]
