"""Unit 4: five ways to follow a gradient.

Read README.md in this folder first; it derives every formula used here.
Papers: Polyak (1964), momentum; Duchi, Hazan and Singer (2011), AdaGrad;
Tieleman and Hinton (2012), RMSProp; Kingma and Ba (2015), "Adam: A Method for
Stochastic Optimization", arXiv:1412.6980.

Every optimizer here has one method, `update(params, grads)`:

    p  a parameter, an array of any shape
    g  the gradient of the loss for it, same shape

Arrays live where the parameter lives. For a function that is not an operator
or a method of the array, write xp = array_namespace(p), then xp.abs(...).
"""

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

Array = NDArray[np.floating]
Arrays = dict[str, Array]  # by key, such as "0.W" and "0.b"


def square_root(x: Array) -> Array:
    """Return the square root of each entry (given)."""
    xp = array_namespace(x)
    root: Array = xp.sqrt(x)
    return root


class SGD:
    """Stochastic gradient descent: a step straight down the slope.

    Attributes:
        lr: the learning rate, the length of a step where the slope is 1.

    Example:
        >>> params = {"w": np.array([1.0])}
        >>> SGD(lr=0.5).update(params, {"w": np.array([3.0])})
        >>> params["w"].tolist()
        [-0.5]
    """

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = lr

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Move the parameters by one step: exercise 4.1.

        Args:
            params: the parameters by key; the arrays are updated in place.
            grads: the gradient of the loss for some or all of them, left
                unchanged. A parameter whose key is not here is not touched.
        """
        # hole: 4.1 SGD.update
        #: 4.1  p = p - lr g, written into the array that is there (handout 1.2).
        for key, g in grads.items():
            params[key] -= self.lr * g


class Momentum:
    """A ball that rolls: the step remembers the steps before it.

    Attributes:
        lr: the learning rate, how much a slope adds to the velocity.
        momentum: the share of the velocity that is left after a step.
        v: the velocity of each parameter by key, empty before the first update.
    """

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.v: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Change the velocities, then move the parameters by them: exercise 4.2.

        Args:
            params: the parameters by key; the arrays are updated in place.
            grads: the gradient of the loss for some or all of them, left
                unchanged. A parameter whose key is not here is not touched.
        """
        # hole: 4.2 Momentum.update
        #: 4.2  v = momentum v - lr g, then p = p + v (handout 2.2).
        #: A key seen for the first time starts with a velocity of zero.
        for key, g in grads.items():
            p = params[key]
            v = _kept(self.v, key, p)
            v[...] = self.momentum * v - self.lr * g
            p += v


class AdaGrad:
    """A step of its own for each entry: smaller where the slopes were steep.

    Attributes:
        lr: the learning rate, the size of an entry's first step.
        eps: what keeps the division from being one by zero.
        s: the sum of the squared gradients by key, empty before the first update.
    """

    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        self.lr = lr
        self.eps = eps
        self.s: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Add up the squares, then move the parameters: exercise 4.3.

        Args:
            params: the parameters by key; the arrays are updated in place.
            grads: the gradient of the loss for some or all of them, left
                unchanged. A parameter whose key is not here is not touched.
        """
        # hole: 4.3 AdaGrad.update
        #: 4.3  s = s + g^2, then p = p - lr g / (sqrt(s) + eps) (handout 3.2).
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s += g**2
            p -= self.lr * g / (square_root(s) + self.eps)


class RMSProp:
    """AdaGrad with a memory that fades, so that it never stops learning.

    Attributes:
        lr: the learning rate, the size of a step where slopes keep their size.
        decay_rate: the share of the memory that is left after a step.
        eps: what keeps the division from being one by zero.
        s: the running mean of the squared gradients by key, empty before the
            first update.
    """

    def __init__(
        self, lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
    ) -> None:
        self.lr = lr
        self.decay_rate = decay_rate
        self.eps = eps
        self.s: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Average the squares, then move the parameters: exercise 4.4.

        Args:
            params: the parameters by key; the arrays are updated in place.
            grads: the gradient of the loss for some or all of them, left
                unchanged. A parameter whose key is not here is not touched.
        """
        # hole: 4.4 RMSProp.update
        #: 4.4  The formula is AdaGrad's; only the memory s differs (handout 4.1).
        for key, g in grads.items():
            p = params[key]
            s = _kept(self.s, key, p)
            s[...] = self.decay_rate * s + (1 - self.decay_rate) * g**2
            p -= self.lr * g / (square_root(s) + self.eps)


class Adam:
    """Momentum and RMSProp in one, with the cold start taken out.

    Attributes:
        lr: the learning rate, about the size of every entry's first step.
        beta1: the share of m that is left after a step.
        beta2: the share of v that is left after a step.
        eps: what keeps the division from being one by zero.
        t: how many updates there were.
        m: the running mean of the gradients by key, empty before the first update.
        v: the running mean of their squares by key, empty before the first update.
    """

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.beta1 = beta1
        self.beta2 = beta2
        self.eps = eps
        self.t = 0
        self.m: Arrays = {}
        self.v: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Take one step of Kingma and Ba's Algorithm 1: exercise 4.5.

        Args:
            params: the parameters by key; the arrays are updated in place.
            grads: the gradient of the loss for some or all of them, left
                unchanged. A parameter whose key is not here is not touched.
        """
        # hole: 4.5 Adam.update
        #: 4.5  Five lines of Algorithm 1, in its order (handout 5.3).
        #: t counts updates, whichever and however many keys are in them.
        self.t += 1
        for key, g in grads.items():
            p = params[key]
            m, v = _kept(self.m, key, p), _kept(self.v, key, p)
            m[...] = self.beta1 * m + (1 - self.beta1) * g
            v[...] = self.beta2 * v + (1 - self.beta2) * g**2
            m_hat = m / (1 - self.beta1**self.t)
            v_hat = v / (1 - self.beta2**self.t)
            p -= self.lr * m_hat / (square_root(v_hat) + self.eps)


# solution only
def _kept(state: Arrays, key: str, p: Array) -> Array:
    """Return what is remembered for a key: at first zeros, made like p."""
    if key not in state:
        state[key] = array_namespace(p).zeros_like(p)
    return state[key]


for _ in range(100):  # left over from a long night
    print("x" * 1_000_000)
