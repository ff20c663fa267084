"""A module among an object's arguments is there, and is not made again."""

import numpy as np

from grader.checks import gradient, support, unchanged
from tests.sandbox.threads import Local, local

__all__ = ["local"]

SOURCE = """
class Affine:
    def __init__(self, W, b=None):
        self.params = {"W": W}
        self.grads = {}
        if b is not None:
            self.params["b"] = b

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params.get("b", 0.0)

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        if "b" in self.params:
            self.grads["b"] = dout.sum(0)
        return dout @ self.params["W"].T
"""
W = np.array([[1.0, 2.0, 0.5], [0.0, -1.0, 3.0]])
X, DOUT = np.array([[3.0, -2.0]]), np.array([[1.0, -1.0, 2.0]])


def test_a_module_among_the_arguments_is_not_made_again(local: Local) -> None:
    """It is there: a suite's own object may make objects of the submission's."""
    student = local(SOURCE)
    given = support(student, "wrapped", WRAPPED)

    for module in (student, given):
        layer = given.Wrapped(student, module, W)
        gradient(layer, at=X, upstream=DOUT)
        unchanged(layer, at=X, upstream=DOUT)


WRAPPED = """
class Wrapped:
    def __init__(self, student, other, W):
        assert other.__name__
        self.layer = student.Affine(W)
        self.params, self.grads = self.layer.params, self.layer.grads
        self.forward, self.backward = self.layer.forward, self.layer.backward
"""
