"""Every check that was expected is scored, and nothing else is."""

import pytest

from grader.errors import CourseError, GraderFault
from grader.model import (
    Check,
    Diagnosis,
    Outcome,
    ScoredCheck,
    Unit,
    Verdict,
    Visibility,
)
from grader.scoring import NOT_GRADED, score_units

OPEN, HIDDEN = Visibility.OPEN, Visibility.HIDDEN

Expected = dict[str, list[Check]]
Found = dict[str, list[Verdict]]


def test_a_right_solution_gets_every_point(
    units: tuple[Unit, ...], expected: Expected, passed: Found
) -> None:
    """The sum over checks is the sum over exercises is 100."""
    scored = score_units(units, expected, passed, 0.4)

    assert [(100.0, 100.0)] * 2 == [(unit.score, unit.max_score) for unit in scored]


def test_a_check_in_the_document_holds_what_was_found(
    units: tuple[Unit, ...], expected: Expected, passed: Found
) -> None:
    """Message, cause, output and time come through unchanged."""
    cause = Diagnosis("transposed", "It is transposed.")
    passed["u06_x"][2] = Verdict(
        "b", HIDDEN, Outcome.WRONG, "out is wrong", cause, "printed", 0.25
    )

    scored = score_units(units, expected, passed, 0.4)

    assert scored[1].exercises[0].checks[2] == ScoredCheck(
        id="b",
        title="B.",
        visibility=HIDDEN,
        outcome=Outcome.WRONG,
        score=0.0,
        max_score=24.0,
        message="out is wrong",
        diagnosis=cause,
        output="printed",
        duration_s=0.25,
    )


def test_an_exercise_sums_its_checks(
    units: tuple[Unit, ...], expected: Expected, passed: Found
) -> None:
    """Of 60 points, 24 are open and 24 of the hidden 36 are lost."""
    passed["u06_x"][2] = Verdict("b", HIDDEN, Outcome.WRONG, "wrong")

    exercise = score_units(units, expected, passed, 0.4)[1].exercises[0]

    assert (exercise.id, exercise.name, exercise.outcome) == (
        "6.1",
        "f1",
        Outcome.WRONG,
    )
    assert (exercise.score, exercise.max_score) == (36.0, 60.0)
    assert [24.0, 12.0, 0.0] == [check.score for check in exercise.checks]


def test_a_check_without_a_verdict_is_not_graded(
    units: tuple[Unit, ...], expected: Expected, passed: Found
) -> None:
    """What did not report is the grader's fault, never silently absent."""
    del passed["u06_x"][2]

    check = score_units(units, expected, passed, 0.4)[1].exercises[0].checks[2]

    assert check == ScoredCheck(
        id="b",
        title="B.",
        visibility=HIDDEN,
        outcome=Outcome.NOT_GRADED,
        score=0.0,
        max_score=24.0,
        message="the grader failed, not you; your teacher has been told",
    )


def test_a_unit_without_verdicts_is_not_graded_throughout(
    units: tuple[Unit, ...], expected: Expected
) -> None:
    """A judge that died early has told nothing about the student."""
    scored = score_units(units, expected, {}, 0.4)

    assert {Outcome.NOT_GRADED} == {
        exercise.outcome for unit in scored for exercise in unit.exercises
    }


@pytest.mark.parametrize(
    ("unit", "verdict", "fault"),
    [
        (
            "u02_x",
            Verdict("stranger", OPEN, Outcome.PASSED),
            "u02_x: open check 'stranger' reported without being expected.",
        ),
        (
            "u02_x",
            Verdict("a", HIDDEN, Outcome.PASSED),
            "u02_x: hidden check 'a' reported without being expected.",
        ),
        (
            "u02_x",
            Verdict("a", OPEN, Outcome.PASSED),
            "u02_x: open check 'a' reported a second time.",
        ),
        (
            "u09_x",
            Verdict("a", OPEN, Outcome.PASSED),
            "verdicts for ['u09_x'], which this run does not grade.",
        ),
    ],
    ids=["no such check", "other visibility", "twice", "no such unit"],
)
def test_a_verdict_that_was_not_expected_is_a_fault(
    units: tuple[Unit, ...],
    expected: Expected,
    passed: Found,
    unit: str,
    verdict: Verdict,
    fault: str,
) -> None:
    """Points for a check that nobody planned could be had by making one up."""
    passed.setdefault(unit, []).append(verdict)

    with pytest.raises(GraderFault) as raised:
        score_units(units, expected, passed, 0.4)

    assert fault == str(raised.value)


@pytest.mark.parametrize(
    ("check", "fault"),
    [
        (
            Check("a", "2.1", OPEN, 1, "Again."),
            (
                "u02_x: two open checks are named 'a'; "
                "each check of a suite must have a name of its own."
            ),
        ),
        (
            Check("e", "2.9", OPEN, 1, "Lost."),
            (
                "u02_x: check 'e' judges exercise '2.9', "
                "which its unit.toml does not list."
            ),
        ),
    ],
    ids=["name twice", "no such exercise"],
)
def test_checks_that_do_not_fit_the_manifest_are_refused(
    units: tuple[Unit, ...], expected: Expected, check: Check, fault: str
) -> None:
    """Their points would be lost without a word."""
    expected["u02_x"].append(check)

    with pytest.raises(CourseError) as raised:
        score_units(units, expected, {}, 0.4)

    assert fault == str(raised.value)


@pytest.mark.parametrize(
    ("visibilities", "most"),
    [((OPEN,), 40.0), ((OPEN, HIDDEN), 100.0)],
    ids=["open", "all"],
)
def test_points_are_those_of_the_suites_that_were_run(
    units: tuple[Unit, ...],
    expected: Expected,
    passed: Found,
    visibilities: tuple[Visibility, ...],
    most: float,
) -> None:
    """A student who passes every open check sees 40 of 40, not 40 of 100."""
    found = {
        unit: [verdict for verdict in verdicts if verdict.visibility in visibilities]
        for unit, verdicts in passed.items()
    }

    scored = score_units(units, expected, found, 0.4, visibilities)

    assert [(most, most)] * 2 == [(unit.score, unit.max_score) for unit in scored]


def test_an_exercise_without_checks_in_the_run_is_left_out(
    units: tuple[Unit, ...], expected: Expected
) -> None:
    """A run of one exercise reports on that one."""
    only = {"u06_x": expected["u06_x"][3:]}

    scored = score_units(units, only, {}, 0.4)

    assert ((), 0.0) == (scored[0].exercises, scored[0].max_score)
    assert ["6.2"] == [exercise.id for exercise in scored[1].exercises]
    assert scored[1].max_score == 40.0


def test_the_message_of_what_was_not_graded_blames_nobody() -> None:
    """It is read by students, word for word."""
    assert NOT_GRADED == "the grader failed, not you; your teacher has been told"
