"""gradient: two gradients under each other's key are told as that."""

import numpy as np
import pytest

from grader.checks import gradient
from grader.errors import BadOutput
from tests.checks.conftest import Start

SOURCE = """
class Affine:
    def __init__(self, W, b):
        self.params, self.grads = {"W": W, "b": b}, {}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

class Exchanged(Affine):
    def backward(self, dout):
        self.grads = {"b": self.x.T @ dout, "W": dout.sum(0)}
        return dout @ self.params["W"].T

class MatrixTwice(Affine):
    def backward(self, dout):
        self.grads = {"b": self.x.T @ dout, "W": self.x.T @ dout}
        return dout @ self.params["W"].T
"""
TOLD = (
    'grads["b"] and grads["W"] are exchanged: each has the shape that belongs to the '
    "other."
)


@pytest.mark.parametrize(("name", "is_told"), [("Exchanged", True), ("MatrixTwice", 0)])
def test_exchanged_gradients_are_told(
    submission: Start, name: str, is_told: object
) -> None:
    """Only where both have the other's shape; no sum is missing there."""
    layer = getattr(submission(SOURCE), name)(np.ones((2, 3)), np.zeros(3))

    with pytest.raises(BadOutput) as caught:
        gradient(layer, at=np.ones((4, 2)), upstream=np.ones((4, 3)))

    assert str(caught.value) == 'grads["b"] must have shape (3,), found (2, 3)'
    assert bool(is_told) is (TOLD in [each.text for each in caught.value.findings])
