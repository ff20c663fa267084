"""`grader check` runs the open checks on the work it is asked about."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from click.testing import Result

from grader.judge import JudgeSettings
from grader.model import Outcome, Score, Visibility

Run = Callable[..., Result]
Asked = list[tuple[list[str], JudgeSettings]]

pytestmark = pytest.mark.usefixtures("judge")


@pytest.fixture
def wrong(scores: dict[str, Score], make_score: Callable[..., Score]) -> None:
    """Unit 2 is done, in unit 6 the backward pass is wrong."""
    done = make_score("s")
    layers = msgspec.structs.replace(done.units[0], id="u02_layers")
    scores["u02_layers"] = msgspec.structs.replace(done, units=(layers,))
    scores["u06_batchnorm"] = make_score("s", Outcome.PASSED, Outcome.WRONG)


@pytest.fixture
def right(scores: dict[str, Score], make_score: Callable[..., Score]) -> None:
    """In unit 6 everything passes."""
    scores["u06_batchnorm"] = make_score("s")


@pytest.mark.usefixtures("wrong")
def test_a_unit_is_checked_by_its_short_name(run: Run, asked: Asked) -> None:
    """The status is for scripts, the report for people."""
    result = run("check", "u06")

    assert result.exit_code == 1
    assert result.stdout.startswith("Checked batchnorm.py (sha256 d2f0c3a1b4e5)\n")
    assert result.stdout.endswith("\n\nNext: grader hint 6.3\n")
    assert result.stderr == ""
    assert [units for units, _ in asked] == [["u06_batchnorm"]]


@pytest.mark.usefixtures("right")
def test_a_unit_in_which_everything_passes_ends_with_status_zero(run: Run) -> None:
    """A script may go on."""
    result = run("check", "u06")

    assert result.exit_code == 0


@pytest.mark.usefixtures("right")
def test_only_open_checks_run_at_any_tier(run: Run, asked: Asked) -> None:
    """On a student's own machine there is nothing to hide from the student."""
    run("check", "u06", "--only", "6.3")

    assert asked[0][1] == JudgeSettings(
        visibilities=(Visibility.OPEN,), only=("6.3",), allow_unisolated=True
    )


def test_a_check_the_grader_failed_on_ends_with_status_three(
    run: Run, scores: dict[str, Score], make_score: Callable[..., Score]
) -> None:
    """Not the student's problem, and not a pass."""
    scores["u06_batchnorm"] = make_score("s", Outcome.PASSED, Outcome.NOT_GRADED)

    result = run("check", "u06")

    assert result.exit_code == 3


@pytest.mark.usefixtures("wrong")
def test_without_a_unit_it_goes_on_at_the_first_one_not_done(
    run: Run, asked: Asked
) -> None:
    """A student types two words and goes on working."""
    result = run("check")

    assert [units for units, _ in asked] == [["u02_layers"], ["u06_batchnorm"]]
    assert result.stdout.startswith(
        "Checked batchnorm.py (sha256 d2f0c3a1b4e5): u02 passes.\n\n"
        "Checked batchnorm.py (sha256 d2f0c3a1b4e5)\n\nu06  Batch normalization\n"
    )


def test_without_a_unit_it_stops_at_a_unit_that_is_not_done(
    run: Run, asked: Asked, scores: dict[str, Score], make_score: Callable[..., Score]
) -> None:
    """Later units build on earlier ones."""
    score = make_score("s", Outcome.NOT_STARTED)
    exercise = msgspec.structs.replace(score.units[0].exercises[0], id="2.1")
    layers = msgspec.structs.replace(
        score.units[0], id="u02_layers", exercises=(exercise,)
    )
    scores["u02_layers"] = msgspec.structs.replace(score, units=(layers,))

    result = run("check")

    assert [units for units, _ in asked] == [["u02_layers"]]
    assert result.stdout.endswith(
        "\n\nRead assignments/u02_layers/README.md, then write 2.1 in layers.py."
        "\n\nNext: grader check 2.1\n"
    )


