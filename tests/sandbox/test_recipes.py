"""Objects are made again for every evaluation, however the suite made them."""

import numpy as np
import pytest

from grader.checks import gradient, resident, support, unchanged
from grader.errors import BadOutput, CourseError, StudentException
from grader.sandbox.recipes import Point, evaluate
from grader.sandbox.session import Module
from tests.sandbox.threads import local

__all__ = ["local"]

SOURCE = """
import numpy as np

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

Unsigned = type("Unsigned", (Affine,), {"__signature__": "none that Python knows"})

class Copies:
    '''Keeps copies for its work; params are the arrays it was given.'''

    def __init__(self, W, *, b):
        self.params, self.grads = {"W": W, "b": b}, {}
        self.W, self.b = W.copy(), b.copy()

    def forward(self, x, train=True):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.grads = {"W": self.x.T @ dout, "b": dout.sum(0)}
        return dout @ self.W.T

class Layer:
    pass

def Closure(W, b):
    layer, memory = Layer(), {}
    layer.params, layer.grads = {"W": W, "b": b}, {}

    def forward(x, train=True):
        memory["x"] = x
        return x @ W + b

    def backward(dout):
        layer.grads.update(W=memory["x"].T @ dout, b=dout.sum(0))
        return dout @ W.T

    layer.forward, layer.backward = forward, backward
    return layer

class Twice:
    '''The same inner layer, met through two arguments.'''

    def __init__(self, first, others):
        self.first, self.second = first, others["second"][0]
        self.params, self.grads = first.params, first.grads

    def forward(self, x, train=True):
        self.same = self.first is self.second
        return self.first.forward(x)

    def backward(self, dout):
        return self.first.backward(dout)

class Network:
    def __init__(self):
        self.layers, self.params, self.grads = [], {}, {}

    def add(self, layer, scale=1.0):
        self.layers.append((layer, scale))
        for key, value in layer.params.items():
            self.params[f"{len(self.layers)}.{key}"] = value

    def forward(self, x, train=True):
        for layer, scale in self.layers:
            x = layer.forward(x) * scale
        return x

    def backward(self, dout):
        for i, (layer, scale) in reversed(list(enumerate(self.layers, 1))):
            dout = layer.backward(dout * scale)
            self.grads.update({f"{i}.{k}": g for k, g in layer.grads.items()})
        return dout

class Residual:
    def __init__(self, branch):
        self.branch = branch
        self.params = {f"branch.{k}": v for k, v in branch.params.items()}
        self.grads = {}

    def forward(self, x, train=True):
        return x + self.branch.forward(x)

    def backward(self, dout):
        dx = dout + self.branch.backward(dout)
        self.grads = {f"branch.{k}": v for k, v in self.branch.grads.items()}
        return dx

class Sizes:
    params, grads, calls = {}, {}, []

    def forward(self, x):
        self.calls.append(1)
        return x[: len(self.calls)]

class Text:
    def forward(self, x):
        return ["text"]

class Pair:
    def forward(self, x):
        return x, (2.0, [np.float32(3.0)])

class Loses:
    def __init__(self, W):
        self.params, self.grads = {"W": W}, {}

    def forward(self, x, train=True):
        self.params.pop("W", None)
        return x

    def backward(self, dout):
        return dout
"""
BRANCH = """
class Branch:
    def __init__(self, W):
        self.params, self.grads = {"W": W}, {}

    def forward(self, x):
        self.x = x
        return x @ self.params["W"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        return dout @ self.params["W"].T
"""
X = np.array([[1.0, 2.0], [3.0, -4.0], [0.5, 0.25]])
W = np.array([[0.5, -1.0], [1.0, 0.25]])
B = np.array([0.1, 0.2])
DOUT = np.array([[1.0, 2.0], [0.5, -0.5], [3.0, 1.0]])


@pytest.fixture(params=["local", "walled_submission"])
def student(request: pytest.FixtureRequest) -> Module:
    """The source in a thread, and in a process behind walls."""
    module: Module = request.getfixturevalue(request.param)(SOURCE)
    return module


