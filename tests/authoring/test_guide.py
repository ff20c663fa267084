"""docs/authoring.md holds: its unit is written and proved as the page tells."""

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader import checks
from grader.cli import main

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "authoring.md").read_text()
MINICOURSE = ROOT / "tests" / "minicourse"
PART = re.compile(
    r"(?:<!-- (?P<act>write|append|change) (?P<path>\S+) -->\n)?"
    r"^(?P<fence>````?)(?P<language>[a-z]*)\n(?P<text>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
COMMAND = re.compile(
    r"^\$ grader (?P<line>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE
)
STATUS = re.compile(r"# exit status (\d)")
LOOSE = doctest.ELLIPSIS
TABLE_NAME = re.compile(r"`(\w+)`")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course of one unit with the digits, which is where the author is."""
    root = tmp_path / "course"
    shutil.copytree(MINICOURSE, root, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "assignments" / "data", root / "assignments" / "data")
    monkeypatch.chdir(root)
    return root


def follow(root: Path, part: re.Match[str]) -> list[str]:
    """Do what one part of the page tells; return what came out otherwise."""
    if part["act"] is not None:
        edit(root / part["path"], part["act"], part["text"])
        return []
    if part["language"] != "console":
        return []
    return [
        told
        for command in COMMAND.finditer(part["text"])
        for told in unlike(command["line"], command["output"])
    ]


def edit(path: Path, act: str, text: str) -> None:
    """Write a file, append to it, or change lines that must be there."""
    if act == "write":
        path.write_text(text)
        return
    before = path.read_text()
    if act == "append":
        path.write_text(before + text)
        return
    lines = text.splitlines(keepends=True)
    old, new = ("".join(line[1:] for line in lines if line[0] == s) for s in "-+")
    assert before.count(old) == 1
    path.write_text(before.replace(old, new))


def unlike(line: str, output: str) -> list[str]:
    """Run a command; return how it differs from what the page shows."""
    arguments = shlex.split(line, comments=True)
    said = STATUS.search(line)
    result = CliRunner().invoke(main, arguments, prog_name="grader")
    alike = doctest.OutputChecker().check_output(output, result.stdout, LOOSE)
    if alike and result.exit_code == (int(said[1]) if said else 0):
        return []
    return [f"$ grader {line}\n{result.output}status {result.exit_code}"]


def test_the_unit_of_the_guide_is_proved_as_it_tells(root: Path) -> None:
    """An author types what the page shows, and sees what it shows."""
    parts = list(PART.finditer(GUIDE))

    otherwise = [told for part in parts for told in follow(root, part)]

    assert "\n".join(otherwise) == ""
    assert (root / "tables" / "u20_softsign.html").is_file()


def test_the_guide_names_all_that_suites_may_import() -> None:
    """An author who needs a check must be able to find it."""
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", GUIDE, re.MULTILINE)
    named = {name for row in rows for name in TABLE_NAME.findall(row)}

    assert set(checks.__all__) == named
