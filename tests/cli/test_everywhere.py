"""The commands of a student on every terminal, and on systems that are not POSIX."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from grader.model import Score

MINICOURSE = Path(__file__).parent.parent / "minicourse"
MAIN = "from grader.cli import main; main(prog_name='grader')"
COMMANDS = (("check", "u01"), ("list",), ("hint", "1.1"), ("doctor",))
POSIX_ONLY = ("fcntl", "grp", "pty", "pwd", "resource", "termios", "tty")
NOT_POSIX = f"""
import ctypes, sys
for name in {POSIX_ONLY!r}:
    sys.modules[name] = None
library = ctypes.CDLL
def refuse(name, *others, **more):
    if name is None:
        raise TypeError("LoadLibrary() argument 1 must be str, not None")
    return library(name, *others, **more)
ctypes.CDLL = refuse
"""
IMPORTS = f"""{NOT_POSIX}
import importlib
from grader.cli import COMMANDS
for name in ("list", "check", "hint", "plot", "pack", "doctor"):
    importlib.import_module(COMMANDS[name][0])
importlib.import_module("grader.cli.watch")
importlib.import_module("grader.sandbox.spawned")
"""
CHECK = f"""{NOT_POSIX}
from grader.cli import main
from grader.sandbox import walls
walls.sys = type("system", (), {{"platform": "win32"}})
main(["check", "u01"])
"""
TERMINALS = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "posix locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
}
# Pictographs, dingbats, and what makes a sign one.
EMOJI = re.compile(
    "[\N{BLACK SUN WITH RAYS}-\N{OPEN CENTRE ASTERISK}"
    "\N{MAHJONG TILE EAST WIND}-\U0001ffff\N{VARIATION SELECTOR-16}]"
)
WRONG = """\
\"\"\"Wrong, and it prints what an old one lacks: \N{GREEK SMALL LETTER GAMMA}.\"\"\"


class Scale:
    \"\"\"It adds where it should multiply.\"\"\"

    def __init__(self, gamma):
        self.params = {"gamma": gamma}

    def forward(self, x, train=True):
        print("\N{GREEK SMALL LETTER GAMMA} \N{GRINNING FACE}")
        return self.params["gamma"] + x
"""


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A student's kit in which the work is wrong."""
    shutil.copytree(MINICOURSE / "assignments", tmp_path / "assignments")
    work = tmp_path / "assignments" / "u01_scale" / "scale.py"
    work.write_text(WRONG, encoding="utf-8")
    return tmp_path


def run(
    kit: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of ours in a process of its own, with its output redirected."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", MAIN, *arguments],
        cwd=kit,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("environment", TERMINALS.values(), ids=TERMINALS)
def test_a_redirected_report_is_plain_lines_of_80_columns(
    kit: Path, environment: dict[str, str], arguments: tuple[str, ...]
) -> None:
    """No escape, no sign the encoding lacks, nothing that falls out of a window."""
    done = run(kit, *arguments, **environment)

    said = done.stdout.decode(environment.get("PYTHONIOENCODING", "ascii"))
    assert done.stderr == b""
    assert done.returncode in {0, 1}
    assert "\x1b" not in said
    assert max(map(len, said.splitlines())) <= 80


@pytest.mark.parametrize("arguments", [("list",), ("hint", "1.1"), ("doctor",)])
def test_a_report_of_ours_holds_no_emoji(kit: Path, arguments: tuple[str, ...]) -> None:
    """They are not on every terminal, and not in our voice."""
    said = run(kit, *arguments, PYTHONIOENCODING="utf-8").stdout.decode()

    assert EMOJI.search(said) is None


def test_a_students_side_needs_nothing_that_windows_lacks() -> None:
    """What is only on POSIX systems is imported on these alone."""
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", IMPORTS], capture_output=True, check=False, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_a_check_needs_nothing_that_windows_lacks(kit: Path) -> None:
    """As far as it can be seen here: no fork, no wall, no C library of POSIX."""
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", CHECK],
        cwd=kit,
        env={**os.environ, "GRADER_START": "spawn"},
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, b"")
    assert b"4 of 40 points." in done.stdout


def test_workers_that_are_spawned_find_the_same(kit: Path) -> None:
    """MacOS and Windows start them so; only the tier is another."""
    forked = run(kit, "check", "u01", GRADER_START="")
    spawned = run(kit, "check", "u01", GRADER_START="spawn")

    assert forked.returncode == spawned.returncode == 1
    assert forked.stdout == spawned.stdout
    assert b"wrong" in spawned.stdout


def test_a_grade_of_spawned_workers_is_the_same(kit: Path) -> None:
    """With every check, hidden ones too."""
    arguments = (
        "--course",
        str(MINICOURSE),
        "grade",
        "assignments",
        "--allow-unisolated",
    )

    forked = run(kit, *arguments, GRADER_START="")
    spawned = run(kit, *arguments, GRADER_START="spawn")

    assert points(forked) == points(spawned)
    assert points(spawned)[0] == ("1.1", "wrong", 0.0)


def points(done: subprocess.CompletedProcess[bytes]) -> list[tuple[str, str, float]]:
    """Return what each exercise of a printed score document came to."""
    score = msgspec.json.decode(done.stdout, type=Score)
    return [
        (one.id, one.outcome.value, one.score)
        for unit in score.units
        for one in unit.exercises
    ]


def test_another_start_is_refused(kit: Path) -> None:
    """A setting that is misspelt must not be taken for none."""
    done = run(kit, "check", "u01", GRADER_START="fork")

    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == (
        b"Error: GRADER_START must be 'spawn' or not set, found 'fork'.\n"
    )
