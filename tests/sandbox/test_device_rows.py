"""The stand-in does what CuPy does: on itself always, on CuPy where a GPU is."""

import ast
import copy
import inspect
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from array_api_compat import array_namespace

from grader.sandbox import cupy_lacks
from grader.sandbox.standin import DeviceArray
from grader.sandbox.standin_module import NAMESPACE
from tests.sandbox.device_rows import RAN, ROWS, Row

try:
    import cupy
except ImportError:
    cupy = None

PAGE = Path(__file__).parents[2] / "docs" / "device.md"
EVERY = [row for rows in ROWS.values() for row in rows]
Value = Any  # whatever a row gives


def on_cupy(array: Value) -> Value:
    """Return CuPy's array."""
    if cupy is None:
        pytest.skip("needs CuPy and a GPU: CuPy is not installed")
    if not cupy.is_available():
        pytest.skip("needs CuPy and a GPU: there is no GPU")
    return cupy.asarray(array)


def names(send: Callable[[Value], Value]) -> dict[str, Value]:
    """Return what the rows' code may use."""
    x = send(np.arange(6.0).reshape(2, 3))
    return {
        "x": x,
        "W": send(np.ones((3, 2))),
        "i": send(np.array([0, 1])),
        "z": send(np.array(2.0)),
        "h": np.ones((2, 3)),
        "xp": array_namespace(x),
        "np": np,
        "math": math,
        "copy": copy,
    }


def run(row: Row, send: Callable[[Value], Value]) -> tuple[str, Value]:
    """Return a row's outcome, and the value it gives or leaves in x."""
    known = names(send)
    is_expression = isinstance(ast.parse(row.code).body[0], ast.Expr)
    try:
        if is_expression:
            value = eval(row.code, known)  # noqa: S307 - our own rows
        else:
            exec(row.code, known)  # noqa: S102
            value = None
    except Exception as error:  # noqa: BLE001 - which one it is, is the outcome
        return type(error).__name__, None
    if value is None:
        return "changed", known["x"]
    if type(value) is type(known["x"]):
        return "device", value
    if isinstance(value, np.ndarray) or "xp.sum(h)" == row.code:
        return "NumPy", value
    return "Python", value


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.code)
@pytest.mark.parametrize("send", [DeviceArray, on_cupy], ids=["stand-in", "CuPy"])
def test_a_row_is_as_the_table_says(row: Row, send: Callable[[Value], Value]) -> None:
    """And gives the numbers that NumPy gives."""
    outcome, value = run(row, send)

    assert row.outcome == outcome
    if outcome in ("device", "changed"):
        _, plain = run(row, np.array)
        assert value.shape == np.shape(plain)
        assert value.dtype == np.asarray(plain).dtype
        np.testing.assert_allclose(value.get(), plain, rtol=1e-12)


def test_the_page_shows_the_rows() -> None:
    """docs/device.md is for people; the rows are what is tested."""
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]

    # The last column is written by whoever had a GPU.
    assert [_line(row) for row in EVERY] == [line.rsplit(" | ", 1)[0] for line in lines]


def _line(row: Row) -> str:
    outcome = f"`{row.outcome}`" if row.outcome.endswith("Error") else row.outcome
    return f"| `{row.code}` | {outcome} | {row.known}"


def test_the_stand_in_lacks_what_cupy_lacks() -> None:
    """Name by name, and signature by signature: no GPU is needed to look."""
    if cupy is None:
        pytest.skip("needs CuPy: it is not installed")
    missing = {n for n in dir(np) if n[0] != "_" and not hasattr(cupy, n)}

    assert missing - cupy_lacks.FUNCTIONS == set()
    assert {n for n in cupy_lacks.FUNCTIONS if hasattr(cupy, n)} == set()
    assert {n for n in cupy_lacks.IN_LINALG if hasattr(cupy.linalg, n)} == set()
    assert {n for n in cupy_lacks.METHODS if not hasattr(cupy.ndarray, n)} == set()
    assert {n for n in cupy_lacks.ATTRIBUTES if not hasattr(cupy.ndarray, n)} == set()
    for name, keywords in cupy_lacks.KEYWORDS.items():
        assert keywords.isdisjoint(inspect.signature(getattr(cupy, name)).parameters)


def test_the_module_is_found_through_the_array() -> None:
    """`array_namespace` asks it, as it asks for the module of CuPy's arrays."""
    assert array_namespace(DeviceArray(np.ones(2))) is NAMESPACE


@pytest.mark.parametrize("send", [DeviceArray, on_cupy], ids=["stand-in", "CuPy"])
def test_a_single_number_is_a_view(send: Callable[[Value], Value]) -> None:
    """NumPy gives a number of its own, which knows nothing of its array."""
    x = send(np.zeros((2, 3)))
    y = x[0, 0]
    y += 1

    assert [[1.0, 0.0, 0.0], [0.0, 0.0, 0.0]] == x.tolist()


def test_some_rows_were_seen_without_a_gpu() -> None:
    """The page tells them from those that were only read."""
    assert 30 < sum(row.known == RAN for row in EVERY) < len(EVERY)
