"""A page of the documents, done as it tells: files are edited, commands are run."""

import doctest
import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from grader.cli import main

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


def follow(root: Path, part: re.Match[str], *, silent: int = 0) -> list[str]:
    """Do what one part of the page tells; return what came out otherwise.

    Args:
        root: the folder in which the page's reader is.
        part: a fenced block, with what is said before it.
        silent: the highest exit status that the page need not tell.
    """
    if part["act"] is not None:
        edit(root / part["path"], part["act"], part["text"])
        return []
    if part["language"] != "console":
        return []
    return [
        told
        for command in COMMAND.finditer(part["text"])
        for told in unlike(command["line"], command["output"], silent)
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
    if before.count(old) != 1:
        msg = f"{path.name} must hold this once: {old}"
        raise AssertionError(msg)
    path.write_text(before.replace(old, new))


def unlike(line: str, output: str, silent: int) -> list[str]:
    """Run a command; return how it differs from what the page shows."""
    arguments = shlex.split(line, comments=True)
    said = STATUS.search(line)
    result = CliRunner().invoke(main, arguments, prog_name="grader")
    alike = doctest.OutputChecker().check_output(output, result.stdout, LOOSE)
    told = range(int(said[1]), int(said[1]) + 1) if said else range(silent + 1)
    if alike and result.exit_code in told:
        return []
    return [f"$ grader {line}\n{result.output}status {result.exit_code}"]
