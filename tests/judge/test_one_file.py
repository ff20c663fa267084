"""One file, thirteen functions: three go wrong in the worst ways, ten are right."""

import time

import pytest

from grader.catalog import load_course
from grader.judge import JudgeSettings, grade_one
from grader.model import Course, Outcome, Score, Submission

COUNT = 13
LOOPS, SEGFAULTS, EATS = 3, 7, 11
CALL_S, EXERCISE_S = 0.5, 2.0
OTHERS_S = 5.0  # starting, thirty honest checks, three fresh workers

COURSE = f"""\
format = 1
title = "Thirteen"
seed = 1
units = ["u01_thirteen"]

[limits]
call_s = {CALL_S}
exercise_s = {EXERCISE_S}
memory_mib = 128
"""
EXERCISE = """
[[exercises]]
id = "1.{number}"
name = "f{number}"
points = {points}
minutes = 1
difficulty = 1
hints = ["Add the number."]
"""
CHECK = '''
@exercise("1.{number}")
def test_{kind}_f{number}(student: Student) -> None:
    """f{number} adds {number}."""
    close(student.f{number}(np.ones(3)), np.ones(3) + {number})
'''
HEAD = """import numpy as np

from grader.checks import Student, close, exercise
"""
BODIES = {
    LOOPS: "    while True:\n        pass\n",
    SEGFAULTS: "    import ctypes\n    ctypes.string_at(0)\n",
    EATS: "    kept = []\n    while True:\n        kept.append(np.zeros(2**22))\n",
}


def suite(kind: str) -> str:
    """Return a suite of one check for each function."""
    checks = [CHECK.format(kind=kind, number=n) for n in range(1, COUNT + 1)]
    return HEAD + "".join(checks)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of thirteen functions with an open and a hidden check each."""
    root = tmp_path_factory.mktemp("thirteen")
    unit = root / "assignments" / "u01_thirteen"
    hidden = root / "solutions" / "u01_thirteen"
    for folder in (unit, hidden):
        folder.mkdir(parents=True)
    manifest = 'format = 1\ntitle = "Thirteen"\nmodule = "thirteen.py"\n' + "".join(
        EXERCISE.format(number=n, points=16 if n == 1 else 7)
        for n in range(1, COUNT + 1)
    )
    (unit.parent / "course.toml").write_text(COURSE, encoding="utf-8")
    (unit / "unit.toml").write_text(manifest, encoding="utf-8")
    (unit / "test_thirteen.py").write_text(suite("open"), encoding="utf-8")
    (hidden / "test_thirteen.py").write_text(suite("hidden"), encoding="utf-8")
    return load_course(root)


@pytest.fixture(scope="module")
def graded(course: Course) -> tuple[Score, float]:
    """The score of the file, and how long grading it took."""
    source = "import numpy as np\n" + "".join(
        f"def f{n}(x):\n" + BODIES.get(n, "") + f"    return x + {n}\n"
        for n in range(1, COUNT + 1)
    )
    submission = Submission("s1", {"u01_thirteen": source.encode()}, (), ())
    start = time.monotonic()
    score = grade_one(course, course.units, submission, JudgeSettings())
    return score, time.monotonic() - start


def test_the_ten_right_functions_get_their_points(graded: tuple[Score, float]) -> None:
    """One for 16 points and nine for 7."""
    score, _ = graded

    right = [e for e in score.units[0].exercises if e.outcome is Outcome.PASSED]
    assert (10, 79.0) == (len(right), score.score)


@pytest.mark.parametrize(
    ("number", "outcome"),
    [
        (LOOPS, Outcome.TIMEOUT),
        (SEGFAULTS, Outcome.CRASHED),
        (EATS, Outcome.MEMORY),
    ],
)
def test_the_three_get_their_outcome(
    graded: tuple[Score, float], number: int, outcome: Outcome
) -> None:
    """Each says what happened, and earns nothing."""
    score, _ = graded

    exercise = next(e for e in score.units[0].exercises if e.id == f"1.{number}")
    assert (outcome, 0.0) == (exercise.outcome, exercise.score)


def test_the_whole_takes_no_longer_than_the_limits(
    graded: tuple[Score, float],
) -> None:
    """Two timed-out calls, two calls that eat memory, and the honest rest."""
    _, duration_s = graded

    assert 2 * EXERCISE_S + OTHERS_S > duration_s


def test_messages_name_the_limit(graded: tuple[Score, float]) -> None:
    """The limit and what was measured against it."""
    score, _ = graded

    messages = {e.id: e.checks[0].message for e in score.units[0].exercises}
    assert "It did not finish within 0.5 s." == messages[f"1.{LOOPS}"]
    assert (
        "The Python process of this code was killed by a segmentation fault (SIGSEGV); "
        "it was at thirteen.py:18.\n\n    18 | ctypes.string_at(0)"
    ) == messages[f"1.{SEGFAULTS}"]
    assert (
        "Your code ran out of memory at thirteen.py:29: all that it keeps came to more "
        "than the 128 MiB it may use.\n\n"
        "    29 | kept.append(np.zeros(2**22))"
    ) == messages[f"1.{EATS}"]
