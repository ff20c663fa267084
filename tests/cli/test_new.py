"""`grader new` starts a unit and says what to do next."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def solutions(kit: Path) -> Path:
    """The teacher's side of the course."""
    folder = kit / "solutions"
    folder.mkdir()
    return folder


@pytest.mark.usefixtures("solutions")
def test_new_names_what_it_wrote_and_what_comes_next(run: Run) -> None:
    """The author sees where to go on."""
    result = run("new", "u07_dropout", "--title", "Dropout")

    assert result.stdout == (
        "assignments/u07_dropout/README.md\n"
        "assignments/u07_dropout/unit.toml\n"
        "assignments/u07_dropout/test_dropout.py\n"
        "assignments/u07_dropout/picture.py\n"
        "solutions/u07_dropout/dropout.py\n"
        "solutions/u07_dropout/test_dropout.py\n"
        "solutions/u07_dropout/marking.md\n"
        "solutions/u07_dropout/reveal.toml\n"
        "solutions/u07_dropout/mistakes/denominator_without_absolute_value.py\n"
        "solutions/u07_dropout/mistakes/rows_in_a_loop.py\n"
        "solutions/u07_dropout/alternatives/maximum.py\n"
        "assignments/u07_dropout/dropout.py\n"
        "assignments/course.toml\n"
    )
    assert result.stderr == (
        "Now run `grader verify u07`, then change one file at a time.\n"
        "The course has no map in assignments/README.md; none was made.\n"
    )
    assert result.exit_code == 0


def test_new_refuses_a_number_that_is_taken(run: Run, solutions: Path) -> None:
    """One sentence, the status of wrong usage, and nothing written."""
    result = run("new", "u06_dropout", "--title", "Dropout")

    assert result.stderr == (
        "Error: u06_dropout cannot be started: number 6 is taken by u06_batchnorm; "
        "choose another name.\n"
    )
    assert result.exit_code == 2
    assert [] == list(solutions.iterdir())


def test_new_asks_for_a_title(run: Run) -> None:
    """Every report would show an empty one."""
    result = run("new", "u07_dropout")

    assert result.exit_code == 2
    assert "Missing option '--title'." in result.stderr
