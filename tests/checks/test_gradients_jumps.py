"""A forward pass that rounds has no derivative; one that bends or saturates has."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks.gradients import gradient
from grader.errors import CheckFailed
from grader.sandbox.handles import Handle

Start = Callable[[str], Handle]

SOURCE = """
import numpy as np

class Layer:
    def __init__(self, kind):
        self.kind, self.params, self.grads = kind, {}, {}

    def forward(self, x, train=True):
        y = 3 * x + x.mean()
        if self.kind == "three digits":
            return np.round(np.tanh(y), 3)
        if self.kind == "four digits":
            return np.round(y, 4)
        if self.kind == "half precision":
            return y.astype(np.float16).astype(np.float64)
        if self.kind == "counts":
            return np.floor(1000 * y)
        if self.kind == "single precision":
            return np.tanh(y).astype(np.float32).astype(np.float64)
        if self.kind == "bends":
            return np.maximum(x, 0)
        if self.kind == "never moves":
            return np.maximum(x, 9)
        if self.kind == "saturates":
            return np.tanh(20 * y)
        if self.kind == "is cut off":
            return np.clip(x, -0.1, 0.1)
        if self.kind == "one step":
            return np.where(y > 0, y + 1, y)

    def backward(self, dout):
        return dout + 0.5
"""
X = np.random.default_rng(0).normal(size=(4, 3))
JUMPS = {"three digits", "four digits", "half precision", "counts"}
REST = {"bends", "never moves", "saturates", "is cut off", "one step"}


@pytest.mark.parametrize("kind", sorted(JUMPS | REST | {"single precision"}))
def test_only_what_rounds_is_told_of_jumps(local: Start, kind: str) -> None:
    """Its gradient would look wrong, or like one that must be zero."""
    with pytest.raises(CheckFailed) as caught:
        gradient(local(SOURCE).Layer(kind), at=X, upstream=np.ones((4, 3)))

    codes = [finding.code for finding in caught.value.findings]
    assert (kind in JUMPS) == (codes == ["forward-jumps"])
    assert (kind == "single precision") == (codes == ["single-precision"])


def test_jumps_are_told_in_full(local: Start) -> None:
    """What was seen, and what does that."""
    with pytest.raises(CheckFailed) as caught:
        gradient(local(SOURCE).Layer("counts"), at=X, upstream=np.ones((4, 3)))

    (finding,) = caught.value.findings
    assert str(caught.value) == (
        "The output of your forward pass stands still while x changes a little, then "
        "jumps: it has no derivative that could be measured."
    )
    assert finding.text == (
        "Something in forward rounds, compares or casts, such as round, >, or astype "
        "to integers or float16: compute with the numbers as they are."
    )
