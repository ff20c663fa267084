"""A submission imports what every machine has, whatever else is installed."""

import sys
from collections.abc import Iterator

import pytest

from grader.sandbox.importing import compiled, run_module, run_own

NAME = "answer_of_a_test"


@pytest.fixture(autouse=True)
def forgotten(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave no module behind."""
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, NAME, None)
        yield


@pytest.mark.parametrize(
    "line",
    [
        "import numpy.linalg",
        "from numpy.typing import NDArray",
        "from array_api_compat import array_namespace",
        "import math, collections.abc",
        "from __future__ import annotations",
        "import answer_of_a_test",
    ],
)
def test_the_courses_libraries_are_imported(line: str) -> None:
    """And so is the module itself, which nobody else is."""
    module = run_own(NAME, compiled("answer.py", f"{line}\n".encode()))

    assert NAME == module.__name__


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("import matplotlib.pyplot", "matplotlib"),
        ("from msgspec import json", "msgspec"),
        ("import grader", "grader"),
        ("import nothing_of_that_name", "nothing_of_that_name"),
    ],
)
def test_anything_else_is_not_there(line: str, name: str) -> None:
    """Installed or not, loaded or not: the teacher's machine may differ."""
    code = compiled("answer.py", f"x = 1\n{line}\n".encode())

    with pytest.raises(ModuleNotFoundError) as caught:
        run_own(NAME, code)

    assert f"No module named '{name}'" == str(caught.value)
    assert name == caught.value.name


def test_a_function_is_held_to_it_when_it_runs() -> None:
    """An import statement may stand anywhere."""
    code = compiled("answer.py", b"def f():\n    import matplotlib\n")
    module = run_own(NAME, code)

    with pytest.raises(ModuleNotFoundError):
        module.f()


def test_libraries_import_what_they_need() -> None:
    """Only the statements of the submission are looked at."""
    source = b"import numpy.testing, importlib\nx = importlib.import_module('msgspec')"

    module = run_own(NAME, compiled("answer.py", source))

    assert "msgspec" == module.x.__name__


@pytest.mark.filterwarnings("ignore:can't resolve package:ImportWarning")
def test_a_relative_import_fails_as_python_says() -> None:
    """A module handed in has no package around it."""
    with pytest.raises(ImportError, match="no known parent package"):
        run_own(NAME, compiled("answer.py", b"from . import x\n"))


def test_modules_of_suites_import_what_they_like() -> None:
    """They are the teacher's."""
    module = run_module(NAME, compiled("suite.py", b"import msgspec\n"))

    assert "msgspec" == module.msgspec.__name__
