"""Locals of the submission's functions are copied while a call runs, and only read."""

import sys
from collections.abc import Callable

import numpy as np
import pytest

from grader.errors import ProtocolViolation
from grader.sandbox.recipes import recorded
from grader.sandbox.recording import Recorder, plain
from grader.sandbox.session import Module
from tests.sandbox.conftest import Start
from tests.sandbox.threads import local

__all__ = ["local"]

SOURCE = """
import numpy as np

def once(a):
    dx_hat = a * 2
    d_var = dx_hat.sum()
    other = a

def in_place(a):
    dvar = a + 1
    dvar *= 3
    return dvar

def twice(a):
    dvar = a + 1
    dvar = dvar * 3

def given(dvar):
    return dvar + 1

def given_and_bound(dvar):
    dvar = dvar + 1

def with_a_helper(a):
    dvar = helped(a)

def helped(a):
    dvar = a * 5
    return dvar

def two_helpers(a):
    helped(a)
    helped(a)

def fails(a):
    dvar = a
    raise KeyError("own")

def steps(a):
    dvar = a
    yield dvar
    dvar = a + 1
    yield dvar

def generates(a):
    return list(steps(a))

def recurses(a, n=5):
    dvar = a * n
    return recurses(a, n - 1) if n else 0

def closes_over(a):
    dvar = a + 1
    return (lambda: dvar)()

def kinds(a):
    dvar = "text"
    dvar = None
    dvar = [1.0]
    dvar = np.array([1j])
    dvar = np.zeros(200_000)
    dvar = 3
    dvar = np.float32(4.0)
    dvar = np.array([True])

def many(a):
    for n in range(100):
        dvar = a + n

def turns_tracing_off(a):
    import sys
    sys.settrace(None)
    dvar = a

def long(a):
    for n in range(30_000):
        pass
    dvar = a

class Meta(type):
    @classmethod
    def __prepare__(cls, *args):
        return Trap()

class Trap(dict):
    def get(self, *args):
        raise RuntimeError("looked at")

def makes_a_class(a):
    class Own(metaclass=Meta):
        dvar = 1
"""
ONE = np.ones(1)
NAMES = ["dxhat", "dvar"]


@pytest.fixture
def traced() -> Callable[[str], list[tuple[str, list[float]]]]:
    """Call a function of the source, and return what was seen."""
    names: dict[str, Callable[[np.ndarray], object]] = {}
    exec(compile(SOURCE, "answer.py", "exec"), names)  # noqa: S102 - as a worker does

    def trace(name: str) -> list[tuple[str, list[float]]]:
        recorder = Recorder({"answer.py"}, NAMES)
        with recorder:
            names[name](ONE)
        return [(each, array.reshape(-1).tolist()) for each, array in recorder.found]

    return trace


Traced = Callable[[str], list[tuple[str, list[float]]]]
CASES = {
    "once": [("dx_hat", [2.0]), ("d_var", [2.0])],
    "in_place": [("dvar", [2.0])],
    "twice": [("dvar", [2.0]), ("dvar", [6.0])],
    "given": [],
    "given_and_bound": [("dvar", [2.0])],
    "with_a_helper": [("dvar", [5.0])],
    "helped": [("dvar", [5.0])],
    "two_helpers": [],
    "generates": [("dvar", [1.0]), ("dvar", [2.0])],
    "recurses": [("dvar", [5.0])],
    "closes_over": [("dvar", [2.0])],
    "kinds": [("dvar", [3.0]), ("dvar", [4.0]), ("dvar", [1.0])],
    "many": [("dvar", [float(n + 1)]) for n in range(8)],
    "turns_tracing_off": [],
    "long": [],
    "makes_a_class": [],
}


@pytest.mark.parametrize("name", CASES)
def test_each_binding_is_copied_once(traced: Traced, name: str) -> None:
    """As it was when it was bound, and where the outermost function has the name."""
    assert CASES[name] == traced(name)


def test_an_exception_passes_through(traced: Traced) -> None:
    """And tracing is as it was before."""
    before = sys.gettrace()

    with pytest.raises(KeyError, match="own"):
        traced("fails")

    assert before is sys.gettrace()


def test_other_files_are_passed_over() -> None:
    """What a library calls its variables is nobody's business."""
    recorder = Recorder({"answer.py"}, NAMES)

    def of_this_file() -> float:
        dvar = 1.0
        return dvar + 1

    with recorder:
        of_this_file()

    assert [] == recorder.found


@pytest.mark.parametrize("name", ["dx_hat", "dxhat", "dX_hat", "d_x_hat", "dx_hat_"])
def test_names_are_compared_without_underscores_and_case(name: str) -> None:
    """The handout's name is meant by all of them."""
    assert "dxhat" == plain(name)


LAYER = """
import numpy as np

class Double:
    params, grads = {}, {}

    def forward(self, x, train=True):
        dvar = x
        return 2 * x

    def backward(self, dout):
        dvar = 2 * dout
        return self.passed_on(dvar)

    def passed_on(self, d):
        dxhat = d
        return dxhat
"""
FORGED = """
import sys
recording = sys.modules["grader.sandbox.recording"]
recording.Recorder.found = property(lambda self: FOUND)
"""


def asked(student: Module) -> tuple[object, list[tuple[str, list[float]]]]:
    """Return what a layer answers when its locals are asked for."""
    inputs = ([np.ones((1, 2))], {"train": True})
    out, found = recorded(student.Double(), inputs, [np.full((1, 2), 3.0)], NAMES)
    return out, [(name, array.tolist()) for name, array in found]


def test_a_worker_tells_what_backward_bound(local: Callable[[str], Module]) -> None:
    """Forward's variables of the same name are not those of the way back."""
    out, found = asked(local(LAYER))

    np.testing.assert_array_equal(np.asarray(out), np.full((1, 2), 2.0))
    assert {("dxhat", "[[6.0, 6.0]]"), ("dvar", "[[6.0, 6.0]]")} == {
        (name, str(values)) for name, values in found
    }


@pytest.mark.parametrize(
    "found",
    [
        "3",
        "[3]",
        "[('dvar',)]",
        "[('dvar', 3)]",
        "[('sold', __import__('numpy').ones(1))]",
        "[('dvar', __import__('numpy').ones(1, 'f4'))]",
        "[('d' + 99 * '_' + 'var', __import__('numpy').ones(1))]",
    ],
)
def test_a_forged_answer_is_refused(walled_submission: Start, found: str) -> None:
    """What the worker says is a claim, and its form is checked."""
    student = walled_submission(LAYER + FORGED.replace("FOUND", found))

    with pytest.raises(ProtocolViolation, match="a question about variables"):
        asked(student)
