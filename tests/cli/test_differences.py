"""What differs from the machine that graded, and what it may mean."""

import hashlib
from collections.abc import Callable

import msgspec
import pytest

from grader.cli.differences import differences
from grader.model import (
    Course,
    CourseInfo,
    GraderInfo,
    Isolation,
    Outcome,
    Score,
    SourceFile,
    SubmissionInfo,
    Unit,
    Visibility,
)
from grader.reports.findings import Finding, Mark

HERE = GraderInfo("0.1.0", "3.11.7", "2.4.6", Isolation("B", ("uid", "landlock")))
MODULE = b"class BatchNorm: ...\n"
SHA256 = hashlib.sha256(MODULE).hexdigest()


def found(findings: list[Finding], name: str) -> Finding:
    """Return the finding with this name."""
    return next(one for one in findings if one.name == name)


@pytest.fixture
def score(make_score: Callable[..., Score]) -> Score:
    """A document of this very file."""
    info = SubmissionInfo("anna", (SourceFile("anna/batchnorm.py", SHA256),), ())
    return make_score(submission=info)


def test_what_is_the_same_needs_nothing(score: Score, course: Course) -> None:
    """The file, too, wherever it lay in what was handed in."""
    same = msgspec.structs.replace(score, grader=HERE)

    findings = differences(same, course, HERE)

    assert [
        Finding("grader", "the same: 0.1.0"),
        Finding("Python", "the same: 3.11.7"),
        Finding("NumPy", "the same: 2.4.6"),
        Finding("tier", "the same: B"),
        Finding("device", "the same: cpu"),
        Finding("course", "the same: c0ffee"),
        Finding("seed", "the same: 7"),
        Finding("batchnorm.py", f"the file graded is the one here, {SHA256[:12]}"),
    ] == findings


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        (
            {"version": "0.2.0"},
            Finding(
                "grader",
                "0.2.0 there, 0.1.0 here",
                Mark.LOOK,
                "Checks may judge differently; install the grader that came with your "
                "course, or ask for the one that graded.",
            ),
        ),
        (
            {"numpy": "2.0.0"},
            Finding(
                "NumPy",
                "2.0.0 there, 2.4.6 here",
                Mark.LOOK,
                "Last digits may be rounded differently, which checks allow for; "
                "install this version, 2.0.0, if an outcome differs.",
            ),
        ),
        (
            {"isolation": Isolation("A", ())},
            Finding(
                "tier",
                "A there, B here",
                Mark.LOOK,
                "More walls stood around your code there; what uses files or the "
                "network may fail behind them, so leave that out.",
            ),
        ),
        (
            {"isolation": Isolation("D", ())},
            Finding(
                "tier",
                "D there, B here",
                Mark.LOOK,
                "Fewer walls stood around your code there; go by what you see here.",
            ),
        ),
        (
            {"device": "cuda"},
            Finding(
                "device",
                "cuda there, cpu here",
                Mark.LOOK,
                "Checks of GPU code ran on a GPU; mixing its arrays with NumPy's fails "
                "there, so look at what the exercise on the GPU says.",
            ),
        ),
    ],
    ids=["grader", "numpy", "more walls", "fewer walls", "device"],
)
def test_another_machine_is_told(
    score: Score, course: Course, changed: dict[str, object], finding: Finding
) -> None:
    """With what it may mean, and what to do."""
    there = msgspec.structs.replace(HERE, **changed)
    score = msgspec.structs.replace(score, grader=there)

    assert finding == found(differences(score, course, HERE), finding.name)


def test_another_seed_is_told(score: Score, course: Course) -> None:
    """Other inputs were drawn."""
    info = CourseInfo("Deep learning from scratch", digest="c0ffee", seed=8)
    score = msgspec.structs.replace(score, course=info)

    assert found(differences(score, course, HERE), "seed") == Finding(
        "seed",
        "8 there, 7 here",
        Mark.LOOK,
        "Checks drew other inputs; code that is right on some inputs only may have "
        "passed here and failed there.",
    )


def test_a_kit_is_not_compared_with_the_course_it_is_cut_from(
    make_score: Callable[..., Score], make_check: Callable[..., object], course: Course
) -> None:
    """Hidden suites are part of the digest there, and are not here."""
    hidden = (make_check(visibility=Visibility.HIDDEN),)
    score = make_score("s", Outcome.PASSED, Outcome.PASSED, hidden)

    assert found(differences(score, course, HERE), "course") == Finding(
        "course", "not compared: hidden checks graded, which you do not have"
    )


def test_a_file_that_was_not_handed_in_is_told(
    make_score: Callable[..., Score], course: Course
) -> None:
    """The most usual reason for a score of nothing."""
    score = make_score(submission=SubmissionInfo("anna", (), ()))

    assert differences(score, course, HERE)[-1] == Finding(
        "batchnorm.py",
        "was not handed in",
        Mark.LOOK,
        "Hand it in again; look at the list of files that `grader pack` shows.",
    )


def test_a_file_that_is_not_here_is_told(
    score: Score, course: Course, unit: Unit
) -> None:
    """There is nothing to compare with."""
    (unit.folder / unit.module).unlink()

    assert differences(score, course, HERE)[-1] == Finding(
        "batchnorm.py",
        "was graded, but is not here",
        Mark.LOOK,
        "Put the file that you handed in into u06_batchnorm to check it here.",
    )


def test_a_file_that_is_nowhere_needs_nothing(
    make_score: Callable[..., Score], course: Course, unit: Unit
) -> None:
    """A unit that was not begun."""
    (unit.folder / unit.module).unlink()
    score = make_score(submission=SubmissionInfo("anna", (), ()))

    assert differences(score, course, HERE)[-1] == Finding(
        "batchnorm.py", "neither handed in nor here"
    )


def test_a_unit_of_another_course_is_told(score: Score, course: Course) -> None:
    """The document and the folder do not belong together."""
    other = msgspec.structs.replace(score.units[0], id="u99_other")
    score = msgspec.structs.replace(score, units=(other,))

    assert differences(score, course, HERE)[-1] == Finding(
        "u99_other",
        "graded there, not in this course",
        Mark.LOOK,
        "Take the course folder that belongs to this document, with --course.",
    )
