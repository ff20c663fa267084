"""A suite's own faults: never a student's zero, and said to its author."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.errors import CourseError, GraderFault, UsageError
from grader.judge import JudgeSettings, grade_one
from grader.judge.bench import Bench
from grader.model import Outcome
from tests.judge.conftest import check, submission


def test_a_suite_that_fails_is_nobodys_zero(
    course_root: Path, reference_source: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The check is not graded, the document incomplete, and the log has the reason."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    text = suite.read_text(encoding="utf-8")
    suite.write_text(text.replace("reference.Scale(", "reference.Missing("))
    course = load_course(course_root)

    score = grade_one(
        course, course.units, submission(reference_source), JudgeSettings()
    )

    found = check(score, "output_of_a_batch")
    assert (Outcome.NOT_GRADED, False) == (found.outcome, score.complete)
    assert "the grader failed, not you; your teacher has been told" == found.message
    assert "has no attribute 'Missing'" in capsys.readouterr().err


def test_a_plain_assert_of_a_suite_is_a_check(
    course_root: Path, reference_source: str
) -> None:
    """Teachers who know pytest write them; the title says what must hold."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    text = suite.read_text(encoding="utf-8")
    suite.write_text(
        text.replace("    unchanged(", "    assert layer is None\n    unchanged(")
    )
    course = load_course(course_root)

    score = grade_one(
        course, course.units, submission(reference_source), JudgeSettings()
    )

    found = check(score, "both_passes_leave_their_arguments_alone")
    assert Outcome.WRONG is found.outcome
    assert (
        "this must hold: Neither pass writes into the arrays it was given."
        == found.message
    )


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (
            '@exercise("1.3")\n',
            "",
            (
                "test_scale.py: test_both_passes_leave_their_arguments_alone judges no "
                "exercise; mark it with @exercise(...)."
            ),
        ),
        (
            '@exercise("1.3")\n',
            '@exercise("9.9")\n',
            (
                "test_scale.py: test_both_passes_leave_their_arguments_alone judges "
                "exercise '9.9', which u01_scale/unit.toml does not list."
            ),
        ),
        (
            '    """Neither pass writes into the arrays it was given."""\n',
            "",
            (
                "test_scale.py: test_both_passes_leave_their_arguments_alone has no "
                "docstring; its first line is the title a student reads."
            ),
        ),
        (
            "def test_batch_of_one",
            "def test_small_gradient",
            (
                "u01_scale: two checks are named 'small_gradient'; a check's name must "
                "be its own within the unit."
            ),
        ),
    ],
    ids=["unmarked", "unknown-exercise", "untitled", "same-name"],
)
def test_a_suite_that_cannot_be_used_is_its_authors_to_mend(
    course_root: Path, old: str, new: str, text: str
) -> None:
    """Nothing is graded with it."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    suite.write_text(suite.read_text(encoding="utf-8").replace(old, new))
    course = load_course(course_root)

    with pytest.raises(CourseError) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings())

    assert text == str(caught.value)


def test_a_suite_that_cannot_be_imported_is_named(course_root: Path) -> None:
    """With the reason, for its author."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    suite.write_text("import nothing_like_this\n")
    course = load_course(course_root)

    with pytest.raises(CourseError) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings())

    assert str(caught.value) == (
        "a suite cannot be imported: solutions/u01_scale/test_scale.py: "
        "ModuleNotFoundError: No module named 'nothing_like_this'."
    )


def test_a_suite_that_is_not_python_is_told_with_the_line(course_root: Path) -> None:
    """Of the suite itself, not of what it imports."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    suite.write_text("x = 1\ndef y()\n")
    course = load_course(course_root)

    with pytest.raises(CourseError) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings())

    assert str(caught.value) == (
        "a suite cannot be imported: solutions/u01_scale/test_scale.py: line 2: "
        "SyntaxError: expected ':'."
    )


def test_a_course_beside_the_interpreter_is_refused(
    course_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers may read what is there, so the suites would be open to them."""
    monkeypatch.setattr(
        "grader.sandbox.tiers.python_folders", lambda: (str(course_root),)
    )
    course = load_course(course_root)

    with pytest.raises(UsageError) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings())

    assert str(caught.value) == (
        f"{course_root}/solutions/u01_scale lies in {course_root}, which every "
        "submission may read because Python is there; move the course to a folder "
        "of its own."
    )


def test_a_suite_that_ends_the_run_is_a_fault(course_root: Path) -> None:
    """Nothing was judged, so nothing may be reported."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    suite.write_text("raise KeyboardInterrupt\n")
    course = load_course(course_root)

    with pytest.raises(GraderFault) as caught:
        grade_one(course, course.units, submission(""), JudgeSettings())

    assert "pytest ended with status 2 before a check ran." == str(caught.value)


def test_a_suite_that_interrupts_stops_the_run(
    course_root: Path, reference_source: str
) -> None:
    """An operator's interrupt is no outcome of a check."""
    suite = course_root / "solutions" / "u01_scale" / "test_scale.py"
    text = suite.read_text(encoding="utf-8")
    suite.write_text(
        text.replace("    unchanged(", "    raise KeyboardInterrupt\n    unchanged(")
    )
    course = load_course(course_root)

    with pytest.raises(KeyboardInterrupt):
        grade_one(course, course.units, submission(reference_source), JudgeSettings())


def test_what_fails_in_telling_is_a_fault_and_no_silence(
    course_root: Path,
    reference_source: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Else a check would end without a verdict, and nobody would read why."""

    def fails(*_: object) -> None:
        msg = "no words for that"
        raise LookupError(msg)

    monkeypatch.setattr(Bench, "failed", fails)
    course = load_course(course_root)
    wrong = reference_source.replace('self.params["gamma"]', "2.0")

    score = grade_one(course, course.units, submission(wrong), JudgeSettings())

    found = check(score, "output_of_a_batch")
    assert (Outcome.NOT_GRADED, False) == (found.outcome, score.complete)
    assert "LookupError: no words for that" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["type('Odd', (), {})()", "{1, 2}", "iter([1])"])
def test_an_object_of_the_students_is_judged(
    course_root: Path, reference_source: str, value: str
) -> None:
    """To ask it for its base is to ask the student's process."""
    course = load_course(course_root)
    odd = f"\nScale.forward = Scale.backward = lambda *_, **__: {value}\n"

    score = grade_one(
        course, course.units, submission(reference_source + odd), JudgeSettings()
    )

    assert score.complete
    assert 0 == score.score
