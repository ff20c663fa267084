"""A notebook's names, as they are now, are laid over the unit's file."""

import contextlib
from collections.abc import Mapping

import pytest

from grader.notebook.laying import Laid

FILE = '''\
"""The unit."""

import numpy as np

Array = np.ndarray


class Scale:
    """Multiply."""

    def forward(self, x: Array) -> Array:
        raise NotImplementedError("1.1 Scale.forward")


def shift(x: Array) -> Array:
    raise NotImplementedError("1.2 shift")


class Both(Scale):
    """Use both."""
'''
SCALE = "class Scale:\n    def forward(self, x):\n        return 2 * x\n"


def ran(*cells: str) -> dict[str, object]:
    """Return the names after the cells ran; a cell that fails stops there."""
    names: dict[str, object] = {}
    for cell in cells:
        with contextlib.suppress(ZeroDivisionError):
            exec(compile(cell, "<cell>", "exec"), names)  # noqa: S102 - a notebook does
    return names


def laid(*cells: str, file: str = FILE) -> Laid:
    """Return what the cells, numbered from 1, make of the file."""
    return Laid(file, ["", *cells], ran(*cells))


def names_in(module: Laid) -> Mapping[str, object]:
    """Return the names of the module, executed."""
    return ran(module.source)


def value(module: Laid, expression: str) -> object:
    """Return what an expression is in the module."""
    return eval(expression, dict(names_in(module)))  # noqa: S307 - our own text


def test_a_definition_stands_in_the_place_of_the_files() -> None:
    """So that what is built on it in the file is built on the notebook's."""
    module = laid(SCALE)

    assert ("Scale",) == module.mine
    assert 6 == value(module, "Both().forward(3)")
    assert module.source.index("class Scale") < module.source.index("class Both")


@pytest.mark.parametrize(
    ("cells", "expression", "expected"),
    [
        (
            (SCALE, SCALE.replace("2", "3")),
            "Scale().forward(1)",
            3,
        ),
        (
            (
                "import math as m\n",
                "def half(x):\n    return m.floor(x / 2)\n",
                "def shift(x):\n    return half(x)\n",
            ),
            "shift(5)",
            2,
        ),
        (
            ("BY = 1\n", "def shift(x):\n    return x + BY\n", "BY = 7\n"),
            "shift(0)",
            7,
        ),
        (
            ("BY = 1\n", "def shift(x):\n    return x + BY\n", "BY += 4\n"),
            "shift(0)",
            5,
        ),
        (
            (
                "def make(n):\n    return lambda x: add(x, n)\n",
                "def add(x, n):\n    return x + n\n",
                "shift = make(3)\n",
            ),
            "shift(1)",
            4,
        ),
        (
            (
                "from dataclasses import dataclass\n",
                "@dataclass\nclass Scale:\n    by: int = 4\n",
            ),
            "Scale().by",
            4,
        ),
        (
            (
                "import functools\n",
                "@functools.lru_cache\ndef shift(x):\n    return x + 1\n",
            ),
            "shift(1)",
            2,
        ),
        (
            ("def shift(x):\n    return -x\n", "1 / 0\ndef shift(x):\n    return x\n"),
            "shift(1)",
            -1,
        ),
        (
            (SCALE, "1 / 0\n" + SCALE.replace("2", "3")),
            "Scale().forward(1)",
            2,
        ),
        (
            (
                SCALE,
                "def forward(self, x):\n    return 5 * x\n",
                "Scale.forward = forward\n",
            ),
            "Scale().forward(1)",
            5,
        ),
        (
            (
                SCALE,
                "1 / 0\nclass Scale: ...\n",
                "def back(self, x):\n    return 5 * x\n",
                "Scale.back = back\n",
            ),
            "Scale().forward(1) + Scale().back(1)",
            7,
        ),
        (
            ("class Base:\n    n = 9\n", "class Scale(Base): ...\n"),
            "Scale().n",
            9,
        ),
        (
            ("async def later():\n    return 1\n", "def shift(x):\n    return later\n"),
            "shift(1).__name__",
            "later",
        ),
        (
            (
                "try:\n    import cupy as cp\nexcept ImportError:\n    cp = None\n",
                "def shift(x):\n    return cp is None\n",
            ),
            "shift(1)",
            True,
        ),
    ],
    ids=[
        "a later cell",
        "a function and an import",
        "a constant of a later cell",
        "a constant that was changed",
        "a closure",
        "a dataclass",
        "a decorated function",
        "a function of a cell that failed before it",
        "a class of a cell that failed before it",
        "a method that was set",
        "a method that was set after a cell that failed",
        "a base class",
        "an async function",
        "a guarded import",
    ],
)
def test_what_a_name_holds_now_is_checked(
    cells: tuple[str, ...], expression: str, expected: object
) -> None:
    """With all that it uses, in whatever cell that was defined."""
    assert expected == value(laid(*cells), expression)


def test_magics_and_cells_that_are_not_python_are_passed_over() -> None:
    """They are in the history, too."""
    cells = ["", "%%time\n" + SCALE, "%pip install x\ny = 1", "def broken(:\n", "!ls"]

    module = Laid(FILE, cells, ran(SCALE))

    assert ("Scale",) == module.mine
    assert 2 == value(module, "Scale().forward(1)")


def test_a_name_that_was_deleted_is_the_files_again() -> None:
    """What is not there cannot be checked."""
    module = Laid(FILE, ["", SCALE, "del Scale"], {})

    assert () == module.mine


def test_work_that_has_nothing_to_do_with_the_unit_stays_out() -> None:
    """A check must not train somebody's network first."""
    module = laid(SCALE, "losses = [i for i in range(3)]\n", "result = Scale()\n")

    assert "losses" not in module.source
    assert "result" not in module.source


def test_without_a_file_all_definitions_are_the_units() -> None:
    """A notebook may be all that a student has."""
    module = laid(
        "import numpy as np\n",
        SCALE,
        "def shift(x):\n    return np.add(x, 1)\n",
        file="",
    )

    assert ("Scale", "shift") == module.mine
    assert 2 == value(module, "int(shift(1))")


def test_imports_from_the_future_come_first() -> None:
    """Python asks for it."""
    future = "from __future__ import annotations\n"
    function = "def shift(x: Nothing):\n    return 1\n"

    module = Laid(FILE, ["", future, function], ran(future + function))

    assert 1 == value(module, "shift(0)")


def test_places_in_the_report_are_places_in_cells() -> None:
    """A student looks for a line where they wrote it."""
    module = laid("BY = 1\n", "y = 2\n\n\ndef shift(x):\n    return x / BY\n")
    line = module.source.split("\n").index("    return x / BY") + 1

    told = module.told(
        f"ValueError at scale.py:{line}, scale.py:1 and scale.py:99\n\n"
        f"      {line} | return x / BY\n       1 | The unit.",
        "scale.py",
    )

    assert told == (
        "ValueError at cell 2, line 5, scale.py:1 and scale.py:99\n\n"
        "       5 | return x / BY\n       1 | The unit."
    )


def test_statements_on_one_line_are_taken_apart() -> None:
    """What is beside a definition is not part of it."""
    module = laid("BY = 2; other = print\n", "def shift(x):\n    return x * BY\n")

    assert 6 == value(module, "shift(3)")
    assert "other" not in module.source
