"""What every command has in common: help, versions, errors and exit statuses."""

import errno
import importlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest
from click.testing import Result

from grader.cli import COMMANDS, main
from grader.errors import CourseError, GraderFault, UsageError

Run = Callable[..., Result]
REPORT_IT = "please report this with the command you typed and what --traceback shows."


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Make `grader list` end in an error."""

    def fail_with(error: BaseException) -> None:
        def load(_context: object) -> None:
            raise error

        monkeypatch.setattr("grader.cli.list.the_course", load)

    return fail_with


@pytest.mark.parametrize("name", COMMANDS)
def test_the_table_of_commands_says_what_each_command_says_of_itself(
    name: str,
) -> None:
    """The overview is written without importing the commands."""
    module, line = COMMANDS[name]

    command = importlib.import_module(module).command

    assert command.name == name
    assert command.help.splitlines()[0] == line


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_each_command_teaches_with_an_example(run: Run, name: str) -> None:
    """An example is read first, and often alone."""
    result = run(name, "--help")

    assert result.exit_code == 0
    assert f"  Example: grader {name}" in result.output


def test_the_overview_imports_no_command() -> None:
    """NumPy and pytest would take ten times as long as the help text itself."""
    script = (
        "import sys; from grader.cli import main; main(['--help'], 'grader', "
        "standalone_mode=False); print(sorted(sys.modules))"
    )

    done = subprocess.run(  # noqa: S603 - our own interpreter and script
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert "Commands:" in done.stdout
    for heavy in ("numpy", "pytest", "rich", "msgspec", "grader.judge"):
        assert f"'{heavy}'" not in done.stdout


def test_python_dash_m_runs_the_command_line() -> None:
    """Where no script was installed, the module still runs."""
    done = subprocess.run(
        [sys.executable, "-m", "grader", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("Usage: grader [OPTIONS] [COMMAND] [ARGS]...\n")


def test_the_version_tells_what_grades_and_behind_which_walls(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first thing to ask of whoever reports a surprise."""
    machine = SimpleNamespace(tier="B", walls=("landlock", "seccomp"))
    tiers = SimpleNamespace(probe=lambda: machine)
    monkeypatch.setattr("grader.cli.platform.python_version", lambda: "3.11.7")
    monkeypatch.setattr("grader.cli.metadata.version", lambda _name: "2.4.6")
    monkeypatch.setitem(sys.modules, "grader.sandbox.tiers", tiers)

    result = run("--version")

    assert result.output == (
        "grader 0.1.0\n"
        "python 3.11.7\n"
        "numpy 2.4.6\n"
        "isolation tier B (walls: landlock, seccomp)\n"
    )


def test_a_machine_without_walls_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An empty pair of brackets would look like a mistake."""
    tiers = SimpleNamespace(probe=lambda: SimpleNamespace(tier="D", walls=()))
    monkeypatch.setitem(sys.modules, "grader.sandbox.tiers", tiers)

    result = run("--version")

    assert result.output.endswith("isolation tier D (walls: none)\n")


def test_an_unknown_command_is_answered_with_those_there_are(run: Run) -> None:
    """A typing error should cost one look."""
    result = run("mark")

    assert result.exit_code == 2
    assert result.stderr.endswith(
        "Error: no command 'mark': there are list, check, hint, show, plot, "
        "milestone, pack, doctor, grade, batch, report, export, bundle, new, verify, "
        "calibrate, adopt, stubs, schema.\n"
    )


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(UsageError("no unit 'u99'."), 2, id="usage"),
        pytest.param(CourseError("unit.toml: no title."), 2, id="course"),
        pytest.param(GraderFault("the zygote does not answer."), 3, id="fault"),
    ],
)
def test_an_error_is_one_sentence_and_a_status(
    run: Run,
    failing: Callable[[BaseException], None],
    error: Exception,
    status: int,
) -> None:
    """A traceback tells an operator nothing."""
    failing(error)

    result = run("list")

    assert (result.stdout, result.stderr) == ("", f"Error: {error}\n")
    assert result.exit_code == status


def test_what_nobody_foresaw_asks_for_a_report(
    run: Run, failing: Callable[[BaseException], None]
) -> None:
    """The grader's fault, said without a traceback."""
    failing(ValueError("no such key"))

    result = run("list")

    assert result.exit_code == 3
    assert result.stdout == ""
    assert result.stderr.startswith(
        "Error: the grader itself failed, ValueError at test_group.py:"
    )
    assert result.stderr.endswith(f": no such key; {REPORT_IT}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--traceback", "list"), id="before the command"),
        pytest.param(("list", "--traceback"), id="after the command"),
    ],
)
def test_traceback_shows_where_the_grader_failed(
    run: Run, failing: Callable[[BaseException], None], arguments: tuple[str, ...]
) -> None:
    """For whoever mends it."""
    failing(ValueError("no such key"))

    result = run(*arguments)

    assert result.exit_code == 3
    assert "Traceback (most recent call last):\n" in result.stderr


def test_the_environment_can_ask_for_tracebacks(
    run: Run,
    failing: Callable[[BaseException], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A platform that calls the grader cannot always change the command."""
    monkeypatch.setenv("GRADER_TRACEBACK", "1")
    failing(ValueError("no such key"))

    result = run("list")

    assert "Traceback (most recent call last):\n" in result.stderr


def test_ctrl_c_ends_a_command_with_one_word(
    run: Run, failing: Callable[[BaseException], None]
) -> None:
    """Whoever pressed it knows why."""
    failing(KeyboardInterrupt())

    result = run("list")

    assert (result.stderr, result.exit_code) == ("Stopped.\n", 130)


def test_a_reader_that_has_gone_is_no_fault(
    run: Run, failing: Callable[[BaseException], None]
) -> None:
    """`| head` closes the pipe on purpose."""
    failing(OSError(errno.EPIPE, os.strerror(errno.EPIPE)))

    result = run("list")

    assert "the grader itself failed" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--course", "kit", "list"), id="before the command"),
        pytest.param(("list", "--course", "kit"), id="after the command"),
    ],
)
def test_the_course_may_be_somewhere_else(
    run: Run,
    kit: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
) -> None:
    """Instructors work beside the course, not in it."""
    monkeypatch.chdir(kit.parent)

    result = run(*arguments)

    assert result.stdout.startswith("Deep learning from scratch\n")


def test_a_folder_that_holds_no_course_is_named(run: Run, tmp_path: Path) -> None:
    """It is what was typed, not the file in it."""
    nowhere = tmp_path / "nowhere"

    result = run("list", "--course", str(nowhere))

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: --course {nowhere}: expected assignments/course.toml in that folder, "
        "found no such file; name the folder that holds assignments/.\n"
    )


def test_outside_a_course_a_command_says_how_to_name_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The commonest first mistake."""
    monkeypatch.chdir(tmp_path)

    result = run("list")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: no course found: expected a folder with assignments/course.toml at or "
        f"above {tmp_path}; run the command inside the course or pass --course DIR.\n"
    )


def test_a_manifest_that_is_not_readable_is_told_in_one_sentence(
    run: Run, kit: Path
) -> None:
    """Its author needs the file, not a traceback."""
    (kit / "assignments" / "u06_batchnorm" / "unit.toml").write_text("title = ")

    result = run("list")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: assignments/u06_batchnorm/unit.toml")
    assert result.stderr.count("\n") == 1


def test_a_shell_can_complete_the_names_of_commands() -> None:
    """Click asks the group for them."""
    context = click.Context(main)

    names = main.list_commands(context)

    assert names == list(COMMANDS)
    assert main.get_command(context, "mark") is None
