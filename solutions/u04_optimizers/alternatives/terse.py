"""As few lines as will do, after section 2 of the paper: the corrections moved into lr."""

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Arrays = dict[str, Array]


class SGD:
    """SGD."""

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = lr

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Update."""
        for k in params:
            if k in grads:
                np.subtract(params[k], self.lr * grads[k], out=params[k])


class Momentum:
    """Momentum."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr, self.momentum, self.v = lr, momentum, dict[str, Array]()

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Update."""
        for k, g in grads.items():
            self.v[k] = self.momentum * self.v.get(k, 0 * g) - self.lr * g
            params[k][...] += self.v[k]


class AdaGrad:
    """AdaGrad."""

    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        self.lr, self.eps, self.s = lr, eps, dict[str, Array]()

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Update."""
        for k, g in grads.items():
            self.s[k] = self.s.get(k, 0 * g) + np.square(g)
            params[k] -= self.lr / (np.sqrt(self.s[k]) + self.eps) * g


class RMSProp:
    """RMSProp."""

    def __init__(
        self, lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
    ) -> None:
        self.lr, self.d, self.eps, self.s = lr, decay_rate, eps, dict[str, Array]()

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Update."""
        for k, g in grads.items():
            self.s[k] = self.d * self.s.get(k, 0 * g) + (1 - self.d) * np.square(g)
            params[k] -= self.lr * (g / (np.sqrt(self.s[k]) + self.eps))


class Adam:
    """Adam."""

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr, self.b, self.eps, self.t = lr, (beta1, beta2), eps, 0
        self.mv: dict[str, tuple[Array, Array]] = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Update."""
        self.t, (b1, b2) = self.t + 1, self.b
        root = math.sqrt(1 - b2**self.t)
        for k, g in grads.items():
            m, v = self.mv.get(k, (0 * g, 0 * g))
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * np.square(g)
            step = self.lr * root / (1 - b1**self.t)
            params[k] -= step * m / (np.sqrt(v) + self.eps * root)
            self.mv[k] = m, v
