"""`grader list` shows what there is to do and how far the student is."""

from collections.abc import Callable

import pytest
from click.testing import Result

from grader.model import Outcome, Score

Run = Callable[..., Result]

EVERYTHING = """\
Deep learning from scratch

u02  Layers
     layers.py, 100 points, about 30 min, not checked yet
  2.1   ReLU.forward                       100 points   30 min  *

u06  Batch normalization
     batchnorm.py, 100 points, about 2 h, not checked yet
  6.1   BatchNorm.forward, training         40 points   30 min  **
  6.3   BatchNorm.backward                  60 points   90 min  ***

Stars tell how hard it is: * plain, ** needs thought, *** hard.

Next: grader check
"""


def test_a_new_student_sees_every_unit(run: Run) -> None:
    """The course at a glance."""
    result = run("list")

    assert (result.stdout, result.stderr, result.exit_code) == (EVERYTHING, "", 0)


def test_one_unit_can_be_listed_alone(run: Run) -> None:
    """Fourteen units do not fit a screen."""
    result = run("list", "u06")

    assert "Layers" not in result.stdout
    assert "6.3   BatchNorm.backward" in result.stdout


def test_a_unit_that_is_not_there_is_answered_with_those_that_are(run: Run) -> None:
    """The sentence is the catalog's, the status the command's."""
    result = run("list", "u99")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: no unit 'u99': ")


@pytest.mark.usefixtures("judge")
def test_progress_is_what_the_last_check_found(
    run: Run, scores: dict[str, Score], make_score: Callable[..., Score]
) -> None:
    """Nothing is run to show it."""
    scores["u06_batchnorm"] = make_score("u06", Outcome.PASSED, Outcome.WRONG)
    run("check", "u06")

    result = run("list", "u06")

    assert "1 of 2 passed, 10 of 20 open points\n" in result.stdout
    assert "30 min  **   passed, 10 of 10\n" in result.stdout
    assert "90 min  ***  wrong, 0 of 10\n" in result.stdout
