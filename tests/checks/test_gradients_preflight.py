"""gradient: what is refused before numbers are compared, with the reason in full."""

import numpy as np
import pytest

from grader.checks import Clues, gradient
from grader.errors import BadOutput, CheckFailed
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}
        self.grads = {}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads = {"W": self.x.T @ dout, "b": dout.sum(0)}
        return dout @ self.params["W"].T

class NoKey(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        del self.grads["b"]
        return dx

class NoReturn(Affine):
    def backward(self, dout):
        super().backward(dout)

class ListGrad(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["b"] = self.grads["b"].tolist()
        return dx

class NotSummed(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["b"] = dout
        return dx

class Row(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["b"] = dout.sum(0, keepdims=True)
        return dx

class TurnedW(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["W"] = dout.T @ self.x
        return dx

class Other(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["W"] = np.ones((4, 4))
        return dx

class NanW(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.grads["W"][0, 1] = np.nan
        return dx

class InfOut(Affine):
    def forward(self, x, train=True):
        out = super().forward(x)
        out[1, 0] = np.inf
        return out

class Measures(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        self.forward(self.x + 1e-6)
        self.forward(self.x - 1e-6)
        return dx

class OnceMore(Affine):
    def backward(self, dout):
        self.forward(self.x)
        return super().backward(dout)

class Drifts(Affine):
    def forward(self, x, train=True):
        calls.append(0)
        return super().forward(x) + len(calls)

class Wavers(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        calls.append(0)
        return dx + len(calls)

class WaversInGrads(Affine):
    def backward(self, dout):
        dx = super().backward(dout)
        calls.append(0)
        self.grads["b"] = self.grads["b"] * (1 + len(calls))
        return dx

class Narrow(Affine):
    def forward(self, x, train=True):
        return super().forward(x.astype(np.float32)).astype(np.float64)

class NarrowOut(Affine):
    def forward(self, x, train=True):
        out = np.empty((len(x), 3), dtype=np.float32)
        out[...] = super().forward(x)
        return out

class WrongGate:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        return np.maximum(x, 0.0)

    def backward(self, dout):
        return dout

class Counted(Affine):
    def forward(self, x, train=True):
        calls.append("forward")
        return super().forward(x)

    def backward(self, dout):
        calls.append("backward")
        return super().backward(dout)

def passes():
    return calls

calls = []
"""
RNG = np.random.default_rng(0)
X, W, B, DOUT = (RNG.normal(size=s) for s in [(4, 2), (2, 3), (3,), (4, 3)])
GATED = Clues(axes={"x": "N D", "out": "N D"})
CLUES = Clues(axes={"x": "N D", "W": "D M", "b": "M", "out": "N M"})
SHAPE_RULE = "A gradient has the shape of the array that it is the gradient for."
NOT_FINITE = (
    "A division by zero, the log of zero or an overflow makes such numbers: look for "
    "the first operation that gives one."
)
DIFFERS = (
    "backward gives different gradients for the same input and a fresh layer, so they "
    "cannot be judged."
)
WHY_IT_DIFFERS = (
    "Something outside the layer changes from call to call: a global that adds up, or "
    "a random generator of its own."
)
NARROW = (
    "Your forward pass works in single precision (float32) inside, so its derivative "
    "cannot be measured this finely: keep the dtype of the input."
)
WHY_IT_IS_NARROW = (
    "A cast with astype, or an array made with dtype float32, loses half of the "
    "digits: make arrays in the dtype of the input."
)
REFUSED: dict[str, tuple[str, dict[str, str]]] = {
    "NoKey": (
        ('grads["b"] must be an array of shape (3,), found None'),
        {
            "not-stored": (
                'backward leaves nothing in grads["b"]: store the gradient there.'
            )
        },
    ),
    "NoReturn": (
        "dx must be an array of shape (4, 2), found None",
        {"not-returned": "backward ends without dx: return it."},
    ),
    "ListGrad": (
        'grads["b"] must be an array of shape (3,), found a list',
        {"not-an-array": 'grads["b"] must be an array: do not convert it.'},
    ),
    "NotSummed": (
        'grads["b"] must have shape (3,) (M), found (4, 3)',
        {
            "shape:not-summed:N": (
                "It becomes right when it is summed over N: every N uses the same "
                "numbers, so their contributions add up."
            ),
            "wrong-shape": SHAPE_RULE,
        },
    ),
    "Row": (
        'grads["b"] must have shape (3,) (M), found (1, 3)',
        {
            "shape:reshape": (
                "The numbers are right and only the shape is not: reshape it to (M)."
            ),
            "shape:ones": (
                "It has an axis of length 1 too many: it was made with that, or "
                "keepdims=True, a column of shape (n, 1) or a sum over too few axes "
                "left it behind."
            ),
            "wrong-shape": SHAPE_RULE,
        },
    ),
    "TurnedW": (
        'grads["W"] must have shape (2, 3) (D, M), found (3, 2)',
        {
            "shape:transposed": (
                "The numbers are right and the axes are exchanged: transpose to (D, M)."
            ),
            "shape:axes-exchanged": (
                "Its axes stand in another order: a transpose is missing or one too "
                "many, or arrays were joined along another axis."
            ),
            "wrong-shape": SHAPE_RULE,
        },
    ),
    "Other": (
        'grads["W"] must have shape (2, 3) (D, M), found (4, 4)',
        {"wrong-shape": SHAPE_RULE},
    ),
    "NanW": (
        'grads["W"] is not finite (nan or inf) at [0, 1].',
        {"not-finite": NOT_FINITE},
    ),
    "InfOut": (
        "The output of forward is not finite (nan or inf) at [1, 0].",
        {"not-finite": NOT_FINITE},
    ),
    "Measures": (
        "backward called forward 2 times: derive the gradient instead of measuring it.",
        {"measured": "A gradient is a formula that forward does not appear in."},
    ),
    "Drifts": (
        (
            "forward gives different results for the same input and a fresh layer, so "
            "its derivative cannot be judged."
        ),
        {
            "not-deterministic": (
                "Something outside the layer changes from call to call: a global, or a "
                "random generator that is not the one it was given."
            )
        },
    ),
    "Wavers": (DIFFERS, {"backward-differs": WHY_IT_DIFFERS}),
    "WaversInGrads": (DIFFERS, {"backward-differs": WHY_IT_DIFFERS}),
    "Narrow": (NARROW, {"single-precision": WHY_IT_IS_NARROW}),
    "NarrowOut": (NARROW, {"single-precision": WHY_IT_IS_NARROW}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_judged_is_refused_with_its_reason(
    local: Start, name: str
) -> None:
    """Each has its own sentence, and says what to do."""
    symptom, findings = REFUSED[name]
    layer = getattr(local(SOURCE), name)(W, B)

    with pytest.raises((CheckFailed, BadOutput)) as caught:
        gradient(layer, at=X, upstream=DOUT, clues=CLUES)

    assert isinstance(caught.value, (CheckFailed, BadOutput))
    assert symptom == str(caught.value)
    assert findings == {each.code: each.text for each in caught.value.findings}


def test_a_forward_that_is_run_once_more_is_no_measurement(local: Start) -> None:
    """Some recompute what they need on the way back."""
    gradient(local(SOURCE).OnceMore(W, B), at=X, upstream=DOUT, clues=CLUES)


def test_a_forward_that_ignores_small_changes_is_not_narrow(local: Start) -> None:
    """A ReLU stands still where it is off; its wrong gradient is a wrong gradient."""
    with pytest.raises(CheckFailed) as caught:
        gradient(local(SOURCE).WrongGate(), at=X, upstream=DOUT[:, :2], clues=GATED)

    assert str(caught.value).startswith("dx disagrees with a numerical derivative")


def test_a_right_gradient_costs_six_forwards(local: Start) -> None:
    """One with its backward, one unchanged, and four along two directions."""
    student = local(SOURCE)

    gradient(student.Counted(W, B), at=X, upstream=DOUT, clues=CLUES)

    assert ["forward", "backward", *5 * ["forward"]] == student.passes()
