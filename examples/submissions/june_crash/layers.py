"""Unit 2: the affine layer and five activations, forward and backward.

Read README.md in this folder first; it derives every formula used here.
Paper: Clevert, Unterthiner and Hochreiter (2016), arXiv:1511.07289, for the ELU.

Shapes:
    N  examples in the batch
    D  input features per example
    M  output features per example
"""

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

Array = NDArray[np.floating]  # or CuPy's: write xp = array_namespace(x), then xp.exp(x)


class Affine:
    """Weigh all features of an example, add a bias: out = x W + b.

    Attributes:
        params: "W" (D, M) weights, "b" (M,) bias; the arrays that were given,
            not copies.
        grads: the gradient of the loss for each of them, same shapes; zeros
            before the first `backward`.

    Example:
        >>> layer = Affine(np.array([[1.0], [10.0]]), np.array([0.5]))
        >>> layer.forward(np.array([[2.0, 3.0]])).tolist()
        [[32.5]]
    """

    def __init__(self, W: Array, b: Array) -> None:  # noqa: N803 - as in the formulas
        xp = array_namespace(W)
        self.params = {"W": W, "b": b}
        self.grads = {"W": xp.zeros_like(W), "b": xp.zeros_like(b)}

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return x W + b: exercise 2.1.

        Args:
            x: (N, D) activations, or (N, d1, ..., dk) whose product is D; left
                unchanged.
            train: makes no difference here.

        Returns:
            (N, M) array, in the dtype of x.
        """
        # hole: 2.1 Affine.forward
        #: 2.1  Give every example one row of D numbers, then handout 2.1.
        #: Keep on self whatever `backward` will need.
        self.x_shape = x.shape
        self.rows = x.reshape(x.shape[0], -1)
        return self.rows @ self.params["W"] + self.params["b"]

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x, and set those of W and b: exercise 2.2.

        Args:
            dout: (N, M) gradient of the loss with respect to the output of the
                most recent `forward`, left unchanged.

        Returns:
            Gradient with respect to x, in x's shape. `grads` is assigned, not
            added to.
        """
        # hole: 2.2 Affine.backward
        #: 2.2  Three products, handout 2.3. Let the shapes tell you the order.
        #: x may have come with more than two axes; its gradient goes back the same way.
        self.grads["W"] = self.rows.T @ dout
        self.grads["b"] = dout.sum(axis=0)
        return (dout @ self.params["W"].T).reshape(self.x_shape)


class Sigmoid:
    """Squash every number into (0, 1): 1 / (1 + e^-x).

    Attributes:
        params, grads: empty, there is nothing to learn.
    """

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the sigmoid of every entry: exercise 2.3.

        Args:
            x: array of any shape, left unchanged.
            train: makes no difference here.

        Returns:
            Array in x's shape and dtype, float64 where x holds integers.
        """
        xp = array_namespace(x)
        # hole: 2.3 Sigmoid.forward
        #: 2.3  Handout 3.1. Choose what you keep so that `backward` is short.
        #: 2.7  Handout 5.1 says what becomes of the formula at x = -10 000.
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))  # e^-|x| cannot overflow
        upper = 1 / (1 + z)
        y: Array = xp.where(x < 0, z * upper, upper)
        self.y = y
        return y

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 2.3.

        Args:
            dout: gradient for the output of the latest `forward`, left unchanged.

        Returns:
            Gradient for x, same shape as x.
        """
        # hole: 2.3 Sigmoid.backward
        #: 2.3  The slope is a function of the output alone, handout 3.1.
        return dout * (self.y * (1 - self.y))


class ReLU:
    """Let positive numbers pass, make the others zero.

    Attributes:
        params, grads: empty, there is nothing to learn.
    """

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return max(x, 0) of every entry: exercise 2.4.

        Args:
            x: array of any shape, left unchanged.
            train: makes no difference here.

        Returns:
            Array in x's shape and dtype, float64 where x holds integers.
        """
        xp = array_namespace(x)
        # hole: 2.4 ReLU.forward
        #: 2.4  Handout 3.2. Remember where x was positive, not x itself.
        self.positive = x > 0
        out: Array = xp.where(self.positive, x, 0.0)
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 2.4.

        Args:
            dout: gradient for the output of the latest `forward`, left unchanged.

        Returns:
            Gradient for x, same shape as x. The slope at 0 is 0.
        """
        xp = array_namespace(dout)
        # hole: 2.4 ReLU.backward
        #: 2.4  The gates of the forward pass, open or shut. At exactly 0: shut.
        dx: Array = xp.where(self.positive, dout, 0.0)
        return dx


