"""`grader check` tells a cause on the second failing run, or when asked with --why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.model import Diagnosis, Outcome, Score, ScoredCheck

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("judge")

CAUSE = "A factor of 1/N is missing."
HELD = "  The cause is told on the next run, or now: grader check 6.3 --why\n"


@pytest.fixture(autouse=True)
def wrong(
    scores: dict[str, Score],
    make_score: Callable[..., Score],
    make_check: Callable[..., ScoredCheck],
) -> Score:
    """In unit 6 the backward pass is wrong, and the cause is known."""
    check = make_check(
        Outcome.WRONG, "dx is off.", diagnosis=Diagnosis("factor:1/N", CAUSE)
    )
    score = make_score("s", Outcome.PASSED, Outcome.WRONG, (check,))
    scores["u06_batchnorm"] = score
    return score


def test_the_first_run_holds_the_cause_and_the_second_tells_it(run: Run) -> None:
    """An unchanged file counts: whoever asks twice has looked at the numbers."""
    first, second = run("check", "u06").stdout, run("check", "u06").stdout

    assert HELD in first
    assert CAUSE not in first
    assert CAUSE in second
    assert "--why" not in second


def test_why_tells_it_at_once(run: Run) -> None:
    """Nobody has to run the same thing twice to read it."""
    result = run("check", "6.3", "--why")

    assert CAUSE in result.stdout
    assert HELD not in result.stdout


def test_a_pass_starts_the_count_again(
    run: Run, scores: dict[str, Score], make_score: Callable[..., Score], wrong: Score
) -> None:
    """What breaks later is a new failure."""
    run("check", "u06")
    scores["u06_batchnorm"] = make_score("s")
    run("check", "u06")
    scores["u06_batchnorm"] = wrong

    result = run("check", "u06")

    assert HELD in result.stdout


def test_only_what_was_told_in_full_counts(
    run: Run, scores: dict[str, Score], make_score: Callable[..., Score], wrong: Score
) -> None:
    """A failure that had but its row was never looked at."""
    checks = wrong.units[0].exercises[1].checks
    scores["u06_batchnorm"] = make_score("s", Outcome.WRONG, Outcome.WRONG, checks)
    run("check", "u06")
    scores["u06_batchnorm"] = wrong

    result = run("check", "u06")

    assert HELD in result.stdout


def test_full_counts_for_every_failure_it_tells(run: Run) -> None:
    """It was read, wherever it stood."""
    run("check", "u06", "--full")

    result = run("check", "u06")

    assert CAUSE in result.stdout


LOST = "The notes in .grader/state.json cannot be read; starting anew.\n"


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(lambda path: path.unlink(), "", id="gone"),
        pytest.param(lambda path: path.write_text("{"), LOST, id="damaged"),
        pytest.param(
            lambda path: path.write_text('{"tries": 7}'), LOST, id="another form"
        ),
    ],
)
def test_a_state_that_is_lost_starts_again(
    run: Run, kit: Path, damage: Callable[[Path], object], said: str
) -> None:
    """The file may be deleted at any time; one that is damaged is told."""
    run("check", "u06")
    damage(kit / ".grader" / "state.json")

    result = run("check", "u06")

    assert HELD in result.stdout
    assert (result.exit_code, result.stderr) == (1, said)


def test_a_file_elsewhere_is_told_with_its_cause(run: Run, kit: Path) -> None:
    """Nothing is remembered of it, so it would never be told."""
    (kit / "batchnorm.py").write_text("# a second attempt\n")

    result = run("check", "batchnorm.py")

    assert CAUSE in result.stdout


@pytest.mark.parametrize("arguments", [("u06",), ("u06", "--why"), ("batchnorm.py",)])
@pytest.mark.parametrize(
    ("year", "is_told"), [(2999, False), (1999, True)], ids=["before", "since"]
)
def test_a_course_may_hold_causes_until_the_due_date(
    run: Run, kit: Path, arguments: tuple[str, ...], year: int, is_told: object
) -> None:
    """Whatever is asked, and of which file; then it is told when they come."""
    (kit / "batchnorm.py").write_text("# a second attempt\n")
    course = kit / "assignments" / "course.toml"
    policy = f'diagnosis = "after_due"\n[due]\nu06_batchnorm = {year}-01-31T23:59:00Z\n'
    course.write_text(course.read_text() + policy)

    result = run("check", *arguments)

    line = f"  The cause is told once u06 is due: {year}-01-31 23:59 UTC.\n"
    assert is_told == (CAUSE in result.stdout)
    assert is_told != (line in result.stdout)
