"""An entry of a batch may have any name and be anything; it costs no other one."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.batch import Grading, grade_folder
from grader.store import Failure, FailureKind, Store

HandIn = Callable[..., Path]
ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE = pytest.mark.parametrize(
    "jobs", [pytest.param(1, id="serial"), pytest.param(2, id="parallel")]
)
NO_TEXT = os.fsdecode(b"bad\xff.py")


@pytest.fixture
def folder(hand_in: HandIn) -> Path:
    """Two students, the name of one of whose files is no text."""
    folder = hand_in(ben="60")
    try:
        (folder / NO_TEXT).write_text("80")
    except OSError:
        pytest.skip("this disk takes no such name")
    return folder


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_a_name_that_is_no_text_is_graded_under_an_id_that_is(
    grading: Grading, store: Store, folder: Path, jobs: int
) -> None:
    """Names come from other people's machines."""
    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert summary.failures == ()
    assert [score.score for score in store.scores()] == [80.0, 60.0]


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_a_reason_that_quotes_such_a_name_can_be_written(
    grading: Grading, store: Store, folder: Path, jobs: int
) -> None:
    """The reasons of a batch are a document in JSON."""
    (folder / NO_TEXT).write_text("refuse")

    grade_folder(grading, folder, store, jobs=jobs)

    assert [one.reason for one in store.failures()] == [
        "bad\\udcff.py is not an archive."
    ]


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_an_intake_that_fails_costs_that_entry_only(
    grading: Grading, store: Store, hand_in: HandIn, jobs: int
) -> None:
    """A bug that one upload meets is not the others' problem."""
    folder = hand_in(anna="stumble", ben="60", carl="100")

    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert store.ids() == ["ben", "carl"]
    assert [(one.id, one.kind) for one in summary.failures] == [
        ("anna", FailureKind.GRADER_FAULT)
    ]
    assert summary.failures[0].reason.endswith(": no way to open anna.py")


def test_a_link_is_not_followed(
    grading: Grading, store: Store, hand_in: HandIn, tmp_path: Path
) -> None:
    """It would be graded as a student's what the student never had."""
    folder = hand_in(ben="60")
    (tmp_path / "model_answer.py").write_text("100")
    (folder / "anna.py").symlink_to(tmp_path / "model_answer.py")

    summary = grade_folder(grading, folder, store, jobs=1)

    assert store.ids() == ["ben"]
    assert summary.failures == (
        Failure(
            "anna",
            FailureKind.REFUSED,
            "anna.py: this is a symbolic link, which is not followed; put the file "
            "or folder itself in its place.",
        ),
    )


def test_a_file_of_no_known_form_is_passed_over_by_name(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """A teacher's notes lie beside the submissions."""
    folder = hand_in(ben="60")
    (folder / "notes.txt").touch()

    summary = grade_folder(grading, folder, store, jobs=1)

    assert (summary.ids, summary.passed_over) == (("ben",), ("notes.txt",))
    assert summary.exit_status() == 0


def test_a_document_whose_submission_is_gone_is_named(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """It still stands in the grade book."""
    folder = hand_in(anna="80", ben="60")
    grade_folder(grading, folder, store, jobs=1)
    (folder / "anna.py").unlink()

    summary = grade_folder(grading, folder, store, jobs=1)

    assert summary.left_over == ("anna",)
