"""Write what `grader --help` prints today into the README, between its markers."""

import re
from pathlib import Path

from click.testing import CliRunner

from grader.cli import main

README = Path(__file__).parents[1] / "README.md"
HELP = re.compile(r"(<!-- help -->\n```\n).*?(```\n<!-- /help -->)", re.DOTALL)


def write_help() -> None:
    """Replace the block between the help markers."""
    result = CliRunner().invoke(main, ["--help"], prog_name="grader", terminal_width=80)
    text = README.read_text()
    README.write_text(HELP.sub(lambda m: m[1] + result.output + m[2], text))


if __name__ == "__main__":
    write_help()
