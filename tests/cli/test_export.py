"""`grader export` and `grader grade --format`: scores in the formats of others."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.exports import Showing, gradescope, junit
from grader.model import Outcome, Score
from grader.store import Failure, FailureKind, Store, document

Run = Callable[..., Result]
MakeScore = Callable[..., Score]


@pytest.fixture
def results(kit: Path, make_score: MakeScore) -> Path:
    """A results folder with two scores and a refused submission."""
    store = Store(kit / "results")
    for name in ("ann", "ben"):
        store.write(make_score(name, Outcome.PASSED, Outcome.WRONG))
    store.finish([Failure("cleo", FailureKind.REFUSED, "cleo.zip is empty.")])
    return store.folder


@pytest.mark.parametrize(
    ("platform", "suffix"), [("gradescope", "json"), ("junit", "xml"), ("ctrf", "json")]
)
def test_a_folder_gives_a_file_each(
    run: Run, results: Path, platform: str, suffix: str
) -> None:
    """In a folder of the format's name."""
    result = run("export", "results", "--to", platform)

    folder = results / "exports" / platform
    assert ["ann", "ben"] == sorted(path.stem for path in folder.iterdir())
    assert {f".{suffix}"} == {path.suffix for path in folder.iterdir()}
    assert result.stderr == f"Wrote 2 files to results/exports/{platform}.\n"
    assert [0, ""] == [result.exit_code, result.stdout]


@pytest.mark.usefixtures("results")
def test_a_folder_may_be_named(run: Run, kit: Path, make_score: MakeScore) -> None:
    """And what Gradescope shows, too."""
    run("export", "results", "--to", "gradescope", "-o", "up", "--hidden", "hidden")

    score = make_score("ann", Outcome.PASSED, Outcome.WRONG)
    expected = gradescope(score, Showing.HIDDEN)
    assert expected == (kit / "up" / "ann.json").read_text()


@pytest.mark.usefixtures("results")
def test_one_document_goes_to_standard_output(run: Run, make_score: MakeScore) -> None:
    """Where a program waits for it."""
    result = run("export", "results/scores/ann.json", "--to", "junit")

    score = make_score("ann", Outcome.PASSED, Outcome.WRONG)
    assert [junit(score), "", 0] == [result.stdout, result.stderr, result.exit_code]


@pytest.mark.usefixtures("results")
def test_the_grade_book_is_one_file(run: Run, results: Path, kit: Path) -> None:
    """The same that `batch` writes, failures included."""
    printed = run("export", "results", "--to", "csv").stdout_bytes
    run("export", "results", "--to", "csv", "-o", "book.csv")

    book = (results / "gradebook.csv").read_bytes()
    assert book == printed == (kit / "book.csv").read_bytes()
    assert b"cleo" in book


def test_what_the_grader_owes_is_an_exit_status(
    run: Run, kit: Path, make_score: MakeScore
) -> None:
    """The files are written all the same."""
    store = Store(kit / "results")
    store.write(make_score("ann", backward=Outcome.NOT_GRADED))

    result = run("export", "results", "--to", "ctrf")

    assert 3 == result.exit_code
    assert result.stderr == (
        "Wrote 1 file to results/exports/ctrf.\n"
        "Not complete, so do not publish yet: ann.\n"
    )


def test_what_is_no_result_is_refused(run: Run, kit: Path) -> None:
    """Neither a folder nor a file of ours."""
    (kit / "other.json").write_text("{}")

    folder = run("export", "assignments", "--to", "csv")
    file = run("export", "other.json", "--to", "csv")

    assert [2, 2] == [folder.exit_code, file.exit_code]
    assert folder.stderr.startswith("Error: assignments is no results folder: ")
    assert "other.json" in file.stderr


@pytest.mark.usefixtures("judge")
@pytest.mark.parametrize("name", ["score", "gradescope"])
def test_grade_writes_a_format(
    run: Run, scores: dict[str, Score], make_score: MakeScore, kit: Path, name: str
) -> None:
    """The score document is the default."""
    scores["u02_layers"] = make_score("work")
    (kit / "work").mkdir()

    result = run("grade", "work", "--format", name)

    score = scores["u02_layers"]
    expected = document(score).decode() if name == "score" else gradescope(score)
    assert expected == result.stdout
    assert json.loads(result.stdout)


@pytest.mark.parametrize(
    ("year", "is_told"), [(2999, False), (1999, True)], ids=["before", "since"]
)
@pytest.mark.parametrize("place", ["results", "results/scores/ann.json"])
@pytest.mark.parametrize("platform", ["gradescope", "junit", "ctrf"])
def test_platforms_tell_causes_when_the_course_does(  # noqa: PLR0913 - each is a case
    run: Run,
    kit: Path,
    *,
    late: Callable[[int], Score],
    platform: str,
    place: str,
    year: int,
    is_told: object,
) -> None:
    """The course's policy is in the document, so no course needs to be around."""
    Store(kit / "results").write(late(year))

    run("export", place, "--to", platform, "-o", "out")

    (path,) = [path for path in (kit / "out", *kit.glob("out/*")) if path.is_file()]
    assert is_told == ("A factor is missing." in path.read_text())


@pytest.mark.usefixtures("judge")
@pytest.mark.parametrize(
    ("form", "is_told"),
    [("score", True), ("gradescope", False), ("junit", False), ("ctrf", False)],
)
def test_the_score_document_holds_every_cause(
    run: Run,
    kit: Path,
    scores: dict[str, Score],
    late: Callable[[int], Score],
    form: str,
    is_told: object,
) -> None:
    """It is the teacher's, and what students read is made from it."""
    scores["u02_layers"] = late(2999)
    (kit / "work").mkdir()

    result = run("grade", "work", "--format", form)

    assert is_told == ("A factor is missing." in result.stdout)
