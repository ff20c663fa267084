"""Hidden checks of unit 14: gradients of steps and of sequences."""

from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, gradient, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = tuple[int, ...]
Arrays = tuple[Array, ...]
KEYS = {"LSTM": ("Wx", "Wh", "b"), "GRU": ("Wx", "Wh", "bx", "bh")}
WIDTHS = {"LSTM": "4H", "GRU": "3H"}
BLOCKS = {"4H": ("i", "f", "g", "o"), "3H": ("r", "z", "n")}
STEPS = pytest.mark.parametrize(
    "sizes", [(5, 3, 2), (1, 2, 3)], ids=["5 rows", "1 row"]
)
SEQUENCES = pytest.mark.parametrize(
    "sizes", [(3, 1, 2, 5), (1, 2, 3, 2), (2, 7, 5, 3)], ids=["T=1", "T=2", "T=7"]
)
GIVEN = """
import sys

def made(kind, *arrays):
    wx, wh = arrays[:2]
    make, dtype = getattr(sys.modules["gated"], kind), wx.dtype.type
    layer = make(wx.shape[0], wh.shape[0], dtype=dtype)
    for key, array in zip(("Wx", "Wh", "b") if kind == "LSTM" else
                          ("Wx", "Wh", "bx", "bh"), arrays):
        layer.params[key][...] = array
    return layer
"""
SEVEN = (
    "It is right in some seven digits only: part of it is kept in float32, or it is "
    "measured by differences."
)
ENDS = "A gradient for a last state that is not given counts as zeros."
NO_SAY = (
    "dh_n is given without dc_n and is not used: only the missing one counts as zeros."
)


@exercise("14.2", weight=2)
@STEPS
def test_lstm_step_gradient(
    student: Student, reference: ModuleType, rng: Rng, sizes: Sizes
) -> None:
    """LSTMCell.backward matches numerical gradients, given dh_next and dc_next."""
    require_step_gradient(student, reference, "LSTM", rng, sizes)


@exercise("14.7", weight=2)
@STEPS
def test_gru_step_gradient(
    student: Student, reference: ModuleType, rng: Rng, sizes: Sizes
) -> None:
    """GRUCell.backward matches numerical gradients for x, h and all parameters."""
    require_step_gradient(student, reference, "GRU", rng, sizes)


@exercise("14.2")
@pytest.mark.parametrize("which", [0, 1], ids=["h_next alone", "c_next alone"])
def test_lstm_step_from_one_output(student: Student, rng: Rng, which: int) -> None:
    """LSTMCell.backward is right where only one output has a gradient."""
    leaves, at = drawn(rng, "LSTM", (5, 3, 2))
    name = ("dh_next", "dc_next")[which]
    upstream = {"dh_next": np.zeros((5, 2)), "dc_next": np.zeros((5, 2))}
    upstream[name] = rng.normal(size=(5, 2))

    clues = clues_of("LSTM", "N D", "N H")
    cell = student.LSTMCell(*leaves)
    gradient(cell, at=at, upstream=upstream, clues=clues)


@exercise("14.5", weight=2)
@SEQUENCES
def test_lstm_sequence_gradient(student: Student, rng: Rng, sizes: Sizes) -> None:
    """LSTM.backward matches numerical gradients, given dout, dh_n and dc_n."""
    require_gradient(student, "LSTM", rng, sizes)


@exercise("14.8", weight=2)
@SEQUENCES
def test_gru_sequence_gradient(student: Student, rng: Rng, sizes: Sizes) -> None:
    """GRU.backward matches numerical gradients, given dout and dh_n."""
    require_gradient(student, "GRU", rng, sizes)


@exercise("14.5")
def test_lstm_gradients_of_last_states_are_optional(student: Student, rng: Rng) -> None:
    """LSTM.backward without dh_n or dc_n gives what zeros in their place give."""
    require_optional(student, "LSTM", rng)


@exercise("14.8")
def test_gru_gradient_of_the_last_state_is_optional(student: Student, rng: Rng) -> None:
    """GRU.backward without dh_n gives what zeros in its place give."""
    require_optional(student, "GRU", rng)


def require_step_gradient(
    student: Student, reference: ModuleType, kind: str, rng: Rng, sizes: Sizes
) -> None:
    """Require the derivative of a step, to nine digits where the step is right."""
    leaves, at = drawn(rng, kind, sizes)
    states = list(at.values())[1:]
    names = ("dh_next", "dc_next")[: len(states)]
    upstream = {name: rng.normal(size=states[0].shape) for name in names}
    cell = getattr(student, f"{kind}Cell")(*leaves)

    gradient(cell, at=at, upstream=upstream, clues=clues_of(kind, "N D", "N H"))

    right = getattr(reference, f"{kind}Cell")(*leaves)
    found = as_tuple(cell.forward(*(each.copy() for each in at.values()), train=True))
    wanted = as_tuple(right.forward(*at.values()))
    pairs = zip(found, wanted, strict=False)
    if len(found) != len(wanted) or not all(is_near(*pair) for pair in pairs):
        return  # 14.1 and 14.6 judge it; of another function nothing more is known
    back = as_tuple(cell.backward(*(each.copy() for each in upstream.values())))
    exact = as_tuple(right.backward(*upstream.values()))
    for name, got, value in zip(("dx", "dh", "dc"), back, exact, strict=False):
        close(got, np.asarray(value), name, clues=Clues(cause=SEVEN))


