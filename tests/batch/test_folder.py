"""A batch grades everything it can, keeps it, and goes on where it stopped."""

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from grader.batch import BatchSummary, Grading, grade_folder
from grader.errors import CourseError, GraderFault, UsageError
from grader.store import Failure, FailureKind, Store

HandIn = Callable[..., Path]
ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE = pytest.mark.parametrize(
    "jobs", [pytest.param(1, id="serial"), pytest.param(2, id="parallel")]
)


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_every_submission_gets_its_document(
    grading: Grading, store: Store, hand_in: HandIn, jobs: int
) -> None:
    """Serial and parallel runs give the same scores."""
    folder = hand_in(anna="80", ben="60", carl="100")

    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert [score.score for score in store.scores()] == [80.0, 60.0, 100.0]
    assert summary == BatchSummary(
        ids=("anna", "ben", "carl"),
        graded=3,
        kept=0,
        graded_again=(),
        failures=(),
        incomplete=(),
        lowest_percent=60.0,
        is_stopped=False,
    )


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_a_refused_submission_is_recorded_and_the_batch_goes_on(
    grading: Grading, store: Store, hand_in: HandIn, jobs: int
) -> None:
    """One hostile archive must not cost the others their scores."""
    folder = hand_in(anna="refuse", ben="60", carl="100")

    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert store.ids() == ["ben", "carl"]
    assert summary.failures == (
        Failure("anna", FailureKind.REFUSED, "anna.py is not an archive."),
    )
    assert store.failures() == summary.failures


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        pytest.param("fault", "the zygote does not answer.", id="fault"),
        pytest.param("skip", "the judge gave no score for it", id="left out"),
    ],
)
def test_a_fault_of_the_grader_is_recorded_and_the_batch_goes_on(
    grading: Grading,
    store: Store,
    hand_in: HandIn,
    jobs: int,
    deed: str,
    reason: str,
) -> None:
    """A fault is never a zero, and never the others' problem."""
    folder = hand_in(anna=deed, ben="60", carl="100")

    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert store.ids() == ["ben", "carl"]
    assert summary.failures == (Failure("anna", FailureKind.GRADER_FAULT, reason),)


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_a_bug_of_the_grader_is_recorded_with_its_place(
    grading: Grading, store: Store, hand_in: HandIn, jobs: int
) -> None:
    """Whoever mends it must know where to look."""
    folder = hand_in(anna="bug", ben="60", carl="100")

    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert store.ids() == ["ben", "carl"]
    assert summary.failures[0].reason.startswith(
        "the grader failed with ValueError at scripted_judge.py:"
    )
    assert summary.failures[0].reason.endswith(": no such key")


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_ctrl_c_keeps_what_is_finished(
    grading: Grading, store: Store, hand_in: HandIn, jobs: int
) -> None:
    """A teacher may stop a batch at any time and lose nothing."""
    folder = hand_in(anna="80", ben="ctrl-c", carl="ctrl-c")

    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert summary.is_stopped
    assert "carl" not in store.ids()
    assert store.gradebook_path.exists()


def test_a_stopped_batch_goes_on_where_it_stopped(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """Nothing is graded twice."""
    grade_folder(grading, hand_in(anna="80", ben="ctrl-c", carl="40"), store, jobs=1)
    folder = hand_in(ben="60")

    summary = grade_folder(grading, folder, store, jobs=1)

    assert (summary.kept, summary.graded) == (1, 2)
    assert [score.score for score in store.scores()] == [80.0, 60.0, 40.0]


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_a_submission_that_was_handed_in_anew_is_graded_again(
    grading: Grading, store: Store, hand_in: HandIn, jobs: int
) -> None:
    """An old score must not stand for a new file."""
    grade_folder(grading, hand_in(anna="80", ben="60"), store, jobs=jobs)
    folder = hand_in(anna="90")

    summary = grade_folder(grading, folder, store, jobs=jobs)

    assert (summary.kept, summary.graded) == (1, 1)
    assert store.score("anna").score == 90.0


def test_documents_of_another_course_are_graded_again_and_the_summary_says_so(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """Scores of two versions of a check must not stand side by side."""
    folder = hand_in(anna="80", ben="60")
    grade_folder(grading, folder, store, jobs=1)
    course = msgspec.structs.replace(grading.course, digest="decade")
    changed = replace(grading, course=course)

    summary = grade_folder(changed, folder, store, jobs=1)

    assert summary.graded_again == ("anna", "ben")
    assert [score.course.digest for score in store.scores()] == ["decade", "decade"]


def test_an_incomplete_document_is_counted(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """What the grader owes must not look like a score."""
    summary = grade_folder(grading, hand_in(anna="owe", ben="60"), store, jobs=1)

    assert summary.incomplete == ("anna",)
    assert summary.lowest_percent == 60.0


def test_a_document_without_points_is_no_percentage(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """Nothing divided by nothing is not a number."""
    summary = grade_folder(grading, hand_in(anna="empty"), store, jobs=1)

    assert summary.lowest_percent is None


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
@pytest.mark.parametrize(
    ("deed", "error"),
    [
        pytest.param("course", CourseError("unit.toml: no check to run."), id="course"),
        pytest.param(
            "usage", UsageError("this machine isolates at tier D."), id="usage"
        ),
    ],
)
def test_what_no_judge_can_get_past_ends_the_batch(
    grading: Grading,
    store: Store,
    hand_in: HandIn,
    jobs: int,
    deed: str,
    error: Exception,
) -> None:
    """A broken suite would fail for each submission alike."""
    folder = hand_in(anna=deed, ben=deed)

    with pytest.raises(type(error)) as caught:
        grade_folder(grading, folder, store, jobs=jobs)

    assert str(caught.value) == str(error)


@ONE_AFTER_THE_OTHER_AND_SIDE_BY_SIDE
def test_a_judge_that_fails_before_the_first_submission_ends_the_batch(
    grading: Grading, store: Store, hand_in: HandIn, jobs: int
) -> None:
    """A new one would fail the same way, for ever."""
    double = importlib.import_module(grading.grade_all.__module__)
    failing = replace(grading, grade_all=double.fail_at_once)

    with pytest.raises(GraderFault) as caught:
        grade_folder(failing, hand_in(anna="80", ben="60"), store, jobs=jobs)

    assert str(caught.value) == "the zygote did not start."


def test_progress_is_told_after_every_submission(
    grading: Grading, store: Store, hand_in: HandIn
) -> None:
    """A refused one counts too."""
    told: list[tuple[int, int]] = []
    folder = hand_in(anna="80", ben="refuse", carl="40")

    grade_folder(
        grading, folder, store, jobs=1, progress=lambda *pair: told.append(pair)
    )

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_results_folder_inside_the_submissions_is_not_a_submission(
    grading: Grading, hand_in: HandIn
) -> None:
    """It is there when the batch is run a second time."""
    folder = hand_in(anna="80")
    store = Store(folder / "results")

    summary = grade_folder(grading, folder, store, jobs=1)

    assert summary.ids == ("anna",)


def test_a_folder_of_nothing_but_results_is_refused(
    grading: Grading, hand_in: HandIn
) -> None:
    """An empty grade book would look like a result."""
    folder = hand_in()
    store = Store(folder / "results")

    with pytest.raises(UsageError) as caught:
        grade_folder(grading, folder, store, jobs=1)

    assert str(caught.value) == (
        f"{folder} holds no submission; put one file or folder for each student "
        "into it."
    )
