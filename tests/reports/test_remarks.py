"""What a teacher should know about the files of a submission."""

from collections.abc import Callable

import pytest

from grader.model import Outcome, Score, ScoredCheck, SourceFile, SubmissionInfo
from grader.reports.remarks import file_remarks, steering_remarks, time_remarks
from grader.reports.tables import render_batch_table

GRADED = (SourceFile("a/layers.py", "d" * 64),)


@pytest.mark.parametrize(
    ("files", "ignored", "remarks"),
    [
        pytest.param(GRADED, ("notes.txt",), (), id="ordinary"),
        pytest.param((), (), ("no module found",), id="empty"),
        pytest.param(
            (),
            ("inner.zip (an archive, not opened)",),
            ("no module found; ignored: inner.zip (an archive, not opened)",),
            id="archive in an archive",
        ),
        pytest.param(
            (),
            ("a", "b", "c", "d", "e\x1b"),
            ("no module found; ignored: a, b, c and 2 more",),
            id="many files",
        ),
        pytest.param(
            GRADED,
            ("b/layers.py",),
            ("two files layers.py: a/layers.py graded",),
            id="two of one name",
        ),
        pytest.param(
            GRADED,
            ("b/layers.py", "c/layers.py"),
            ("3 files layers.py: a/layers.py graded",),
            id="three of one name",
        ),
    ],
)
def test_what_stands_out_among_the_files_is_told(
    make_score: Callable[..., Score],
    files: tuple[SourceFile, ...],
    ignored: tuple[str, ...],
    remarks: tuple[str, ...],
) -> None:
    """Otherwise a mistake of packing reads like a student who did nothing."""
    score = make_score(submission=SubmissionInfo("anna", files, ignored))

    assert file_remarks(score) == remarks


@pytest.mark.parametrize(
    ("files", "ignored", "remarks"),
    [
        pytest.param(
            GRADED,
            ("a/conftest.py", "numpy/__init__.py", "cupy.py", "test_layers.py"),
            (
                (
                    "left out at no cost of points, as they could steer checks: "
                    "a/conftest.py, numpy/__init__.py, cupy.py"
                ),
            ),
            id="would steer the checks",
        ),
        pytest.param(
            GRADED,
            ("pytest.ini", "tox.ini", "grader/x.py", "sitecustomize.py"),
            (
                (
                    "left out at no cost of points, as they could steer checks: "
                    "pytest.ini, tox.ini, grader/x.py and 1 more"
                ),
            ),
            id="many that would steer",
        ),
        pytest.param(
            GRADED,
            ("env/lib/site-packages/numpy/__init__.py", "numpy/README.md"),
            (),
            id="an environment, and no code",
        ),
    ],
)
def test_files_that_would_steer_the_checks_are_told(
    make_score: Callable[..., Score],
    files: tuple[SourceFile, ...],
    ignored: tuple[str, ...],
    remarks: tuple[str, ...],
) -> None:
    """They were left out; a teacher may want to ask why they are there."""
    score = make_score(submission=SubmissionInfo("anna", files, ignored))

    assert tuple(steering_remarks(score)) == remarks
    assert file_remarks(score) == ()


def test_the_table_tells_it_instead_of_counting_what_is_missing(
    make_score: Callable[..., Score],
) -> None:
    """Every exercise is missing where no file was found."""
    upload = SubmissionInfo("anna", (), ("inner.zip",))
    score = make_score("anna", Outcome.MISSING, Outcome.MISSING, submission=upload)

    table = render_batch_table([score], [])

    assert table.splitlines()[1].endswith("  no module found; ignored: inner.zip")


def test_the_table_tells_it_before_the_outcomes(
    make_score: Callable[..., Score],
) -> None:
    """Which file was graded is what an appeal is about."""
    upload = SubmissionInfo("anna", GRADED, ("b/layers.py",))
    score = make_score("anna", Outcome.PASSED, Outcome.OUTPUT, submission=upload)

    table = render_batch_table([score], [], 120)

    assert table.splitlines()[1].endswith(
        "  two files layers.py: a/layers.py graded, 1 wrong shape or type"
    )


def test_slow_code_is_remarked_on(
    make_score: Callable[..., Score], make_check: Callable[..., ScoredCheck]
) -> None:
    """A teacher may want to show the student how, and no points depend on it."""
    slow = make_check(Outcome.PASSED, title="Work is done at once.", slowdown=7.4)
    fast = make_check(Outcome.PASSED, title="Work is done at once.", slowdown=4.9)
    score = make_score("anna", checks=(slow, fast))

    expected = (
        "6.3: Work is done at once: 7 times the time of the reference; no points "
        "depend on it."
    )
    assert time_remarks(score) == (expected,)
