"""No new arrays after the first step: every result is written into a kept buffer."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Arrays = dict[str, Array]


class Slots:
    """Named arrays for each key, made like the parameter when first asked for."""

    def __init__(self, *names: str) -> None:
        self.names = names
        self.by_key: dict[str, list[Array]] = {}

    def of(self, key: str, p: Array) -> list[Array]:
        """Return the arrays of a key."""
        if key not in self.by_key:
            self.by_key[key] = [np.zeros_like(p) for _ in self.names]
        return self.by_key[key]


class SGD:
    """A step down the slope."""

    def __init__(self, lr: float = 0.01) -> None:
        self.lr = lr
        self.slots = Slots("step")

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Subtract lr g."""
        for key in grads:
            (step,) = self.slots.of(key, params[key])
            np.multiply(grads[key], self.lr, out=step)
            np.subtract(params[key], step, out=params[key])


class Momentum:
    """A step down the slope, and the rest of the step before."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr = lr
        self.momentum = momentum
        self.slots = Slots("velocity", "push")

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Add the velocity."""
        for key in grads:
            velocity, push = self.slots.of(key, params[key])
            np.multiply(grads[key], self.lr, out=push)
            np.multiply(velocity, self.momentum, out=velocity)
            np.subtract(velocity, push, out=velocity)
            np.add(params[key], velocity, out=params[key])


class AdaGrad:
    """A step for each entry, over the root of all its squares."""

    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        self.lr = lr
        self.eps = eps
        self.slots = Slots("squares", "work", "step")

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Subtract lr g over the root."""
        for key in grads:
            squares, work, step = self.slots.of(key, params[key])
            np.multiply(grads[key], grads[key], out=work)
            self.take_in(squares, work)
            np.sqrt(squares, out=work)
            np.add(work, self.eps, out=work)
            np.multiply(grads[key], self.lr, out=step)
            np.divide(step, work, out=step)
            np.subtract(params[key], step, out=params[key])

    def take_in(self, squares: Array, new: Array) -> None:
        """Add the new squares."""
        np.add(squares, new, out=squares)


class RMSProp(AdaGrad):
    """The same over the root of their running mean."""

    def __init__(
        self, lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
    ) -> None:
        super().__init__(lr, eps)
        self.decay_rate = decay_rate

    def take_in(self, squares: Array, new: Array) -> None:
        """Average in the new squares."""
        np.multiply(squares, self.decay_rate, out=squares)
        np.multiply(new, 1 - self.decay_rate, out=new)
        np.add(squares, new, out=squares)


class Adam:
    """A running mean of gradients over the root of one of squares."""

    def __init__(
        self,
        lr: float = 0.001,
        beta1: float = 0.9,
        beta2: float = 0.999,
        eps: float = 1e-8,
    ) -> None:
        self.lr = lr
        self.betas = beta1, beta2
        self.eps = eps
        self.powers = [1.0, 1.0]
        self.slots = Slots("mean", "mean square", "work", "root")

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Subtract lr times one over the root of the other."""
        self.powers = [p * b for p, b in zip(self.powers, self.betas, strict=True)]
        for key, g in grads.items():
            mean, square, work, root = self.slots.of(key, params[key])
            self.fade(mean, g, self.betas[0], work)
            np.multiply(g, g, out=root)
            self.fade(square, root, self.betas[1], work)
            np.divide(square, 1 - self.powers[1], out=root)
            np.sqrt(root, out=root)
            np.add(root, self.eps, out=root)
            np.multiply(mean, self.lr / (1 - self.powers[0]), out=work)
            np.divide(work, root, out=work)
            np.subtract(params[key], work, out=params[key])

    @staticmethod
    def fade(mean: Array, new: Array, beta: float, work: Array) -> None:
        """Average in the new values."""
        np.multiply(new, 1 - beta, out=work)
        np.multiply(mean, beta, out=mean)
        np.add(mean, work, out=mean)
