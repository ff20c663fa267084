"""Take our two suites of a unit apart into functions without arguments."""

import functools
import importlib
import inspect
import itertools
import types
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

Case = tuple[str, Callable[[], None]]


def cases() -> list[Case]:
    """Return every check of the suites beside this file, by name, ready to run."""
    return [
        case
        for suite in sorted(
            path.stem for path in Path(__file__).parent.glob("test_*.py")
        )
        for case in _of(importlib.import_module(suite))
    ]


def _of(suite: types.ModuleType) -> Iterator[Case]:
    for name, test in vars(suite).items():
        if name.startswith("test_") and callable(test):
            for number, rows in enumerate(
                itertools.product(*getattr(test, "tables", []))
            ):
                given = {key: value for row in rows for key, value in row.items()}
                yield (
                    f"{name}_{suite.__name__}_{number}",
                    functools.partial(_run, suite, test, given),
                )


def _run(
    suite: types.ModuleType, test: Callable[..., None], given: dict[str, object]
) -> None:
    seed = zlib.crc32(test.__name__.encode())
    known = {
        "student": importlib.import_module("solution"),
        "reference": importlib.import_module("reference"),
        "rng": np.random.default_rng(seed),
        **given,
    }
    test(
        **{key: _value(suite, key, known) for key in inspect.signature(test).parameters}
    )


def _value(suite: types.ModuleType, name: str, known: dict[str, object]) -> object:
    if name not in known:
        fixture = getattr(suite, name)
        wanted = inspect.signature(fixture).parameters
        known[name] = fixture(**{key: _value(suite, key, known) for key in wanted})
    return known[name]
