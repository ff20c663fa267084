"""`grader grade` turns one submission into one score document."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import Result

from grader.judge import FreshWorker, JudgeSettings
from grader.model import Outcome, Score

Run = Callable[..., Result]
Asked = list[tuple[list[str], JudgeSettings]]

pytestmark = pytest.mark.usefixtures("judge", "submission")


@pytest.fixture
def submission(kit: Path) -> None:
    """One file, beside the course."""
    (kit / "batchnorm.py").write_text("# anna's work\n")


@pytest.fixture
def score(scores: dict[str, Score], make_score: Callable[..., Score]) -> Score:
    """Half of the points."""
    score = make_score("batchnorm", Outcome.PASSED, Outcome.WRONG)
    scores["u02_layers"] = scores["u06_batchnorm"] = score
    return score


def test_the_document_goes_to_standard_output(run: Run, score: Score) -> None:
    """Whatever the score, it was graded: status 0."""
    result = run("grade", "batchnorm.py")

    assert msgspec.json.decode(result.stdout, type=Score) == score
    assert result.stderr == "batchnorm: 10 of 20 points (isolation tier A).\n"
    assert result.exit_code == 0


def test_the_document_goes_into_a_file(run: Run, score: Score, kit: Path) -> None:
    """Standard output then stays empty."""
    result = run("grade", "batchnorm.py", "-o", "anna.json")

    assert result.stdout == ""
    written = (kit / "anna.json").read_bytes()
    assert msgspec.json.decode(written, type=Score) == score


@pytest.mark.usefixtures("score")
def test_the_units_can_be_chosen(run: Run, asked: Asked) -> None:
    """Homework of one unit is not graded on the others."""
    run("grade", "batchnorm.py", "--unit", "u06")

    assert asked == [(["u06_batchnorm"], JudgeSettings())]


@pytest.mark.usefixtures("score")
def test_the_options_reach_the_judge(run: Run, asked: Asked) -> None:
    """Stricter workers, fewer walls: the operator's choice."""
    run("grade", "batchnorm.py", "--fresh-worker", "test", "--allow-unisolated")

    assert asked[0][1] == JudgeSettings(
        fresh_worker=FreshWorker.TEST, allow_unisolated=True
    )


@pytest.mark.usefixtures("score")
@pytest.mark.parametrize(("percent", "status"), [("50", 0), ("50.5", 1)])
def test_fail_under_ends_with_status_one(run: Run, percent: str, status: int) -> None:
    """For a pipeline that wants a mark to pass."""
    result = run("grade", "batchnorm.py", "--fail-under", percent)

    assert result.exit_code == status


def test_an_incomplete_document_ends_with_status_three(
    run: Run, scores: dict[str, Score], make_score: Callable[..., Score]
) -> None:
    """Whatever the score, it must not be published."""
    scores["u02_layers"] = make_score("batchnorm", backward=Outcome.NOT_GRADED)

    result = run("grade", "batchnorm.py", "--fail-under", "90")

    assert result.exit_code == 3
    assert result.stderr == (
        "batchnorm: 10 of 20 points so far; the grader failed on some checks "
        "(isolation tier A).\n"
    )


def test_a_submission_that_is_not_there_is_told_in_one_sentence(run: Run) -> None:
    """The sentence is the intake's, the status the command's."""
    result = run("grade", "anna.zip")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")
    assert "anna.zip" in result.stderr
    assert result.stderr.count("\n") == 1
