"""`grader check --watch` in a real terminal, saved to as editors save."""

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.cli.terminals import Terminal

MINICOURSE = Path(__file__).parent.parent / "minicourse"
RIGHT = (MINICOURSE / "solutions" / "u01_scale" / "scale.py").read_text()
WRONG = RIGHT.replace('self.params["gamma"] * x', 'self.params["gamma"] + x')
FOOT = "q quit"
FIRST_SCREEN, SECOND_SCREEN = "\x1b[?1049l", "\x1b[?1049h"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A student's kit of one unit."""
    shutil.copytree(MINICOURSE / "assignments", tmp_path / "assignments")
    return tmp_path


@pytest.fixture
def work(kit: Path) -> Path:
    """The student's file."""
    return kit / "assignments" / "u01_scale" / "scale.py"


@pytest.fixture
def watched(kit: Path) -> Iterator[Terminal]:
    """A terminal in which the kit is watched, after the first check."""
    terminal = Terminal(kit, "check", "--watch")
    try:
        terminal.wait_for("not started")
        terminal.wait_for(FOOT)
        yield terminal
    finally:
        terminal.close()


def renamed(path: Path, text: str) -> None:
    """Save as editors do that never leave half a file: a new one, put in place."""
    new = path.with_name(".scale.py.swp")
    new.write_text(text)
    new.replace(path)


def truncated(path: Path, text: str) -> None:
    """Save as an editor does that empties the file first."""
    with path.open("w") as file:
        file.flush()
        os.fsync(file.fileno())
        file.write(text)


@pytest.mark.parametrize("save", [renamed, truncated])
def test_a_save_is_checked(
    watched: Terminal, work: Path, save: Callable[[Path, str], None]
) -> None:
    """However the editor writes, and without a word about a file half written."""
    save(work, RIGHT)

    shown = watched.wait_for("Next: grader pack")
    assert "1.1  Scale.forward" in shown
    assert "cannot be imported" not in shown
    assert "no file" not in shown


def test_every_save_is_checked_again(watched: Terminal, work: Path) -> None:
    """The second save, too, and what is wrong is told."""
    work.write_text(RIGHT)
    watched.wait_for("Next: grader pack")

    work.write_text(WRONG)

    watched.wait_for("extent     2 of 2 entries wrong")


def test_q_quits_and_puts_the_terminal_back(watched: Terminal, work: Path) -> None:
    """The last report stays in view, and the status is that of a check."""
    work.write_text(RIGHT)
    watched.wait_for("Next: grader pack")

    watched.press("q")

    assert watched.wait_for_end() == 0
    assert watched.mode_now == watched.mode
    _, _, after = watched.seen.rpartition(FIRST_SCREEN)
    assert after.startswith("Checked scale.py (sha256 ")
    assert after.endswith("Next: grader pack\r\n")


@pytest.mark.parametrize(
    ("send", "status"),
    [(signal.SIGINT, 1), (signal.SIGTERM, 143)],
)
def test_a_signal_puts_the_terminal_back(
    watched: Terminal, send: signal.Signals, status: int
) -> None:
    """A shell whose screen is not its own any more helps nobody."""
    watched.process.send_signal(send)

    assert watched.wait_for_end() == status
    assert watched.mode_now == watched.mode
    assert FIRST_SCREEN in watched.seen


def test_a_fault_puts_the_terminal_back(watched: Terminal, kit: Path) -> None:
    """And is told on the first screen."""
    (kit / "assignments" / "u01_scale" / "test_scale.py").write_text("1 / 0\n")

    watched.press("n")

    assert watched.wait_for_end() == 2
    assert watched.mode_now == watched.mode
    _, _, after = watched.seen.rpartition(FIRST_SCREEN)
    assert after.startswith("Error: a suite cannot be imported: ")


def test_keys_show_a_hint_the_list_and_the_causes(watched: Terminal) -> None:
    """Without leaving the screen."""
    watched.press("h")
    watched.wait_for("1.1  Scale.forward: hint 1 of 2")
    watched.press("l")
    watched.wait_for("scale.py, 100 points")
    watched.press("n")
    watched.wait_for("Checking scale.py 1.1 ...")
    watched.press("p")
    watched.wait_for("u01_scale.png, in this folder, shows nothing of yours yet")


def test_without_a_terminal_it_is_refused(
    kit: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file full of escapes is nobody's wish."""
    monkeypatch.chdir(kit)

    result = CliRunner().invoke(main, ["check", "--watch"])

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: --watch draws on a terminal and reads its keys, but there is none; "
        "leave out --watch to check once.\n"
    )
