"""Closures in place of classes: each function returns something with an `update`."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Step = Callable[[str, Array, Array], Array]


def _optimizer(step: Step, tick: Callable[[], None] = lambda: None) -> SimpleNamespace:
    def update(params: Arrays, grads: Arrays) -> None:
        tick()
        for key in grads:
            change = step(key, params[key], grads[key])
            params[key] += change

    return SimpleNamespace(update=update)


def _memory() -> Callable[[str, Array, Callable[[Array], Array]], Array]:
    kept: Arrays = {}

    def revise(key: str, p: Array, change: Callable[[Array], Array]) -> Array:
        kept[key] = change(kept[key] if key in kept else np.zeros_like(p))
        return kept[key]

    return revise


def SGD(lr: float = 0.01) -> SimpleNamespace:  # noqa: N802 - the contract's name
    """Descend."""
    return _optimizer(lambda _key, _p, g: -lr * g)


def Momentum(  # noqa: N802
    lr: float = 0.01, momentum: float = 0.9
) -> SimpleNamespace:
    """Roll."""
    velocity = _memory()
    return _optimizer(
        lambda key, p, g: velocity(key, p, lambda v: momentum * v - lr * g)
    )


def AdaGrad(lr: float = 0.01, eps: float = 1e-8) -> SimpleNamespace:  # noqa: N802
    """Divide by the root of the sum of squares."""
    squares = _memory()
    return _optimizer(
        lambda key, p, g: (
            -lr * g / (np.sqrt(squares(key, p, lambda s: s + g * g)) + eps)
        )
    )


def RMSProp(  # noqa: N802
    lr: float = 0.01, decay_rate: float = 0.99, eps: float = 1e-8
) -> SimpleNamespace:
    """Divide by the root of the mean of squares."""
    squares = _memory()

    def step(key: str, p: Array, g: Array) -> Array:
        s = squares(key, p, lambda s: s + (1 - decay_rate) * (g * g - s))
        move: Array = -lr * g / (np.sqrt(s) + eps)
        return move

    return _optimizer(step)


def Adam(  # noqa: N802
    lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
) -> SimpleNamespace:
    """Divide one corrected mean by the root of the other."""
    first, second, count = _memory(), _memory(), [0]

    def tick() -> None:
        count[0] += 1

    def step(key: str, p: Array, g: Array) -> Array:
        m = first(key, p, lambda m: beta1 * m + (1 - beta1) * g)
        v = second(key, p, lambda v: beta2 * v + (1 - beta2) * g * g)
        m_hat, v_hat = m / (1 - beta1 ** count[0]), v / (1 - beta2 ** count[0])
        move: Array = -lr * m_hat / (np.sqrt(v_hat) + eps)
        return move

    return _optimizer(step, tick)
