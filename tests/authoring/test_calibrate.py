"""`grader calibrate`: right solutions give the threshold, mistakes its worth."""

import math
import shutil
from pathlib import Path

import msgspec
import pytest

from grader.authoring.calibrate import (
    CalibrateSettings,
    calibrate_unit,
    calibrations,
)
from grader.authoring.thresholds import Calibration, Measured, describe
from grader.catalog import load_course
from grader.checks.training import Goal
from grader.errors import CourseError

MINICOURSE = Path(__file__).parent.parent / "minicourse"
UNIT = "u01_scale"
TRAINS = '''

SOURCE = """
import numpy as np

def train(student, x, target, rng):
    layer = student.Scale(rng.normal(size=target.shape[1]))
    for _ in range(10):
        layer.backward(layer.forward(x, train=True) - target)
        layer.params["gamma"] -= 0.05 * layer.grads["gamma"]
    return layer.params["gamma"]
"""


@exercise("1.2")
def test_gamma_is_found_by_descent(student: Student, rng: np.random.Generator) -> None:
    """Ten steps find the factor that made the targets."""

    def run(start: np.random.Generator) -> float:
        x, gamma = start.normal(size=(8, 3)), start.normal(2.0, 1.0, size=3)
        found = trained(student, SOURCE, x, gamma * x, start=start)
        return 1 - float(np.abs(found - gamma).sum() / np.abs(gamma).sum())

    trains(run, rng, reaches=0.8, measure="share of gamma found in 10 steps")
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course whose hidden suite has a check that trains."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    suite = root / "solutions" / UNIT / "test_scale.py"
    text = suite.read_text().replace("unchanged\n", "trained, trains, unchanged\n", 1)
    suite.write_text(text + TRAINS)
    return root


def edit(path: Path, old: str, new: str) -> None:
    """Replace text that must be there."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def report(root: Path, seeds: int = 8) -> str:
    """Return what is said about the unit."""
    course = load_course(root)
    texts: list[str] = []
    settings = CalibrateSettings(seeds)
    calibrate_unit(course, course.units[0], texts.append, settings)
    return "\n".join(texts)


def test_every_solution_is_measured_from_every_start(root: Path) -> None:
    """The reference, one alternative, two mistakes; eight starts each."""
    course = load_course(root)
    said: list[tuple[int, int]] = []

    (found,) = calibrations(course, course.units[0], 8, lambda *done: said.append(done))

    assert ("gamma_is_found_by_descent (hidden)", "1.2") == (
        found.check,
        found.exercise,
    )
    assert [each.name for each in found.right] == ["reference", "alternatives/closures"]
    assert [(each.name, each.exercise) for each in found.wrong] == [
        ("mistakes/gradient_is_a_mean", "1.2"),
        ("mistakes/writes_into_x", "1.3"),
    ]
    assert said == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert {8} == {len(each.values) for each in (*found.right, *found.wrong)}


def test_a_check_that_measures_too_little_is_reported(root: Path) -> None:
    """The whole way from the course to the text."""
    lines = report(root).splitlines()

    assert lines[0] == "u01_scale: gamma_is_found_by_descent (hidden), exercise 1.2"
    assert lines[-3] == "  2 of 2 mistakes fail the proposed threshold"
    assert lines[-1].endswith("  fails 100 %")


VALUES = (0.91, 0.92, 0.93, 0.94, 0.95)
GOAL = Goal(
    "accuracy on unseen digits", reaches=0.9, seeds=3, need=2, smaller_is_better=False
)
RIGHT = (
    Measured("reference", "", VALUES),
    Measured("alternatives/terse", "", (0.93,) * 5),
)
WRONG = (
    Measured("mistakes/climbs", "4.9", (0.1,) * 5),
    Measured("mistakes/a_little_slow", "4.9", (0.81, 0.82, 0.86, 0.9, 0.91)),
    Measured("mistakes/raises", "4.9", ()),
    Measured("mistakes/of_another_exercise", "4.1", (0.94,) * 5),
)
REPORT = """\
u04_optimizers: adam_learns (hidden), exercise 4.9
  measured: accuracy on unseen digits
  larger is better; 2 of a student's 3 starts must reach the threshold

    from 5 starts                          lowest   median  highest
    reference                                0.91     0.93     0.95
    alternatives/terse                       0.93     0.93     0.93

  now       reaches=0.9: a right solution fails it with
            probability 2e-02 (Student's t fitted to its runs),
            below 4e-01 whatever their shape (95 % sure).
  proposed  reaches=0.85: a right solution fails it with
            probability 7e-05 (Student's t fitted to its runs),
            below 4e-01 whatever their shape (95 % sure).

  2 of 4 mistakes fail the proposed threshold
  more often than not; those of 4.9, by the runs seen:
    climbs                                    0.1      0.1      0.1  fails 100 %
    a_little_slow                            0.81     0.86     0.91  fails 35 %
    raises                              stops before it is measured  fails 100 %"""


def test_the_report_says_how_often_honest_work_fails() -> None:
    """An author reads the risk now, the proposal, and what it catches.

    At 0.9, T = -1.73 with four degrees of freedom has a tail of 0.079, and
    3 p^2 - 2 p^3 is 0.018; no miss in five bounds p at 1 - 0.05^(1/5) = 0.451,
    which gives 0.43. Two misses in five give 3 (2/5)^2 (3/5) + (2/5)^3 = 0.352.
    """
    found = Calibration("adam_learns (hidden)", "4.9", GOAL, RIGHT, WRONG)

    assert REPORT == "\n".join(describe("u04_optimizers", found))


def test_a_right_solution_that_runs_away_leaves_no_threshold() -> None:
    """The check asks for something that honest code does not always give."""
    diverging = Measured("reference", "", (0.91, 0.92, 0.93, 0.94, float("-inf")))
    found = Calibration("adam_learns (hidden)", "4.9", GOAL, (diverging,), ())

    lines = list(describe("u04_optimizers", found))

    assert lines[-1] == (
        "  no threshold is easy enough: a right solution gives no finite number."
    )


def test_a_loss_must_fall_to_its_threshold() -> None:
    """The same numbers turned around give the same risk, from the other side."""
    falls = msgspec.structs.replace(GOAL, reaches=0.1, smaller_is_better=True)
    right = Measured("reference", "", tuple(1 - value for value in VALUES))
    wrong = Measured("mistakes/climbs", "4.9", (2.3, 2.3, math.inf, 2.3, 2.3))
    found = Calibration("adam_learns (hidden)", "4.9", falls, (right,), (wrong,))

    lines = list(describe("u04_optimizers", found))

    assert lines[2] == (
        "  smaller is better; 2 of a student's 3 starts must reach the threshold"
    )
    assert lines[8:12] == [
        "            probability 2e-02 (Student's t fitted to its runs),",
        "            below 4e-01 whatever their shape (95 % sure).",
        "  proposed  reaches=0.15: a right solution fails it with",
        "            probability 7e-05 (Student's t fitted to its runs),",
    ]
    assert lines[-1].endswith("  2.3      2.3      inf  fails 100 %")


def test_a_fit_is_not_believed_far_from_its_runs() -> None:
    """Runs that are all alike have no spread, which proves no certainty."""
    alike = Measured("reference", "", (0.93,) * 5)
    found = Calibration("adam_learns (hidden)", "4.9", GOAL, (alike,), ())

    text = "\n".join(describe("u04_optimizers", found))

    assert "probability under 1e-06 (Student's t fitted to its runs)" in text


def test_thresholds_are_proposed_in_steps() -> None:
    """A measure in percent wants whole ones."""
    found = Calibration("adam_learns (hidden)", "4.9", GOAL, RIGHT, ())

    lines = list(describe("u04_optimizers", found, step=0.25))

    assert "  proposed  reaches=0.75: a right solution fails it with" in lines


def test_a_unit_without_such_a_check_has_nothing_to_calibrate(root: Path) -> None:
    """The author may have named another unit."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    shutil.copy(MINICOURSE / "solutions" / UNIT / "test_scale.py", suite)

    with pytest.raises(CourseError) as caught:
        report(root)

    assert str(caught.value) == (
        "u01_scale: nothing to calibrate: expected a check that uses trains and "
        "that the reference gets as far as, found none."
    )


def test_a_kit_cannot_be_calibrated(root: Path) -> None:
    """It has neither the reference nor the mistakes."""
    shutil.rmtree(root / "solutions")

    with pytest.raises(CourseError) as caught:
        report(root)

    assert str(caught.value) == (
        "u01_scale: expected solutions/u01_scale with the reference and the mistakes, "
        "found no such folder; calibrate where the solutions are."
    )