@pytest.mark.usefixtures("wrong")
def test_without_a_unit_in_a_units_folder_it_checks_that_unit(
    run: Run, asked: Asked, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one works is what one means."""
    monkeypatch.chdir(kit / "assignments" / "u06_batchnorm")

    run("check")

    assert [units for units, _ in asked] == [["u06_batchnorm"]]


@pytest.mark.usefixtures("wrong")
def test_an_exercise_alone_names_its_unit(run: Run, asked: Asked) -> None:
    """The number before the point says it already."""
    run("check", "--only", "6.3")

    assert [units for units, _ in asked] == [["u06_batchnorm"]]


@pytest.mark.usefixtures("wrong")
def test_an_exercise_may_stand_where_a_unit_does(run: Run, asked: Asked) -> None:
    """It is the number that every report shows."""
    result = run("check", "6.3")

    assert [(units, settings.only) for units, settings in asked] == [
        (["u06_batchnorm"], ("6.3",))
    ]
    assert "Run only this" not in result.stdout


def test_two_units_at_once_are_refused(run: Run) -> None:
    """Two reports would be too long to read."""
    result = run("check", "u02", "u06")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: one unit or file was expected, but 2 were named: u02, u06; check one "
        "after the other.\n"
    )


@pytest.mark.usefixtures("wrong")
def test_a_file_of_a_course_is_checked_from_anywhere(
    run: Run, asked: Asked, kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The course is around the file, if not around the student."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    run("check", str(kit / "assignments" / "u06_batchnorm" / "batchnorm.py"))

    assert [units for units, _ in asked] == [["u06_batchnorm"]]


def test_a_file_that_is_not_there_leads_to_no_course(
    run: Run, kit: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was mistyped decides nothing."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    result = run("check", str(kit / "nowhere.py"))

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: no course found: expected a folder with assignments/course.toml at or "
        f"above {elsewhere}; run the command inside the course or pass --course DIR.\n"
    )


@pytest.mark.usefixtures("wrong")
def test_a_file_is_checked_where_it_lies(run: Run, asked: Asked, kit: Path) -> None:
    """A second attempt beside the first is common."""
    path = kit / "batchnorm.py"
    path.write_text("# a second attempt\n")

    result = run("check", "batchnorm.py")

    assert [units for units, _ in asked] == [["u06_batchnorm"]]
    assert "Run only this: grader check batchnorm.py 6.3\n" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        pytest.param((), "layers.py or batchnorm.py", id="any unit"),
        pytest.param(("--only", "6.3"), "batchnorm.py", id="one exercise"),
    ],
)
def test_a_folder_without_a_module_is_refused(
    run: Run, kit: Path, arguments: tuple[str, ...], modules: str
) -> None:
    """Running nothing and reporting success would be worse."""
    (kit / "notes").mkdir()

    result = run("check", "notes", *arguments)

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: notes holds nothing to check: expected {modules} in it.\n"
    )


@pytest.mark.usefixtures("wrong")
def test_a_file_checked_elsewhere_is_not_the_students_progress(
    run: Run, kit: Path
) -> None:
    """The list is about the work in the course's folders."""
    (kit / "batchnorm.py").write_text("# a second attempt\n")

    run("check", "batchnorm.py")

    assert not (kit / ".grader").exists()


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        pytest.param(("u99",), "Error: no unit 'u99': ", id="unit"),
        pytest.param(("u06", "--only", "6.9"), "Error: no exercise '6.9': ", id="ex"),
        pytest.param(("anna.py",), "Error: ", id="file"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(
    run: Run, arguments: tuple[str, ...], start: str
) -> None:
    """Usage errors end with status 2, whoever words them."""
    result = run("check", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(start)
    assert result.stderr.count("\n") == 1


def test_an_exercise_of_another_unit_is_refused(run: Run) -> None:
    """Running nothing and reporting success would be worse."""
    result = run("check", "u02", "--only", "6.3")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: exercise 6.3 belongs to u06_batchnorm, not to u02_layers; leave the "
        "unit out or name u06_batchnorm.\n"
    )


@pytest.mark.usefixtures("right")
def test_a_folder_that_cannot_be_written_costs_the_memory_not_the_report(
    run: Run, kit: Path
) -> None:
    """A course on a read-only disk can still be checked."""
    (kit / ".grader").write_text("in the way")

    result = run("check", "u06")

    assert result.exit_code == 0
    assert result.stderr == (
        f"Hints and progress are not remembered: {kit / '.grader' / 'state.json'}: "
        "File exists.\n"
    )


@pytest.mark.usefixtures("right")
@pytest.mark.parametrize("arguments", [("check", "u06"), ("hint", "6.1")])
def test_what_is_said_beside_a_report_comes_before_it(
    run: Run, kit: Path, arguments: tuple[str, ...]
) -> None:
    """The last line is the command to type next."""
    (kit / ".grader").write_text("in the way")

    result = run(*arguments)

    assert result.output.startswith("Hints and progress are not remembered: ")
