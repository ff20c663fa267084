"""Where `grader check` goes on, what it says at the end, and `--all`."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import Result

from grader.judge import JudgeSettings
from grader.model import Outcome, Score, ScoredCheck

Run = Callable[..., Result]
Asked = list[tuple[list[str], JudgeSettings]]

pytestmark = pytest.mark.usefixtures("own_files")

CLOSING = """\

All 3 exercises of Deep learning from scratch pass. You wrote every one of these
yourself:

  u02  Layers
  u06  Batch normalization

The hidden checks decide 60 of every 100 points; they ask for nothing that the
handouts do not ask for. Pack your files and hand them in.

Next: grader pack
"""


@pytest.fixture(autouse=True)
def done(scores: dict[str, Score], make_score: Callable[..., Score]) -> Score:
    """In both units everything passes."""
    score = make_score("s")
    exercise = msgspec.structs.replace(score.units[0].exercises[0], id="2.1")
    layers = msgspec.structs.replace(
        score.units[0], id="u02_layers", title="Layers", exercises=(exercise,)
    )
    scores["u02_layers"] = msgspec.structs.replace(score, units=(layers,))
    scores["u06_batchnorm"] = score
    return score


def test_a_unit_that_is_known_to_pass_is_not_run_again(run: Run, asked: Asked) -> None:
    """The thirteenth unit would be waited for as long as all twelve before it."""
    run("check", "u02")

    result = run("check")

    assert [units for units, _ in asked] == [["u02_layers"], ["u06_batchnorm"]]
    assert "u02 passes" not in result.stdout


def test_who_starts_in_the_middle_goes_on_there(
    run: Run, asked: Asked, scores: dict[str, Score]
) -> None:
    """What was left out before it is left out until the end."""
    for unit, outcome in {
        "u02_layers": Outcome.NOT_STARTED,
        "u06_batchnorm": Outcome.WRONG,
    }.items():
        graded = scores[unit].units[0]
        exercise = msgspec.structs.replace(graded.exercises[0], outcome=outcome)
        changed = msgspec.structs.replace(graded, exercises=(exercise,))
        scores[unit] = msgspec.structs.replace(scores[unit], units=(changed,))
    run("check")
    run("check", "u06")

    run("check")

    assert [units for units, _ in asked] == [
        ["u02_layers"],
        ["u06_batchnorm"],
        ["u06_batchnorm"],
    ]


def test_a_unit_that_passes_for_the_first_time_is_a_moment(
    run: Run, kit: Path, asked: Asked, scores: dict[str, Score]
) -> None:
    """The run stops there; the next one goes on."""
    passing = scores["u02_layers"]
    exercise = passing.units[0].exercises[0]
    exercise = msgspec.structs.replace(exercise, outcome=Outcome.WRONG)
    unit = msgspec.structs.replace(passing.units[0], exercises=(exercise,))
    scores["u02_layers"] = msgspec.structs.replace(passing, units=(unit,))
    run("check")
    scores["u02_layers"] = passing
    (kit / "assignments" / "u02_layers" / "layers.py").write_text("# mended\n")

    first, second = run("check"), run("check")

    assert first.exit_code == 0
    assert "\n2.1  " in first.stdout
    assert first.stdout.endswith(
        "\n\nUnit 2 passes all its open checks.\n\nNext: grader check u06\n"
    )
    assert [units for units, _ in asked] == [
        ["u02_layers"],
        ["u02_layers"],
        ["u06_batchnorm"],
    ]
    assert "Unit 2" not in second.stdout


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("assignments/u02_layers/layers.py", id="the file"),
        pytest.param("assignments/course.toml", id="the course"),
    ],
)
def test_a_unit_that_changed_is_run_again(
    run: Run, kit: Path, asked: Asked, path: str
) -> None:
    """What passed before may not pass now."""
    run("check", "u02")
    changed = kit / path
    changed.write_text(f"{changed.read_text()}# changed\n")

    run("check")

    assert [units for units, _ in asked][1:] == [["u02_layers"], ["u06_batchnorm"]]


def test_when_every_exercise_passes_it_tells_what_was_built(run: Run) -> None:
    """Calm and exact, and with the one thing that is left to do."""
    result = run("check")

    assert result.stdout.endswith(CLOSING)
    assert result.exit_code == 0


def test_a_finished_course_is_told_after_any_unit(run: Run, asked: Asked) -> None:
    """And nothing is run for it that is known."""
    run("check")

    result = run("check", "u02")

    assert result.stdout.endswith(CLOSING)
    assert [units for units, _ in asked][2:] == [["u02_layers"]]


def test_a_file_that_changed_since_takes_the_end_back(run: Run, kit: Path) -> None:
    """Nobody is to pack what was never checked."""
    run("check")
    (kit / "assignments" / "u02_layers" / "layers.py").write_text("# changed\n")

    result = run("check", "u06")

    assert "You wrote" not in result.stdout
    assert result.stdout.endswith("\n\nNext: grader check\n")


def test_an_exercise_that_passed_before_a_change_still_counts(
    run: Run, kit: Path, scores: dict[str, Score]
) -> None:
    """One exercise at a time is how the handouts tell a student to work."""
    run("check")
    (kit / "assignments" / "u06_batchnorm" / "batchnorm.py").write_text("# changed\n")
    score = scores["u06_batchnorm"]
    unit = score.units[0]
    last = msgspec.structs.replace(unit, exercises=unit.exercises[1:])
    scores["u06_batchnorm"] = msgspec.structs.replace(score, units=(last,))

    one = run("check", "6.3")
    listed, hint = run("list", "u06"), run("hint")
    scores["u06_batchnorm"] = score
    whole = run("check", "u06")

    assert one.stdout.endswith(
        "\n\nSome of u06 was last checked before your last change: check all of it."
        "\n\nNext: grader check u06\n"
    )
    assert "2 of 2 passed (1 before your last\n" in listed.stdout
    assert (hint.stdout, hint.exit_code) == ("", 2)
    assert whole.stdout.endswith(CLOSING)


def test_an_import_that_fails_forgets_nothing(
    run: Run,
    kit: Path,
    scores: dict[str, Score],
    make_check: Callable[..., ScoredCheck],
) -> None:
    """Nothing was checked, so nothing new is known."""
    run("check")
    (kit / "assignments" / "u06_batchnorm" / "batchnorm.py").write_text("def f(:\n")
    score = scores["u06_batchnorm"]
    check = make_check(Outcome.CRASHED, "SyntaxError at batchnorm.py:1: no.")
    exercises = tuple(
        msgspec.structs.replace(one, outcome=Outcome.CRASHED, checks=(check,))
        for one in score.units[0].exercises
    )
    unit = msgspec.structs.replace(score.units[0], exercises=exercises)
    scores["u06_batchnorm"] = msgspec.structs.replace(score, units=(unit,))

    run("check", "u06")

    text = run("list", "u06").stdout
    assert "u06  Batch normalization (changed since the last check)\n" in text
    assert "2 of 2 passed" in text


def test_a_file_elsewhere_ends_no_course(run: Run, kit: Path) -> None:
    """It is not what will be packed."""
    run("check")
    (kit / "batchnorm.py").write_text("# a second attempt\n")

    result = run("check", "batchnorm.py")

    assert "You wrote" not in result.stdout


def test_all_runs_every_unit_in_one_go(
    run: Run, asked: Asked, scores: dict[str, Score]
) -> None:
    """A row for each, and what it found is remembered."""
    both = (*scores["u02_layers"].units, *scores["u06_batchnorm"].units)
    scores["u02_layers"] = msgspec.structs.replace(scores["u02_layers"], units=both)

    result = run("check", "--all")

    assert [units for units, _ in asked] == [["u02_layers", "u06_batchnorm"]]
    assert result.stdout.startswith("unit      ")
    assert result.stdout.endswith(CLOSING)
    assert result.exit_code == 0
    assert "2 of 2 passed" in run("list", "u06").stdout


def test_all_ends_like_every_check(
    run: Run, scores: dict[str, Score], make_score: Callable[..., Score]
) -> None:
    """The status is for scripts."""
    scores["u02_layers"] = make_score("s", Outcome.PASSED, Outcome.WRONG)

    result = run("check", "--all")

    assert result.exit_code == 1
    assert result.stdout.endswith(
        "\n\nGo on with 6.3, BatchNorm.backward: wrong.\n\nNext: grader check 6.3\n"
    )


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("u06",), "u06"),
        (("6.3",), "6.3"),
        (("--only", "6.1", "--only", "6.3"), "6.1 6.3"),
        (("--full",), "--full"),
        (("--why",), "--why"),
        (("--debug",), "--debug"),
        (("--watch",), "--watch"),
    ],
)
def test_all_stands_alone(run: Run, arguments: tuple[str, ...], named: str) -> None:
    """Ignoring half of a command would be worse."""
    result = run("check", "--all", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"Error: --all checks every unit, a row for each; leave out {named}.\n"
    )


@pytest.mark.parametrize("arguments", [(), ("--course", ".")], ids=["here", "named"])
def test_no_command_at_all_is_a_check(
    run: Run, arguments: tuple[str, ...], asked: Asked
) -> None:
    """Six letters, and one goes on working."""
    result = run(*arguments)

    assert [units for units, _ in asked] == [["u02_layers"], ["u06_batchnorm"]]
    assert result.stdout.endswith("\n\nNext: grader pack\n")
    assert result.exit_code == 0


def test_no_command_in_a_broken_course_says_what_is_broken(run: Run, kit: Path) -> None:
    """A help text would hide it."""
    (kit / "assignments" / "course.toml").write_text("units = ")

    result = run()

    assert (result.stdout, result.exit_code) == ("", 2)
    assert result.stderr.startswith("Error: assignments/course.toml")


def test_one_terminal_serves_the_debugger_or_the_screen(run: Run) -> None:
    """Both at once would garble each other."""
    result = run("check", "u06", "--watch", "--debug")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: --watch and --debug both want the terminal; leave out one of them.\n"
    )
