"""runs_on_device: right code of many styles passes, and what a GPU refuses is told."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks import generator, runs_on_device
from grader.checks.work import Work
from grader.errors import (
    BadOutput,
    CheckFailed,
    StudentException,
)
from grader.sandbox.messages import Value
from tests.sandbox.threads import Local, local

__all__ = ["local"]

HEADER = """\
import copy
import math

import numpy as np
from array_api_compat import array_namespace

"""
RIGHT = {
    "numpy_functions": "return np.exp(x) / np.sum(np.exp(x), axis=1, keepdims=True)",
    "methods": "return (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)",
    "namespace": "xp = array_namespace(x); return xp.where(x > 0, x, 0.0)",
    "matmul": "return x @ x.T",
    "einsum": "return np.einsum('nd,md->nm', x, x)",
    "fancy_index": "return x[np.arange(2), [0, 2]]",
    "boolean_index": "y = x.copy(); y[y < 2] = 0; return y",
    "add_at": "y = np.zeros_like(x); np.add.at(y, y[:, 0].astype(int), 1.0); return y",
    "stack": "return np.stack([r.sum() for r in x])",
    "concat": "xp = array_namespace(x); return xp.concat([x, -x], axis=1)",
    "in_place": "y = x.copy(); y *= 2; y += x; return y",
    "out": "y = np.empty_like(x); np.multiply(x, 2, out=y); return y",
    "windows": "return np.lib.stride_tricks.sliding_window_view(x, (2, 2)).sum(-1)",
    "pad": "return np.pad(x, ((1, 1), (0, 0)))",
    "one_hot": "xp = array_namespace(x); return xp.eye(3)[x.argmax(axis=1)]",
    "numpy_number": "return x * np.sqrt(2.0)",
    "python_number": "return math.exp(x.sum() / 100)",
    "sent_mask": "xp = array_namespace(x)\n"
    "    return x * xp.asarray(np.random.default_rng(0).random(x.shape) < 0.5)",
    "own_generator": "xp = array_namespace(x)\n"
    "    return x * xp.random.default_rng(0).random(x.shape)",
    "branch": "return x if x.max() > 0 else -x",
    "copies": "return [copy.copy(x), copy.deepcopy(x)]",
    "device": "xp = array_namespace(x)\n"
    "    return x + xp.ones(x.shape, dtype=x.dtype, device=x.device)",
    "no_axes": "return np.array(2.0)",
    "dict": "return {'y': x, 'shape': x.shape}",
}


def make(body: str) -> str:
    """Return a module with a function of x."""
    return f"{HEADER}def f(x):\n    {body}\n"


def work(function: Value, *more: Value) -> Work:
    """Call a function with six numbers."""
    return Work(function, (np.arange(6.0).reshape(2, 3), *more))


def passes(build: Callable[[], Work]) -> bool:
    """Run the check; it raises where it fails."""
    runs_on_device(build)
    return True


def failure(local: Local, body: str) -> CheckFailed:
    """Return how the check of a function fails."""
    module = local(make(body))
    with pytest.raises(CheckFailed) as caught:
        runs_on_device(lambda: work(module.f))
    return caught.value


@pytest.mark.parametrize("body", RIGHT.values(), ids=list(RIGHT))
def test_what_cupy_accepts_passes(local: Local, body: str) -> None:
    """Whatever the style, no exception and the same numbers."""
    module = local(make(body))

    assert passes(lambda: work(module.f))


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("return np.zeros(x.shape) + x", "mixed"),
        ("return x + np.zeros(x.shape)", "mixed"),
        ("y = np.zeros(x.shape); y += x; return y", "mixed"),
        ("return x * (np.random.default_rng(0).random(x.shape) < 0.5)", "mixed"),
        ("return x @ np.ones((3, 2))", "mixed"),
        ("return array_namespace(x).concat([x, np.ones((2, 3))])", "mixed"),
        ("y = x.copy(); y[0] = np.ones(3); return y", "mixed"),
        ("return array_namespace(x, np.ones(2)).sum(x)", "mixed"),
        ("return np.asarray(x)", "implicit"),
        ("return np.array([x.sum(), x.max()])", "implicit"),
        ("return np.array(list(x))", "implicit"),
        ("y = np.zeros(x.shape); y[0] = x[0]; return y", "implicit"),
        ("return np.eye(3)[x.argmax(axis=1)]", "implicit"),
        ("return np.vectorize(math.exp)(x)", "implicit"),
        ("return x[0] + [1.0, 2.0, 3.0]", "operand"),
        ("y = np.zeros_like(x); np.add.at(y, [0, 0], 1.0); return y", "operand"),
        ("return x[: (x[:, 0] > 0).sum()]", "number"),
        ("return [x[i] for i in range((x[:, 0] > 0).sum())]", "number"),
        ("return round(x.sum())", "number"),
        ("return np.block([x, x])", "missing"),
        ("return np.maximum.reduce(x)", "missing"),
        ("return np.sum(x, where=x > 0)", "missing"),
        ("array_namespace(x).frompyfunc(abs, 1, 1); return x", "missing"),
        ("return x.flags.writeable + x", "missing"),
        ("return x if isinstance(x, np.ndarray) else x / 0 if 1 // 0 else x", "other"),
        ("return x if isinstance(x, np.ndarray) else x + 1", "numbers"),
        ("return x if isinstance(x, np.ndarray) else x[0]", "numbers"),
        ("return x if isinstance(x, np.ndarray) else None", "numbers"),
        ("return None if isinstance(x, np.ndarray) else x", "numbers"),
    ],
)
def test_what_cupy_refuses_fails(local: Local, body: str, code: str) -> None:
    """Each by its own code, which is found again on other inputs."""
    assert [f.code for f in failure(local, body).findings] == [f"device:{code}"]


LAYER = """\
class Layer:
    def __init__(self, W, b):
        self.params, self.grads = {"W": W, "b": b}, {}

    def forward(self, x, train=True):
        self.x = x
        return x @ self.params["W"] + self.params["b"]

    def backward(self, dout):
        self.grads["W"] = self.x.T @ dout
        self.grads["b"] = dout.sum(axis=0)
        return dout @ self.params["W"].T
