"""What is said outside of any course, and where a course's notes are damaged."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.model import Score

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("judge")


@pytest.mark.parametrize(
    ("folder", "said"),
    [
        pytest.param("", "No course here.\n\nNext: cd kit\n", id="beside one"),
        pytest.param(
            "elsewhere",
            "No course here. Unpack your course's kit and go into the folder that it "
            "makes;\ngrader --help lists the commands.\n",
            id="nowhere",
        ),
    ],
)
def test_no_command_outside_a_course_says_where_one_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, said: str
) -> None:
    """A list of twenty commands helps nobody to find the folder."""
    (tmp_path / folder).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / folder)

    result = run()

    assert (result.stdout, result.stderr, result.exit_code) == ("", said, 2)


def test_a_name_that_a_shell_would_take_apart_is_quoted(
    run: Run, kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is to be copied as it stands."""
    monkeypatch.chdir(kit.parent)
    kit.rename(kit.parent / "my course")

    assert run().stderr == "No course here.\n\nNext: cd 'my course'\n"


@pytest.mark.parametrize("command", ["check u06", "list", "hint"])
def test_notes_that_cannot_be_read_are_told_once(
    run: Run,
    kit: Path,
    scores: dict[str, Score],
    make_score: Callable[..., Score],
    command: str,
) -> None:
    """Progress that is gone would be missed, and nobody would know why."""
    scores["u06_batchnorm"] = make_score("s")
    (kit / ".grader").mkdir()
    (kit / ".grader" / "state.json").write_text("{")

    result = run(*command.split())

    assert result.stderr == (
        "The notes in .grader/state.json cannot be read; starting anew.\n"
    )
