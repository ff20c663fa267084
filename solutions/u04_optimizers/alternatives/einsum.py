"""All memories of a key in one array, whose rows an einsum mixes with new numbers."""

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

Array = NDArray[np.floating]
Arrays = dict[str, Array]


class Walker:
    """A stack of memories for each key; what a child keeps of them, and takes in."""

    rows = 1

    def __init__(self, lr: float) -> None:
        self.lr = lr
        self.t = 0
        self.kept: Arrays = {}

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Move each parameter that has a gradient."""
        self.t += 1
        for key, g in grads.items():
            xp = array_namespace(g)
            if key not in self.kept:
                self.kept[key] = xp.stack([xp.zeros_like(g)] * self.rows)
            memory = self.kept[key]
            np.add(self.fade(memory), self.take_in(g), out=memory)
            p = params[key]
            np.subtract(p, self.step(memory, g), out=p)

    def fade(self, memory: Array) -> Array:
        """Return what is left of the memories."""
        return memory

    def take_in(self, g: Array) -> Array:
        """Return what is added to the memories."""
        return g[None] * g[None]

    def step(self, memory: Array, g: Array) -> Array:
        """Return what the parameter loses."""
        raise NotImplementedError


class SGD(Walker):
    """A memory of nothing."""

    def __init__(self, lr: float = 0.01) -> None:
        super().__init__(lr)

    def step(self, memory: Array, g: Array) -> Array:  # noqa: ARG002
        """Return lr g."""
        step: Array = np.einsum("...,->...", g, array_namespace(g).asarray(self.lr))
        return step.astype(g.dtype)


class Momentum(Walker):
    """One row, the velocity turned around."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        super().__init__(lr)
        self.momentum = momentum

    def fade(self, memory: Array) -> Array:
        """Return what is left of the velocity."""
        return memory * self.momentum

    def take_in(self, g: Array) -> Array:
        """Return the push."""
        push: Array = self.lr * g[None]
        return push

    def step(self, memory: Array, g: Array) -> Array:  # noqa: ARG002
        """Return the velocity."""
        velocity: Array = memory[0]
        return velocity


class AdaGrad(Walker):
    """One row, the sum of squares."""

    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        super().__init__(lr)
        self.eps = eps

    def step(self, memory: Array, g: Array) -> Array:
        """Return lr g over the root."""
        step: Array = self.lr / (np.sqrt(np.einsum("k...->...", memory)) + self.eps) * g
        return step


class RMSProp(AdaGrad):
    """One row, the mean of squares."""

    def __init__(
        self, lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
    ) -> None:
        super().__init__(lr, eps)
        self.decay_rate = decay_rate

    def fade(self, memory: Array) -> Array:
        """Return what is left of the mean."""
        return self.decay_rate * memory

    def take_in(self, g: Array) -> Array:
        """Return the share of the new squares."""
        return (1 - self.decay_rate) * g[None] ** 2


class Adam(Walker):
    """Two rows, the mean and the mean of squares."""

    rows = 2

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        super().__init__(lr)
        self.betas = beta1, beta2
        self.eps = eps

    def fade(self, memory: Array) -> Array:
        """Return each mean times its rate."""
        rates = array_namespace(memory).asarray(self.betas, dtype=memory.dtype)
        left: Array = np.einsum("k,k...->k...", rates, memory)
        return left

    def take_in(self, g: Array) -> Array:
        """Return the share of g and of its square."""
        beta1, beta2 = self.betas
        new: Array = array_namespace(g).stack([(1 - beta1) * g, (1 - beta2) * g * g])
        return new

    def step(self, memory: Array, g: Array) -> Array:  # noqa: ARG002
        """Return lr times one corrected mean over the root of the other."""
        (m, v), (beta1, beta2) = memory, self.betas
        root = np.sqrt(v / (1 - beta2**self.t)) + self.eps
        step: Array = self.lr / (1 - beta1**self.t) * m / root
        return step