@pytest.mark.parametrize("name", ["Affine", "Unsigned", "Copies", "Closure"])
def test_every_style_of_keeping_parameters_is_differentiated(
    student: Module, name: str
) -> None:
    """In params, in copies of them, or in a closure."""
    gradient(getattr(student, name)(W, b=B), at=X, upstream=DOUT)


def test_parameters_passed_by_place_are_replaced_as_well(student: Module) -> None:
    """A copy of an argument follows the entry that is varied."""
    gradient(student.Closure(W, B), at=X, upstream=DOUT)


def test_an_object_given_to_a_constructor_is_made_again_too(student: Module) -> None:
    """And once only, though it came through two arguments."""
    inner = student.Affine(W, B)
    outer = student.Twice(inner, {"second": [inner]})

    gradient(outer, at=X, upstream=DOUT)
    outer.forward(X)

    assert outer.same is True


def test_calls_since_the_making_are_made_again(student: Module) -> None:
    """A network is built by `add`, with objects and keywords."""
    network = student.Network()
    network.add(student.Affine(W, B), scale=0.5)
    network.add(student.Affine(W.T))

    gradient(network, at=X, upstream=DOUT)


def test_both_ways_of_making_again_agree(student: Module) -> None:
    """`unchanged` makes a twin that stays, with twins of what it holds."""
    network = student.Network()
    network.add(student.Affine(W, B), scale=0.5)

    unchanged(network, at=X, upstream=DOUT)

    assert {} == network.grads


def test_a_branch_of_the_suites_is_made_again(student: Module) -> None:
    """It comes from a support module, and its parameters are the block's."""
    branch = support(student, "branches", BRANCH).Branch(W)
    block = student.Residual(branch)

    gradient(block, at=X, upstream=DOUT)
    unchanged(block, at=X, upstream=DOUT)

    assert W.tolist() == branch.params["W"].tolist()


def test_a_handle_of_unknown_making_cannot_be_made_again(student: Module) -> None:
    """An array that lives in the worker is shared on purpose."""
    layer = student.Affine(resident(student, W))

    with pytest.raises(CourseError) as caught:
        gradient(layer, at=X, upstream=DOUT)

    assert str(caught.value) == (
        "expected an object that the suite has just constructed, found <ndarray of "
        "the submission> with an unknown or long history; make a fresh one for this "
        "check."
    )


def test_a_long_history_cannot_be_made_again(student: Module) -> None:
    """Sixteen calls can; a training run is no way to make an object."""
    layer = student.Affine(W)
    for _ in range(16):
        layer.forward(X)
    gradient(layer, at=X, upstream=DOUT)
    for _ in range(2):
        layer.forward(X)

    with pytest.raises(CourseError, match="long history"):
        gradient(layer, at=X, upstream=DOUT)


def test_a_parameter_that_goes_away_is_the_codes_own_error(student: Module) -> None:
    """There is nothing to vary."""
    layer = student.Loses(W)
    layer.forward(X)

    with pytest.raises(StudentException) as caught:
        evaluate(
            layer,
            Point("forward", (X,), {}, {"W": W}, {"W": "W"}),
            [{"W": W}],
            [],
        )

    assert "KeyError: 'W'" == str(caught.value)


def test_rows_are_the_point_the_variants_and_the_entries(student: Module) -> None:
    """Flattened, nested outputs and numbers included."""
    x = np.array([1.0, 2.0])
    point = Point("forward", (x,), {}, {"dx": x}, {"dx": 0})

    rows = evaluate(
        student.Pair(),
        point,
        [{"dx": x + 10}],
        [("dx", np.array([1]), np.array([7.0]))],
    )

    assert [[1, 2, 2, 3], [11, 12, 2, 3], [1, 7, 2, 3]] == rows.tolist()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Text", "a value of type str"),
        ("Sizes", "outputs whose size changes from call to call"),
    ],
)
def test_outputs_that_cannot_be_stacked_are_refused(
    student: Module, name: str, text: str
) -> None:
    """By what they are."""
    point = Point("forward", (X,), {}, {"dx": X}, {"dx": 0})

    with pytest.raises(BadOutput) as caught:
        evaluate(getattr(student, name)(), point, [{"dx": X}], [])

    assert str(caught.value) == (
        f"expected arrays, numbers or containers of these, found {text}"
    )
