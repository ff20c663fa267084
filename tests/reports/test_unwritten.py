"""What a report says of what is not written yet, and of what waits for it."""

from collections.abc import Callable

import msgspec
import pytest

from grader.model import Course, Outcome, Score, ScoredCheck, ScoredExercise
from grader.reports.terminal import CheckView, render_check_report
from grader.reports.unwritten import left_behind, unwritten

LEFT = "forward still raises NotImplementedError at line 9: delete that line."
TWICE = (
    "perceptron is defined at line 1, and again, not written yet, at line 6, and "
    "Python takes the last: delete that one."
)


@pytest.fixture
def begun(
    make_score: Callable[..., Score], make_check: Callable[..., ScoredCheck]
) -> Callable[..., Score]:
    """A run in which 6.3, or 6.1 before it, met these holes."""

    def make(*said: str, first: bool = False, got: float = 0.0) -> Score:
        checks = tuple(
            make_check(Outcome.NOT_STARTED, text, check_id=f"c{place}")
            for place, text in enumerate(said)
        )
        states = (Outcome.NOT_STARTED, Outcome.WAITING)
        states = states if first else (Outcome.PASSED, Outcome.NOT_STARTED)
        score = make_score("s", *states)
        exercises = list(score.units[0].exercises)
        place = 0 if first else 1
        exercises[place] = msgspec.structs.replace(
            exercises[place], checks=checks, score=got
        )
        unit = msgspec.structs.replace(score.units[0], exercises=tuple(exercises))
        return msgspec.structs.replace(score, units=(unit,))

    return make


@pytest.mark.parametrize(
    ("said", "end"),
    [
        (
            ("6.3 BatchNorm.step is not written yet.",),
            "Go on with 6.3 in batchnorm.py: BatchNorm.step is not written yet.",
        ),
        (
            ("6.3 a is not written yet.", "6.3 b is not written yet.") * 2,
            "Go on with 6.3 in batchnorm.py: a and b are not written yet.",
        ),
        (
            ("6.3 BatchNorm.backward is not written yet.",),
            "Go on with 6.3 in batchnorm.py.",
        ),
        (("not written yet.",), "Go on with 6.3 in batchnorm.py."),
        ((LEFT,), f"6.3: {LEFT}"),
        (
            (TWICE,),
            (
                "6.3: perceptron is defined at line 1, and again, not written yet, at "
                "line 6, and\nPython takes the last: delete that one."
            ),
        ),
    ],
    ids=["one", "two", "all of it", "no name", "left behind", "twice"],
)
def test_what_is_left_to_write_is_named(
    begun: Callable[..., Score], course: Course, said: tuple[str, ...], end: str
) -> None:
    """Half an exercise says which half is missing."""
    report = render_check_report(begun(*said), course)

    assert report.endswith(f"\n\n{end}\n\nNext: grader check 6.3")


@pytest.mark.parametrize(
    ("got", "act"),
    [
        (0.0, "6.3 waits for 6.1 BatchNorm.forward, training."),
        (4.0, "The rest of 6.3 waits for 6.1 BatchNorm.forward, training."),
    ],
    ids=["whole", "in part"],
)
def test_an_exercise_without_a_hole_names_the_one_it_waits_for(
    begun: Callable[..., Score], course: Course, got: float, act: str
) -> None:
    """Nothing in the file is called after it, so nobody can go on with it there."""
    score = begun("6.1 BatchNorm.forward is not written yet.", got=got)

    report = render_check_report(score, course)

    assert report.endswith(f"\n\n{act}\n\nNext: grader check 6.1")


@pytest.mark.parametrize(
    ("said", "got", "act"),
    [
        (
            "6.1 BatchNorm.eval is not written yet.",
            4.0,
            "Go on with 6.1 in batchnorm.py: BatchNorm.eval is not written yet.",
        ),
        (LEFT, 0.0, f"6.1: {LEFT}"),
        (
            "6.1 BatchNorm.eval is not written yet.",
            0.0,
            "Read assignments/u06_batchnorm/README.md, then write 6.1 in batchnorm.py.",
        ),
    ],
    ids=["in part", "left behind", "new"],
)
def test_whoever_has_begun_a_unit_is_not_sent_to_its_handout(
    begun: Callable[..., Score], course: Course, said: str, got: float, act: str
) -> None:
    """Its first exercise is one like the others then."""
    report = render_check_report(begun(said, first=True, got=got), course)

    assert report.endswith(f"\n\n{act}\n\nNext: grader check 6.1")


def test_only_checks_that_are_not_started_tell_what_is_unwritten(
    make_check: Callable[..., ScoredCheck],
) -> None:
    """A message of a failing check may end with the same words."""
    check = make_check(Outcome.WRONG, "6.1 x is not written yet.")
    left = make_check(Outcome.WRONG, LEFT)
    exercise = ScoredExercise("6.1", "x", Outcome.WRONG, 0.0, 1.0, (check, left))

    assert ({}, "") == (unwritten(exercise), left_behind(exercise))


@pytest.mark.parametrize(
    ("states", "command"),
    [
        ((Outcome.NOT_STARTED, Outcome.WRONG), "grader check 6.1"),
        ((Outcome.WAITING, Outcome.WRONG), "grader hint 6.3"),
        ((Outcome.WAITING, Outcome.NOT_STARTED), "grader check 6.3"),
    ],
    ids=["not written", "waits before a failure", "waits before a hole"],
)
def test_the_first_exercise_that_does_not_wait_comes_next(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
    states: tuple[Outcome, Outcome],
    command: str,
) -> None:
    """The order of the unit decides, also where something later is told in full."""
    checks = (make_check(states[1], "dx is off."),)

    report = render_check_report(make_score("s", *states, checks), course)

    assert ("dx is off." in report) is (states[1] is Outcome.WRONG)
    assert report.endswith(f"\n\nNext: {command}")


@pytest.mark.parametrize("stale", [("6.1",), ("6.1", "6.3")], ids=["one", "all"])
def test_what_passed_before_the_last_change_asks_for_the_whole_unit(
    make_score: Callable[..., Score], course: Course, stale: tuple[str, ...]
) -> None:
    """Nobody is to hand in what was never checked as it is."""
    known = {"6.1": Outcome.PASSED, "6.3": Outcome.PASSED}
    view = CheckView(known=known, stale=frozenset(stale))

    report = render_check_report(make_score("s"), course, view)

    assert report.endswith(
        "\n\nSome of u06 was last checked before your last change: check all of it."
        "\n\nNext: grader check u06"
    )