"""


def layer_work(module: Value) -> Work:
    """Run both passes of an affine layer."""
    layer = module.Layer(np.ones((3, 2)), np.arange(2.0))
    return Work(layer, (np.arange(6.0).reshape(2, 3),), upstream=np.ones((2, 2)))


def test_a_layer_goes_to_the_device_with_its_parameters(local: Local) -> None:
    """Its constructor's arrays, forward's and backward's."""
    module = local(HEADER + LAYER)

    assert passes(lambda: layer_work(module))


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("dout.sum(axis=0)", "np.ones(2)", 'grads["b"]'),
        ("return dout @ self.params", "return np.ones((2, 3))  #", "What backward"),
        ('{"W": W, "b": b}, {}', '{"W": W, "b": b, "c": np.ones(2)}, {}', 'params["c"'),
    ],
)
def test_what_a_layer_leaves_behind_is_looked_at(
    local: Local, old: str, new: str, name: str
) -> None:
    """Gradients and parameters, not only what is returned."""
    module = local(HEADER + LAYER.replace(old, new))
    with pytest.raises(BadOutput) as caught:
        runs_on_device(lambda: layer_work(module))

    assert [f.code for f in caught.value.findings] == ["device:cpu-result"]
    assert str(caught.value).startswith(name)


def test_an_array_given_twice_stays_one_array(local: Local) -> None:
    """As it does without a device: updates in place are seen."""
    source = "def f(x, y):\n    x += 1\n    return y * 1.0\n"
    module, x = local(HEADER + source), np.ones(3)

    assert passes(lambda: Work(module.f, (x, x)))


def test_containers_go_to_the_device_with_their_arrays(local: Local) -> None:
    """Lists, tuples and dicts of arrays, one inside the other."""
    source = "def f(x, more):\n    return x + more[0]['W'] + more[1][0] + more[1][1]\n"
    module, y = local(HEADER + source), np.ones(3)

    assert passes(lambda: work(module.f, [{"W": y}, (y, 2.0)]))


def test_a_generator_draws_on_the_device(local: Local) -> None:
    """The same numbers as with NumPy, so that a mask is the same."""
    source = "def f(x, rng):\n    return x * (rng.random(x.shape) < 0.5)\n"
    module = local(HEADER + source)

    assert passes(lambda: work(module.f, generator(3)))


def test_a_single_draw_comes_back_as_a_number(local: Local) -> None:
    """Though it is an array of no axes there."""
    module = local(HEADER + "def f(x, rng):\n    return rng.random()\n")

    assert passes(lambda: work(module.f, generator(3)))


def test_a_generator_of_the_device_cannot_do_all_that_numpys_can(local: Local) -> None:
    """CuPy's generators have no permutation."""
    module = local(HEADER + "def f(x, rng):\n    return x[rng.permutation(2)]\n")
    with pytest.raises(CheckFailed) as caught:
        runs_on_device(lambda: work(module.f, generator(3)))

    assert [f.code for f in caught.value.findings] == ["device:missing"]


def test_what_fails_with_numpy_already_is_no_matter_of_the_device(local: Local) -> None:
    """It is told as everywhere, with its line."""
    module = local(make("return x / math.sqrt(-1)"))
    with pytest.raises(StudentException) as caught:
        runs_on_device(lambda: work(module.f))

    assert (caught.value.kind, caught.value.line) == ("ValueError", 8)


def test_a_single_draw_is_an_array_too(local: Local) -> None:
    """CuPy's generators give no number of Python's."""
    module = local(HEADER + "def f(x, rng):\n    return np.array([rng.random()])\n")
    with pytest.raises(CheckFailed) as caught:
        runs_on_device(lambda: work(module.f, generator(3)))

    assert [f.code for f in caught.value.findings] == ["device:implicit"]
