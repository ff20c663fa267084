"""One parent class with the loop; a dataclass with one small method for each rule."""

from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

Array = NDArray[np.floating]
Memory = dict[str, Array]


@dataclass
class Optimizer(ABC):
    """What all five share: the walk over the keys, the memories and the count."""

    lr: float = 0.01
    count: int = field(default=0, init=False)
    memories: defaultdict[str, Memory] = field(
        default_factory=lambda: defaultdict(dict), init=False
    )

    def update(self, params: Memory, grads: Memory) -> None:
        """Move every parameter that has a gradient."""
        self.count += 1
        for key in params.keys() & grads.keys():
            memory = self.memories[key]
            self.step(params[key], grads[key], memory)

    @abstractmethod
    def step(self, p: Array, g: Array, memory: Memory) -> None:
        """Move one parameter in place."""


def recall(memory: Memory, name: str, like: Array) -> Array:
    """Return a memory by its name, zeros if there is none."""
    if (found := memory.get(name)) is None:
        found = memory[name] = array_namespace(like).zeros_like(like)
    return found


class SGD(Optimizer):
    """No memory at all."""

    def step(self, p: Array, g: Array, memory: Memory) -> None:  # noqa: ARG002
        """Move down."""
        p[...] = p - self.lr * g


@dataclass
class Momentum(Optimizer):
    """One memory, the velocity."""

    momentum: float = 0.9

    def step(self, p: Array, g: Array, memory: Memory) -> None:
        """Roll on."""
        v = recall(memory, "v", p)
        v *= self.momentum
        v -= self.lr * g
        p += v


@dataclass
class AdaGrad(Optimizer):
    """One memory, the squares; a child says how it is kept."""

    eps: float = 1e-8

    def step(self, p: Array, g: Array, memory: Memory) -> None:
        """Move by g over the root of the squares."""
        s = recall(memory, "s", p)
        self.take_in(s, g * g)
        p -= g * self.lr / (s**0.5 + self.eps)

    def take_in(self, s: Array, square: Array) -> None:
        """Add."""
        s += square


@dataclass(init=False)
class RMSProp(AdaGrad):
    """AdaGrad with a fading memory."""

    decay_rate: float = 0.99

    def __init__(
        self, lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
    ) -> None:
        super().__init__(lr, eps)
        self.decay_rate = decay_rate

    def take_in(self, s: Array, square: Array) -> None:
        """Average."""
        s *= self.decay_rate
        s += (1 - self.decay_rate) * square


@dataclass
class Adam(Optimizer):
    """Two memories."""

    lr: float = 0.001
    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = 1e-8

    def step(self, p: Array, g: Array, memory: Memory) -> None:
        """Move by one corrected mean over the root of the other."""
        means = []
        for name, beta, value in (("m", self.beta1, g), ("v", self.beta2, g * g)):
            mean = recall(memory, name, p)
            mean *= beta
            mean += (1 - beta) * value
            means.append(mean / (1 - beta**self.count))
        p -= self.lr * means[0] / (means[1] ** 0.5 + self.eps)
