"""`grader batch` grades a folder and says what became of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.model import Outcome, Score
from grader.store import Store

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("judge", "submissions")

TABLE = """\
submission    u06  score passed  remarks
anna           10     10    1/2  1 wrong
ben            20     20    2/2

2 graded, mean of the 2: 75.
"""


@pytest.fixture
def submissions(
    kit: Path, scores: dict[str, Score], make_score: Callable[..., Score]
) -> None:
    """Two students, one of whom has a wrong backward pass."""
    for name in ("anna", "ben"):
        folder = kit / "submissions" / name
        folder.mkdir(parents=True)
        (folder / "batchnorm.py").write_text(f"# {name}'s work\n")
    scores["anna"] = make_score("anna", Outcome.PASSED, Outcome.WRONG)
    scores["ben"] = make_score("ben")


def test_a_batch_prints_the_table_and_says_where_the_results_are(run: Run) -> None:
    """Results on one stream, everything else on the other."""
    result = run("batch", "submissions", "-o", "results", "--jobs", "1")

    assert (result.stdout, result.exit_code) == (TABLE, 0)
    assert result.stderr == "Score documents and grade book: results\n"


def test_a_batch_leaves_the_results_folder_of_the_documentation(
    run: Run, kit: Path
) -> None:
    """Other programs read it."""
    run("batch", "submissions", "-o", "results", "--jobs", "1")

    paths = sorted((kit / "results").rglob("*.*"))
    assert [path.relative_to(kit / "results").as_posix() for path in paths] == [
        "failures.json",
        "gradebook.csv",
        "results.sqlite",
        "scores/anna.json",
        "scores/ben.json",
    ]


def test_a_score_below_the_limit_ends_with_status_one(run: Run) -> None:
    """For a pipeline that wants marks to pass."""
    result = run(
        "batch", "submissions", "-o", "results", "--jobs", "1", "--fail-under", "60"
    )

    assert result.exit_code == 1


def test_ctrl_c_ends_with_one_sentence_and_keeps_what_is_finished(
    run: Run, kit: Path, monkeypatch: pytest.MonkeyPatch, scores: dict[str, Score]
) -> None:
    """A teacher may stop a batch at any time and lose nothing."""
    keep = Store.write

    def stop_at_ben(store: Store, score: Score) -> None:
        if score == scores["ben"]:
            raise KeyboardInterrupt
        keep(store, score)

    monkeypatch.setattr(Store, "write", stop_at_ben)

    result = run("batch", "submissions", "-o", "results", "--jobs", "1")

    assert (result.stdout, result.exit_code) == ("", 130)
    assert result.stderr.startswith(
        "Stopped: 1 of 2 submissions are graded and kept in results; run the same "
        "command again to go on.\n"
    )
    assert (kit / "results" / "scores" / "anna.json").exists()


def test_a_results_folder_that_is_a_file_is_told_in_one_sentence(
    run: Run, kit: Path
) -> None:
    """Before anything is graded."""
    (kit / "results").write_text("")

    result = run("batch", "submissions", "-o", "results")

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr == (
        "Error: results is a file, but a results folder was expected; name another "
        "folder with -o.\n"
    )


def test_a_folder_that_is_not_there_is_told_in_one_sentence(run: Run) -> None:
    """The sentence is the intake's, the status the command's."""
    result = run("batch", "nowhere", "-o", "results")

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith("Error: ")
    assert "nowhere" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_folder_that_is_refused_leaves_no_results_folder(run: Run, kit: Path) -> None:
    """An empty results folder looks like an empty class."""
    (kit / "empty").mkdir()

    refused = run("batch", "empty", "-o", "results")
    missing = run("batch", "nowhere", "-o", "results")

    assert (refused.exit_code, missing.exit_code) == (2, 2)
    assert not (kit / "results").exists()


def test_a_file_that_is_no_submission_changes_a_line_on_standard_error_only(
    run: Run, kit: Path
) -> None:
    """A teacher's notes are no reason to stop a script."""
    (kit / "submissions" / "notes.txt").write_text("anna was ill")

    result = run("batch", "submissions", "-o", "results", "--jobs", "1")

    assert (result.stdout, result.exit_code) == (TABLE, 0)
    assert result.stderr == (
        "Passed over, no form of a submission: notes.txt.\n"
        "Score documents and grade book: results\n"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param((), "Error: Missing option '-o'.", id="no results folder"),
        pytest.param(
            ("-o", "results", "--jobs", "0"),
            "Error: Invalid value for '--jobs': 0 is not in the range x>=1.",
            id="no jobs",
        ),
        pytest.param(
            ("-o", "results", "--fail-under", "101"),
            "Error: Invalid value for '--fail-under': 101.0 is not in the range "
            "0<=x<=100.",
            id="more than all points",
        ),
    ],
)
def test_wrong_options_are_refused(
    run: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    """Before anything is graded."""
    result = run("batch", "submissions", *arguments)

    assert result.exit_code == 2
    assert result.stderr.rstrip().endswith(sentence)
