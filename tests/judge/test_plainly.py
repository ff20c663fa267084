"""Exits, imports and missing names, in words that say what to do."""

import pytest

from grader.errors import NameMissing, StudentException
from grader.judge.outcomes import message_of
from grader.model import Limits, Outcome
from tests.judge.conftest import GradeSource, check

NO_TORCH = "No module named 'torch'"
SOURCE = b"import numpy as np\n\nRATE = 0.1\n\ndef stepp(x):\n    slope = x\n"
CHECK = "batch_of_one"


@pytest.mark.parametrize(
    ("kind", "said", "at_import", "text"),
    [
        (
            "SystemExit",
            "None",
            False,
            "Your code called exit() at a.py:3. A function ends with return.",
        ),
        ("SystemExit", "None", True, "SystemExit at a.py:3: your code called exit()."),
        (
            "ModuleNotFoundError",
            NO_TORCH,
            False,
            (
                "a.py:3 imports torch, which is not there: only NumPy, "
                "array_api_compat and the standard library are."
            ),
        ),
        (
            "ModuleNotFoundError",
            NO_TORCH,
            True,
            (
                "ModuleNotFoundError at a.py:3: No module named 'torch'. Only NumPy, "
                "array_api_compat and the standard library are there."
            ),
        ),
        (
            "ImportError",
            "cannot import name 'nump' from 'numpy'",
            False,
            (
                "Your code imports what is not there at a.py:3: cannot import name "
                "'nump' from 'numpy'."
            ),
        ),
        (
            "ImportError",
            "cannot import name 'nump' from 'numpy'",
            True,
            "ImportError at a.py:3: cannot import name 'nump' from 'numpy'.",
        ),
        (
            "EOFError",
            "EOF when reading a line",
            False,
            (
                "Your code called input() at a.py:3. input() has nobody to answer; "
                "give the numbers as arguments."
            ),
        ),
        ("EOFError", "no more", False, "EOFError at a.py:3: no more."),
    ],
    ids=[
        "exit",
        "exit at import",
        "module",
        "module at import",
        "name",
        "name at import",
        "input",
        "an end of its own",
    ],
)
def test_an_end_is_told_with_what_to_do(
    kind: str, said: str, at_import: object, text: str
) -> None:
    """Python's own words for it send nobody to the right line."""
    kinds = {"ModuleNotFoundError": (kind, "ImportError")}.get(kind, (kind,))
    error = StudentException(kind, kinds, said, 3, "a.py:3")
    error.at_import = bool(at_import)

    assert text == message_of(error, Limits())


@pytest.mark.parametrize(
    ("name", "source", "text"),
    [
        ("step", SOURCE, "a.py has no 'step'; it has 'stepp'."),
        ("RATES", SOURCE, "a.py has no 'RATES'; it has 'RATE'."),
        ("slope", SOURCE, "a.py has no 'slope'."),
        (
            "perceptron",
            b"def train_perceptron(x):\n    pass\n",
            "a.py has no 'perceptron'.",
        ),
        ("step", b"", "a.py is empty."),
        ("step", b"\n  # nothing yet\n", "a.py is empty."),
        ("step", b"import numpy as np\n", "a.py has no 'step'."),
    ],
    ids=[
        "misspelt",
        "a number",
        "within",
        "another one",
        "no byte",
        "a comment",
        "an import",
    ],
)
def test_a_missing_name_is_told_with_the_one_beside_it(
    name: str, source: bytes, text: str
) -> None:
    """A name that was changed is found at once, and so is an empty file."""
    error = NameMissing(f"a.py has no '{name}'", name)

    assert text == message_of(error, Limits(), source)


def test_what_a_class_lacks_is_not_sought_in_the_module() -> None:
    """The method of another class is none of its own."""
    error = NameMissing("Step has no 'stepps'")

    assert "Step has no 'stepps'." == message_of(error, Limits(), SOURCE)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("backward", "Step has no 'backward'; it has 'backwards'."),
        ("slope", "Step has no 'slope'; it has 'slopes'."),
        ("forward", "Step has no 'forward'."),
    ],
)
def test_a_missing_method_is_told_with_the_one_beside_it(name: str, text: str) -> None:
    """It is sought in its class alone, among methods and attributes."""
    source = b"""
class Step:
    def backwards(self, dout):
        self.slopes = dout

class Other:
    def forward(self, x):
        return x
"""

    assert text == message_of(NameMissing(f"Step has no '{name}'"), Limits(), source)


def test_an_empty_file_is_said_to_be_empty(grade_source: GradeSource) -> None:
    """The way from the worker's answer to the message."""
    found = check(grade_source("# later\n"), CHECK)

    assert (Outcome.MISSING, "scale.py is empty.") == (found.outcome, found.message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "import torch_of_nobody",
            (
                "scale.py:{} imports torch_of_nobody, which is not there: only NumPy, "
                "array_api_compat and the standard library are."
            ),
        ),
        (
            "import matplotlib.pyplot",
            (
                "scale.py:{} imports matplotlib, which is not there: only NumPy, "
                "array_api_compat and the standard library are."
            ),
        ),
        (
            "exit()",
            "Your code called exit() at scale.py:{}. A function ends with return.",
        ),
    ],
    ids=["module", "installed module", "exit"],
)
def test_what_stops_in_a_function_is_no_import_of_the_file(
    grade_source: GradeSource, reference_source: str, line: str, message: str
) -> None:
    """The file can be imported, and the rest of it works."""
    source = reference_source.replace("self.x = x", line)
    number = source[: source.index(line)].count("\n") + 1

    score = grade_source(source)

    found = check(score, CHECK)
    assert Outcome.CRASHED is found.outcome
    assert message.format(number) == found.message.partition("\n")[0]