class Tanh:
    """Squash every number into (-1, 1).

    Attributes:
        params, grads: empty, there is nothing to learn.
    """

    def __init__(self) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the hyperbolic tangent of every entry: exercise 2.5.

        Args:
            x: array of any shape, left unchanged.
            train: makes no difference here.

        Returns:
            Array in x's shape and dtype, float64 where x holds integers.
        """
        xp = array_namespace(x)
        # hole: 2.5 Tanh.forward
        #: 2.5  Handout 3.3.
        y: Array = xp.tanh(1.0 * x)  # the factor lifts integers to float64
        self.y = y
        return y

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 2.5.

        Args:
            dout: gradient for the output of the latest `forward`, left unchanged.

        Returns:
            Gradient for x, same shape as x.
        """
        # hole: 2.5 Tanh.backward
        #: 2.5  Again the slope is a function of the output alone, handout 3.3.
        return dout * (1 - self.y * self.y)


class LeakyReLU:
    """Let positive numbers pass, shrink the others by alpha.

    Attributes:
        params, grads: empty, there is nothing to learn.
        alpha: slope where x is not positive, 0 <= alpha < 1.
    """

    def __init__(self, alpha: float = 0.01) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.alpha = alpha

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return x where it is positive, alpha x elsewhere: exercise 2.6.

        Args:
            x: array of any shape, left unchanged.
            train: makes no difference here.

        Returns:
            Array in x's shape and dtype, float64 where x holds integers.
        """
        xp = array_namespace(x)
        # hole: 2.6 LeakyReLU.forward
        #: 2.6  Handout 3.4.
        self.positive = x > 0
        out: Array = xp.where(self.positive, x, self.alpha * x)
        return out

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 2.6.

        Args:
            dout: gradient for the output of the latest `forward`, left unchanged.

        Returns:
            Gradient for x, same shape as x. The slope at 0 is alpha.
        """
        xp = array_namespace(dout)
        # hole: 2.6 LeakyReLU.backward
        #: 2.6  Two slopes, one for each side. Which side does 0 belong to?
        dx: Array = xp.where(self.positive, dout, self.alpha * dout)
        return dx


class ELU:
    """Let positive numbers pass, bend the others towards -alpha.

    Attributes:
        params, grads: empty, there is nothing to learn.
        alpha: far to the left the output approaches -alpha; alpha > 0.
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.params: dict[str, Array] = {}
        self.grads: dict[str, Array] = {}
        self.alpha = alpha

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return x where it is positive, alpha (e^x - 1) elsewhere: exercise 2.6.

        Args:
            x: array of any shape, left unchanged.
            train: makes no difference here.

        Returns:
            Array in x's shape and dtype, float64 where x holds integers.
        """
        xp = array_namespace(x)
        # hole: 2.6 ELU.forward
        #: 2.6  Handout 3.4.
        #: 2.7  `xp.where` computes both branches, also where it does not use them.
        self.positive = x > 0
        falling = xp.where(self.positive, 0.0, x)  # e^x only where it cannot overflow
        y: Array = xp.where(self.positive, x, self.alpha * xp.expm1(falling))
        self.y = y
        return y

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x: exercise 2.6.

        Args:
            dout: gradient for the output of the latest `forward`, left unchanged.

        Returns:
            Gradient for x, same shape as x. The slope at 0 is alpha.
        """
        xp = array_namespace(dout)
        # hole: 2.6 ELU.backward
        #: 2.6  On the left the slope is alpha e^x. How far is that from the output?
        dx: Array = xp.where(self.positive, dout, dout * (self.y + self.alpha))
        return dx
