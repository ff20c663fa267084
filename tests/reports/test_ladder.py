"""A cause is told with the second look, at once, or once the due date has passed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import msgspec
import pytest

from grader.model import (
    Course,
    Diagnosis,
    DiagnosisPolicy,
    Outcome,
    Score,
    ScoredCheck,
)
from grader.reports.ladder import Ladder, as_graded
from grader.reports.terminal import CheckView, render_check_report

SECOND, AT_ONCE, AFTER = (
    DiagnosisPolicy.SECOND_TRY,
    DiagnosisPolicy.AT_ONCE,
    DiagnosisPolicy.AFTER_DUE,
)
DUE = {"u06_batchnorm": datetime(2027, 1, 31, 23, 59, tzinfo=UTC)}
BEFORE = datetime(2027, 1, 31, 23, 58, tzinfo=UTC)
SINCE = datetime(2027, 1, 31, 23, 59, tzinfo=UTC)
KEY = "6.3/dx_is_the_derivative"
CAUSE = Diagnosis("factor:1/N", "A factor of 1/N is missing.")
HELD_TO_SECOND = "The cause is told on the next run, or now: grader check 6.3 --why"
HELD_TO_DATE = "The cause is told once u06 is due: 2027-01-31 23:59 UTC."


@pytest.fixture
def wrong(
    make_score: Callable[..., Score], make_check: Callable[..., ScoredCheck]
) -> Score:
    """A failure whose cause is known."""
    check = make_check(Outcome.WRONG, "dx is off.", diagnosis=CAUSE)
    return make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))


@pytest.mark.parametrize(
    ("ladder", "line"),
    [
        pytest.param(Ladder(), CAUSE.text, id="no policy is known"),
        pytest.param(Ladder(AT_ONCE), CAUSE.text, id="at once"),
        pytest.param(Ladder(SECOND), HELD_TO_SECOND, id="the first run"),
        pytest.param(
            Ladder(SECOND, tries={"6.1/dx_is_the_derivative": 3}),
            HELD_TO_SECOND,
            id="the first run of this one",
        ),
        pytest.param(Ladder(SECOND, tries={KEY: 1}), CAUSE.text, id="the second run"),
        pytest.param(Ladder(SECOND, is_asked=True), CAUSE.text, id="asked for"),
        pytest.param(Ladder(AFTER, DUE, BEFORE), HELD_TO_DATE, id="before the date"),
        pytest.param(
            Ladder(AFTER, DUE, BEFORE, {KEY: 9}, is_asked=True),
            HELD_TO_DATE,
            id="before the date, and asked for",
        ),
        pytest.param(Ladder(AFTER, DUE, SINCE), CAUSE.text, id="since the date"),
        pytest.param(
            Ladder(AFTER, {}, SINCE),
            "Causes are told after the due date; u06 has none yet.",
            id="no date is set",
        ),
        pytest.param(
            Ladder(
                AFTER,
                {
                    "u06_batchnorm": DUE["u06_batchnorm"].astimezone(
                        timezone(timedelta(hours=1))
                    )
                },
                BEFORE,
            ),
            "The cause is told once u06 is due: 2027-02-01 00:59 UTC+01:00.",
            id="a date of another time zone",
        ),
    ],
)
def test_one_line_tells_the_cause_or_when_it_comes(
    wrong: Score, course: Course, ladder: Ladder, line: str
) -> None:
    """Whoever looks at the numbers first learns to read them."""
    report = render_check_report(wrong, course, CheckView(ladder=ladder))

    assert f"\n\n  dx is off.\n\n  {line}\n\n" in report
    assert (CAUSE.text in report) == (line == CAUSE.text)


NUMBERS = "dx is off.\n\n    expected   1.5\n    got        2.5"


@pytest.mark.parametrize(
    ("ladder", "message", "is_told"),
    [
        (Ladder(SECOND, is_asked=True), NUMBERS, True),
        (Ladder(SECOND, is_asked=True), "backward changed dout.", False),
        (Ladder(SECOND, tries={KEY: 1}), NUMBERS, False),
        (Ladder(), NUMBERS, False),
    ],
    ids=["asked for", "no numbers", "the second run", "not asked for"],
)
def test_whoever_asks_for_a_cause_that_is_not_known_reads_so(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
    ladder: Ladder,
    message: str,
    *,
    is_told: bool,
) -> None:
    """Without a word it looks as if --why had done nothing."""
    check = make_check(Outcome.WRONG, message)
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))
    said = (
        "  What causes this is not known: work out this one number by hand, and "
        "compare\n  what your code has on the way to it.\n"
    )

    report = render_check_report(score, course, CheckView(ladder=ladder))

    assert (said in report) is is_told


@pytest.mark.parametrize("show_all", [False, True], ids=["first", "all"])
def test_a_cause_that_is_held_is_nowhere_in_the_report(
    wrong: Score, course: Course, show_all: object
) -> None:
    """Also where every failing check is told in full."""
    view = CheckView(show_all=bool(show_all), ladder=Ladder(SECOND))

    report = render_check_report(wrong, course, view)

    assert "1/N" not in report
    assert HELD_TO_SECOND in report


@pytest.mark.parametrize(
    ("ladder", "is_told"),
    [(Ladder(SECOND), False), (Ladder(AFTER, DUE, BEFORE), True), (Ladder(), False)],
    ids=["second try", "after due", "told"],
)
def test_one_command_is_named_below_a_failure(
    wrong: Score, course: Course, ladder: Ladder, is_told: object
) -> None:
    """The one that tells the cause runs only this exercise, as does the last line."""
    report = render_check_report(wrong, course, CheckView(ladder=ladder))

    assert is_told == ("Run only this: grader check 6.3" in report)


@pytest.mark.parametrize(
    ("message", "diagnosis"),
    [
        pytest.param("dx is off.", Diagnosis("steps:first", "At step 1."), id="place"),
        pytest.param("dx is off.", Diagnosis("after:6.1", "6.1 first."), id="behind"),
        pytest.param(
            "Your code loops over N, see line 3.\n\n    3 | for n in x:",
            Diagnosis("loops:N", "Your code loops over N, see line 3."),
            id="the message says it",
        ),
    ],
)
def test_what_belongs_to_the_first_look_is_never_held(
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
    course: Course,
    message: str,
    diagnosis: Diagnosis,
) -> None:
    """Where to look is symptom, and the line that loops is the finding itself."""
    check = make_check(Outcome.WRONG, message, diagnosis=diagnosis)
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))

    report = render_check_report(score, course, CheckView(ladder=Ladder(SECOND)))

    assert diagnosis.text in report
    assert "--why" not in report


def graded(score: Score, policy: DiagnosisPolicy, due: dict[str, datetime]) -> Score:
    """Return a document of a course with this policy."""
    info = msgspec.structs.replace(score.course, diagnosis=policy, due=due)
    return msgspec.structs.replace(score, course=info)


@pytest.mark.parametrize(
    ("policy", "due", "now", "is_told"),
    [
        pytest.param(SECOND, {}, BEFORE, True, id="second try"),
        pytest.param(AT_ONCE, {}, BEFORE, True, id="at once"),
        pytest.param(AFTER, DUE, BEFORE, False, id="before the date"),
        pytest.param(AFTER, DUE, SINCE, True, id="since the date"),
        pytest.param(AFTER, {}, SINCE, False, id="no date"),
    ],
)
def test_a_graded_result_waits_for_the_due_date_alone(
    wrong: Score,
    policy: DiagnosisPolicy,
    due: dict[str, datetime],
    now: datetime,
    is_told: object,
) -> None:
    """Nobody runs it a second time."""
    told = as_graded(graded(wrong, policy, due), now)

    (check,) = told.units[0].exercises[1].checks
    assert is_told == (check.diagnosis == CAUSE)
    assert wrong.units[0].exercises[1].checks[0].diagnosis == CAUSE


def test_a_graded_result_keeps_what_is_no_cause(
    make_score: Callable[..., Score], make_check: Callable[..., ScoredCheck]
) -> None:
    """A place is part of what was measured."""
    place = Diagnosis("steps:first", "The first step is wrong already.")
    check = make_check(Outcome.WRONG, "dx is off.", diagnosis=place)
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))

    told = as_graded(graded(score, AFTER, DUE), BEFORE)

    assert told.units == score.units


def test_a_cause_that_is_told_once_is_held_nowhere(
    wrong: Score, make_check: Callable[..., ScoredCheck], course: Course
) -> None:
    """Whoever has read it would look for another one."""
    first = wrong.units[0].exercises[1].checks[0]
    same = make_check(Outcome.WRONG, "dW is off.", "same", diagnosis=CAUSE)
    other = Diagnosis("factor:N", "A factor of N is missing.")
    another = make_check(Outcome.WRONG, "db is off.", "another", diagnosis=other)
    exercise = msgspec.structs.replace(
        wrong.units[0].exercises[1], checks=(first, same, another)
    )
    unit = msgspec.structs.replace(wrong.units[0], exercises=(exercise,))
    score = msgspec.structs.replace(wrong, units=(unit,))

    view = CheckView(show_all=True, ladder=Ladder(SECOND, tries={KEY: 1}))
    report = render_check_report(score, course, view)

    assert 2 == report.count(CAUSE.text)
    assert 1 == report.count(HELD_TO_SECOND)
    assert other.text not in report


def test_what_is_not_known_is_not_said_beside_a_cause(
    wrong: Score, make_check: Callable[..., ScoredCheck], course: Course
) -> None:
    """Both checks may be about one mistake, which is told."""
    first = wrong.units[0].exercises[1].checks[0]
    message = "db is off.\n\n    got        1"
    other = make_check(Outcome.WRONG, message, "other")
    exercise = msgspec.structs.replace(
        wrong.units[0].exercises[1], checks=(first, other)
    )
    unit = msgspec.structs.replace(wrong.units[0], exercises=(exercise,))
    score = msgspec.structs.replace(wrong, units=(unit,))

    view = CheckView(show_all=True, ladder=Ladder(SECOND, is_asked=True))
    report = render_check_report(score, course, view)

    assert CAUSE.text in report
    assert "is not known" not in report
