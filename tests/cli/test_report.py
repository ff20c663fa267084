"""`grader report` reads a results folder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.model import Outcome, Score
from grader.store import Store

Run = Callable[..., Result]
MakeScore = Callable[..., Score]

REPORT = """\
296ba8  u06  6.3  1 submission

  Backward must differentiate the forward pass. (dx_is_the_derivative, open)

Next: give a group a sentence with grader adopt RESULTS GROUP; it becomes a
known mistake.
"""


@pytest.fixture
def results(kit: Path, make_score: MakeScore) -> Path:
    """A results folder with one failure."""
    store = Store(kit / "results")
    store.write(make_score("ann", Outcome.PASSED, Outcome.WRONG))
    return store.folder


@pytest.mark.usefixtures("results")
@pytest.mark.parametrize("options", [[], ["--undiagnosed"]], ids=["plain", "flag"])
def test_the_groups_are_printed(run: Run, options: list[str]) -> None:
    """They are the only report so far, asked for by name or not."""
    result = run("report", "results", *options)

    assert REPORT == result.stdout
    assert 0 == result.exit_code


def test_a_folder_without_scores_is_refused(run: Run, kit: Path) -> None:
    """And is not made one."""
    result = run("report", "nowhere")

    assert 2 == result.exit_code
    assert (
        "Error: nowhere is no results folder: expected scores/ in it; name the folder "
        "that `grader batch SUBMISSIONS -o RESULTS` wrote.\n"
    ) == result.stderr
    assert not (kit / "nowhere").exists()


@pytest.mark.usefixtures("results")
def test_another_file_than_the_graded_one_is_refused(run: Run, kit: Path) -> None:
    """Its function would not be the one that failed."""
    (kit / "handed_in" / "ann").mkdir(parents=True)
    (kit / "handed_in" / "ann" / "batchnorm.py").write_text("x = 1\n")

    result = run("report", "results", "--submissions", "handed_in")

    assert 2 == result.exit_code
    assert (
        "Error: ann: its batchnorm.py is not the file that was graded (the sha256 "
        "differs); grade the folder again, or name the one that was graded.\n"
    ) == result.stderr
