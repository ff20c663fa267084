"""Small layers put together: an identity, a ReLU, and a pair that adds up two layers."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from array_api_compat import array_namespace


class Identity:
    params: dict = {}
    grads: dict = {}

    def forward(self, x, train=True):
        return x

    def backward(self, dout):
        return dout


class ReLU:
    def forward(self, x):
        self.mask = np.greater(x, 0)
        return np.multiply(x, self.mask)

    def backward(self, dout):
        return np.multiply(dout, self.mask)


@dataclass
class PreActivationBlock:
    branch: Any
    shortcut: Any = None

    def __post_init__(self):
        self.second = Identity() if self.shortcut is None else self.shortcut

    def _both(self, attribute):
        pairs = (("branch", self.branch), ("shortcut", self.second))
        return {f"{name}.{k}": v for name, one in pairs for k, v in getattr(one, attribute).items()}

    @property
    def params(self):
        return self._both("params")

    @property
    def grads(self):
        return self._both("grads")

    def forward(self, x, train=True):
        return np.add(self.branch.forward(x, train=train), self.second.forward(x, train=train))

    def backward(self, dout):
        second = self.second.backward(dout.copy())
        return np.add(second, self.branch.backward(dout.copy()))


class ResidualBlock(PreActivationBlock):
    def __post_init__(self):
        super().__post_init__()
        self.relu = ReLU()

    def forward(self, x, train=True):
        return self.relu.forward(super().forward(x, train=train))

    def backward(self, dout):
        return super().backward(self.relu.backward(dout))


def whole(jacobians, of_one):
    """Return the Jacobian of the whole row, multiplied up from the first layer."""
    product = of_one(jacobians[0])
    for jacobian in jacobians[1:]:
        product = np.matmul(of_one(jacobian), product)
    return product


def plain_gradient(jacobians, dout):
    return np.matmul(dout, whole(jacobians, lambda j: j))


def residual_gradient(jacobians, dout):
    def with_identity(j):
        xp = array_namespace(j)
        return j + xp.eye(j.shape[0], dtype=j.dtype)

    return np.matmul(dout, whole(jacobians, with_identity))


def gradient_norms(blocks, x, dout):
    for block in blocks:
        x = block.forward(x, train=True)
    arriving = [dout]
    for block in blocks[:0:-1]:
        arriving.append(block.backward(arriving[-1]))
    return [float(np.sqrt(np.vdot(g, g))) for g in reversed(arriving)]
