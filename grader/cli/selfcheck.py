"""A course of two functions, one right and one wrong, graded to see that it works."""

import tempfile
import time
from pathlib import Path

from grader.catalog import load_course
from grader.cli.work import check_unit
from grader.errors import GraderError
from grader.model import Outcome
from grader.reports.findings import Finding, Mark

_COURSE = """\
format = 1
title = "Self-check"
seed = 1
open_share = 1.0
units = ["u01_doubling"]
"""
_UNIT = """\
format = 1
title = "Doubling"
module = "doubling.py"

[[exercises]]
id = "1.1"
name = "right"
points = 50
minutes = 5
difficulty = 1
hints = ["It is right."]

[[exercises]]
id = "1.2"
name = "wrong"
points = 50
minutes = 5
difficulty = 1
hints = ["It is wrong."]
"""
_WORK = '''\
"""One function that is right, and one that is not."""


def right(x):
    """Return 2 x."""
    return 2 * x


def wrong(x):
    """Return 3 x, and should return 2 x."""
    return 3 * x
'''
_SUITE = '''\
"""Both should double."""

import numpy as np

from grader.checks import Student, close, exercise

X = np.array([1.0, 2.0])


@exercise("1.1")
def test_right(student: Student) -> None:
    """The right one passes."""
    close(student.right(X), 2 * X, "out")


@exercise("1.2")
def test_wrong(student: Student) -> None:
    """The wrong one does not."""
    close(student.wrong(X), 2 * X, "out")
'''
_EXPECTED = [Outcome.PASSED, Outcome.WRONG]
_NAME = "self-check"
_REPORT = "Report this to the makers of the grader, with all that this command shows."


def self_check() -> Finding:
    """Grade a right and a wrong function and return whether both were told apart."""
    begun = time.perf_counter()
    try:
        outcomes = _outcomes()
    except (GraderError, OSError) as error:
        return Finding(_NAME, f"failed: {error}", Mark.BROKEN, _REPORT)
    if outcomes != _EXPECTED:
        said = f"expected passed and wrong, found {' and '.join(outcomes)}"
        return Finding(_NAME, said, Mark.BROKEN, _REPORT)
    took_s = time.perf_counter() - begun
    said = f"a right and a wrong function told apart in {took_s:.1f} s"
    return Finding(_NAME, said)


def _outcomes() -> list[Outcome]:
    with tempfile.TemporaryDirectory(prefix="grader-") as folder:
        root = Path(folder)
        unit = root / "assignments" / "u01_doubling"
        unit.mkdir(parents=True)
        (root / "assignments" / "course.toml").write_text(_COURSE)
        (unit / "unit.toml").write_text(_UNIT)
        (unit / "doubling.py").write_text(_WORK)
        (unit / "test_doubling.py").write_text(_SUITE)
        course = load_course(root)
        score = check_unit(course, course.units[0], ())
    return [one.outcome for one in score.units[0].exercises]
