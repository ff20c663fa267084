"""What a check of vectorised code has done: functions, layers, optimizers."""

from collections.abc import Callable

import numpy as np
import pytest

from grader.checks.vectorised import Sizes, vectorised
from grader.checks.work import Work
from grader.errors import CheckFailed
from grader.sandbox import fresh
from grader.sandbox.messages import Value
from grader.sandbox.session import Module
from tests.checks.looping.layers import LAYERS

USUAL = {"N": 5, "T": 3, "D": 4, "C": 3, "H": 6, "W": 5}  # the sizes of axes
SIZES = {"N": 5, "D": 3, "M": 4}  # of an affine layer
TRIAL: Value = ([], [], (0, 0), [], False)  # what a worker may claim

Build = Callable[[Sizes], Work]


def numbers(*shape: int) -> Value:
    """Return numbers of every sign."""
    return np.random.default_rng(0).standard_normal(shape)


def claimed(monkeypatch: pytest.MonkeyPatch, value: Value) -> None:
    """Let the worker claim a value for every count."""
    monkeypatch.setattr(fresh, "count", lambda *_: value)


def failure(build: Build, **over: int) -> CheckFailed:
    """Return how the check fails."""
    with pytest.raises(CheckFailed) as caught:
        vectorised(build, over=over)
    return caught.value


def line_with(text: str) -> int:
    """Return the number of the line of `LAYERS` that begins with a text."""
    lines = [line.strip() for line in LAYERS.splitlines()]
    return next(n for n, line in enumerate(lines, 1) if line.startswith(text))


def of(function: Value, axes: str) -> Build:
    """Call a function with one array."""
    return lambda sizes: Work(function, (numbers(*(sizes[a] for a in axes.split())),))


def affine(module: Module, name: str) -> Build:
    """Run both passes of an affine layer."""

    def build(sizes: Sizes) -> Work:
        n, d, m = sizes["N"], sizes["D"], sizes["M"]
        layer = getattr(module, name)(numbers(d, m), numbers(m))
        return Work(layer, (numbers(n, d),), upstream=numbers(n, m))

    return build


def plain(module: Module, name: str) -> Build:
    """Run both passes of a layer without parameters."""

    def build(sizes: Sizes) -> Work:
        x = numbers(sizes["N"], sizes["D"])
        return Work(getattr(module, name)(), (x,), upstream=x)

    return build


def forward_only(module: Module, name: str) -> Build:
    """Run forward of a layer without parameters."""

    def build(sizes: Sizes) -> Work:
        x = numbers(sizes["N"], sizes["D"])
        return Work(getattr(module, name)(), (x,), {"train": True})

    return build


def pair(module: Module) -> Build:
    """Run both passes of a layer with two outputs."""

    def build(sizes: Sizes) -> Work:
        x = numbers(sizes["N"], 2)
        return Work(module.Pair(), (x, x), upstream=(x, x))

    return build


def optimizer(module: Module, name: str) -> Build:
    """Update two parameters, one of them of the size asked for."""

    def build(sizes: Sizes) -> Work:
        entries = sizes["entries"]
        params = {"W": numbers(entries), "b": numbers(3)}
        grads = {"W": numbers(entries), "b": numbers(3)}
        return Work(getattr(module, name)().update, (params, grads))

    return build
