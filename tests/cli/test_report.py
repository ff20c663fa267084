"""`grader report` reads a results folder."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.exports import student_page
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
def test_the_groups_are_printed(run: Run) -> None:
    """Where they are asked for."""
    result = run("report", "results", "--undiagnosed")

    assert REPORT == result.stdout
    assert 0 == result.exit_code


def test_pages_are_written(run: Run, results: Path, make_score: MakeScore) -> None:
    """One for each student, and one that leads to them."""
    Store(results).write(make_score("b n"))

    result = run("report", "results")

    folder = results / "report"
    assert result.stderr == (
        "Wrote results/report/index.html and 2 pages for students beside it.\n"
    )
    assert [0, ""] == [result.exit_code, result.stdout]
    assert ["ann.html", "b n.html", "index.html"] == sorted(
        path.name for path in folder.iterdir()
    )
    assert student_page(make_score("b n")) == (folder / "b n.html").read_text()
    assert 'href="b%20n.html"' in (folder / "index.html").read_text()


@pytest.mark.usefixtures("results")
def test_pages_go_where_they_are_sent(run: Run, kit: Path) -> None:
    """And a place that cannot be is refused."""
    (kit / "file").touch()

    fine, wrong = (run("report", "results", "-o", to) for to in ("pages", "file/x"))

    assert (kit / "pages" / "ann.html").is_file()
    assert [0, 2] == [fine.exit_code, wrong.exit_code]
    assert wrong.stderr == (
        "Error: cannot make the folder file/x: Not a directory; name another with -o.\n"
    )


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


@pytest.mark.parametrize(
    ("year", "is_told"), [(2999, False), (1999, True)], ids=["before", "since"]
)
def test_a_page_tells_causes_when_the_course_does(
    run: Run, kit: Path, late: Callable[[int], Score], year: int, is_told: object
) -> None:
    """The page of the class, which is the teacher's, always does."""
    folder = Store(kit / "results")
    folder.write(late(year))

    run("report", "results")

    pages = kit / "results" / "report"
    assert is_told == ("A factor is missing." in (pages / "ann.html").read_text())
    assert "A factor is missing." in (pages / "index.html").read_text()