def require_gradient(student: Student, kind: str, rng: Rng, sizes: Sizes) -> None:
    """Require the derivative of a sequence, for every input and parameter."""
    leaves, at = drawn(rng, kind, sizes)
    n, steps, _, h = sizes
    ends = {name: rng.normal(size=(n, h)) for name in ("dh_n", "dc_n")[: len(at) - 1]}
    layer = support(student, "given", GIVEN).made(kind, *leaves)

    upstream = {"dout": rng.normal(size=(n, steps, h)), **ends}
    gradient(layer, at=at, upstream=upstream, clues=clues_of(kind, "N T D", "N T H"))


def require_optional(student: Student, kind: str, rng: Rng) -> None:
    """Require that a gradient for a last state may be left out."""
    leaves, at = drawn(rng, kind, (3, 2, 5, 7))
    dout, dh_n, zeros = (
        rng.normal(size=(3, 2, 7)),
        rng.normal(size=(3, 7)),
        np.zeros((3, 7)),
    )
    layer = support(student, "given", GIVEN).made(kind, *leaves)
    layer.forward(*at.values(), train=True)
    blind = as_tuple(layer.backward(dout.copy()))
    pairs: list[tuple[Arrays, Arrays]] = [((), (zeros,) * (len(at) - 1))]
    if kind == "LSTM":
        pairs.append(((dh_n,), (dh_n, zeros)))

    for short, full in pairs:
        found = as_tuple(layer.backward(dout.copy(), *(a.copy() for a in short)))
        right = as_tuple(layer.backward(dout.copy(), *(a.copy() for a in full)))
        require(len(found) == len(right), "backward must return as many gradients")
        exact = [numbers(each, "each gradient") for each in right]
        require(np.abs(exact[0]).max() > 1e-9, "dx must not be zero")
        ignored = bool(short) and all(map(is_near, found, blind))
        clues = Clues(cause=NO_SAY if ignored else ENDS)
        called = " with dh_n alone" if short else ""
        for name, got, wanted in zip(("dx", "dh0", "dc0"), found, exact, strict=False):
            close(got, wanted, f"{name}{called}", clues=clues)


def drawn(rng: Rng, kind: str, sizes: Sizes) -> tuple[list[Array], dict[str, Array]]:
    """Return parameters, and the inputs of a step (N, D, H) or of a sequence."""
    n, *steps, d, h = sizes
    width = int(WIDTHS[kind][0]) * h
    shapes = [(d, width), (h, width), *[(width,)] * (len(KEYS[kind]) - 2)]
    leaves = [rng.normal(0.0, 0.8, size=shape) for shape in shapes]
    names = ("h0", "c0") if steps else ("h", "c")
    states = names if kind == "LSTM" else names[:1]
    at = {"x": rng.normal(size=(n, *steps, d))}
    return leaves, at | {name: rng.normal(size=(n, h)) for name in states}


def clues_of(kind: str, x: str, out: str) -> Clues:
    """Return the axes of whatever a cell or a layer has."""
    width = WIDTHS[kind]
    axes = {"x": x, "Wx": f"D {width}", "Wh": f"H {width}", "out": out, "out0": out}
    axes |= dict.fromkeys(("b", "bx", "bh"), width)
    axes |= dict.fromkeys(("h", "c", "h0", "c0", "out1", "out2"), "N H")
    return Clues(axes=axes, blocks=BLOCKS)


def numbers(found: object, name: str) -> Array:
    """Return a result that serves as a measure, once it is an array of numbers."""
    value = np.asarray(found if isinstance(found, np.ndarray) else None)
    is_real = value.dtype.kind == "f" and value.size and np.isfinite(value).all()
    require(is_real, f"{name} must be an array of finite numbers")
    return value


def is_near(found: object, right: object) -> bool:
    """Whether a result is right, so that nine digits can be asked of its gradient."""
    wanted = np.asarray(right)
    if not isinstance(found, np.ndarray) or found.shape != wanted.shape:
        return False
    return found.dtype.kind == "f" and np.allclose(found, wanted, rtol=1e-9, atol=1e-9)


def as_tuple(found: object) -> tuple[object, ...]:
    """Return one array or several as a tuple."""
    return tuple(found) if isinstance(found, (tuple, list)) else (found,)
