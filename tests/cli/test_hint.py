"""`grader hint` gives one more hint each time."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import Result

from grader.model import Outcome, Score, SourceFile

Run = Callable[..., Result]

FIRST = """\
6.1  BatchNorm.forward, training: hint 1 of 2

  Draw it.

One more: grader hint 6.1

Next: grader check 6.1
"""
LAST = """\
6.1  BatchNorm.forward, training: hint 2 of 2

  Take the mean first.

That was the last hint.

Next: grader check 6.1
"""


def test_the_first_call_gives_the_first_hint(run: Run) -> None:
    """A nudge before a direction."""
    result = run("hint", "6.1")

    assert (result.stdout, result.stderr, result.exit_code) == (FIRST, "", 0)


def test_each_call_gives_the_next_hint_until_the_last(run: Run) -> None:
    """After the last one there is nothing more to say."""
    run("hint", "6.1")

    texts = [run("hint", "6.1").stdout, run("hint", "6.1").stdout]

    assert texts == [LAST, LAST]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda path: path.unlink(), id="gone"),
        pytest.param(lambda path: path.write_text("{"), id="damaged"),
    ],
)
def test_the_memory_may_be_lost_at_any_time(
    run: Run, kit: Path, damage: Callable[[Path], object]
) -> None:
    """It only counts hints; without it they start again."""
    run("hint", "6.1")
    damage(kit / ".grader" / "state.json")

    result = run("hint", "6.1")

    assert (result.stdout, result.exit_code) == (FIRST, 0)


@pytest.mark.usefixtures("judge")
def test_without_an_exercise_it_is_for_the_one_to_go_on_with(
    run: Run, scores: dict[str, Score], make_score: Callable[..., Score]
) -> None:
    """Whoever is stuck need not look for the number."""
    first = run("hint").stdout
    score = make_score("s")
    exercise = msgspec.structs.replace(score.units[0].exercises[0], id="2.1")
    layers = msgspec.structs.replace(
        score.units[0], id="u02_layers", exercises=(exercise,)
    )
    scores["u02_layers"] = msgspec.structs.replace(score, units=(layers,))
    scores["u06_batchnorm"] = make_score("s", Outcome.PASSED, Outcome.WRONG)
    run("check", "u02")
    run("check", "u06")

    result = run("hint")

    assert first.startswith("2.1  ReLU.forward: hint 1 of 1\n")
    assert result.stdout.startswith("6.3  BatchNorm.backward: hint 1 of 1\n")
    scores["u06_batchnorm"] = score
    run("check", "u06")
    last = run("hint")
    assert (last.stdout, last.exit_code) == ("", 2)
    assert last.stderr == (
        "Error: every exercise passes; name one, as in grader hint 2.1.\n"
    )


def test_in_a_units_folder_it_is_for_that_unit(
    run: Run, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one works is what one means."""
    monkeypatch.chdir(kit / "assignments" / "u06_batchnorm")

    assert run("hint").stdout == FIRST


def test_an_exercise_that_is_not_there_is_told_in_one_sentence(run: Run) -> None:
    """The sentence is the catalog's, the status the command's."""
    result = run("hint", "6.9")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "Error: no exercise '6.9': u06_batchnorm has 6.1 and 6.3.\n"


@pytest.mark.usefixtures("judge")
@pytest.mark.parametrize(
    ("outcome", "following"),
    [(Outcome.WRONG, "grader check 6.3"), (Outcome.PASSED, "grader check 2.1")],
    ids=["another of its unit", "another unit"],
)
def test_a_hint_for_what_has_passed_says_so(
    run: Run,
    kit: Path,
    scores: dict[str, Score],
    make_score: Callable[..., Score],
    outcome: Outcome,
    following: str,
) -> None:
    """It does not send back to what is done."""
    path = kit / "assignments" / "u06_batchnorm" / "batchnorm.py"
    file = SourceFile(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    score = make_score("s", Outcome.PASSED, outcome)
    info = msgspec.structs.replace(score.submission, files=(file,))
    scores["u06_batchnorm"] = msgspec.structs.replace(score, submission=info)
    run("check", "u06")

    said = run("hint", "6.1").stdout
    path.write_text("# broken since\n")
    later = run("hint", "6.1").stdout

    assert said.endswith(
        f"One more: grader hint 6.1\n6.1 passed in its last check.\n"
        f"\nNext: {following}\n"
    )
    assert later.endswith("That was the last hint.\n\nNext: grader check 6.1\n")
