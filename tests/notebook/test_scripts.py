"""`check` at the end of a script, which shows no values."""

import subprocess
import sys
from pathlib import Path

import pytest

from grader.notebook import check
from tests.notebook.test_check import FORWARD, ran, root

__all__ = ["root"]


@pytest.mark.usefixtures("root")
def test_a_script_may_check_itself() -> None:
    """Outside of a notebook the names come from the caller."""
    script = Path("work.py")
    script.write_text(FORWARD)

    names = {**ran(FORWARD), "In": None, "__file__": str(script)}

    checked = check("1.1", names)

    assert checked.is_passed
    assert checked.text.startswith("Checked Scale of your script (sha256 ")
    assert checked.text.endswith("\n\nNext: grader check 1.2")


WHOLE_SCRIPT = """
import numpy as np
from grader.notebook import check
{forward}
check("1.1")
"""


def test_a_script_prints_what_was_found(root: Path) -> None:
    """Nobody sees the value of a line of a script."""
    script = root / "work.py"
    script.write_text(WHOLE_SCRIPT.format(forward=FORWARD))

    ran = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, script.name],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.startswith("Checked Scale of your script (sha256 ")
    assert ran.stdout.endswith("\n\nNext: grader check 1.2\n")


def test_without_a_script_the_names_must_be_given(root: Path) -> None:
    """A line on standard input has no file whose functions could be read."""
    line = 'from grader.notebook import check; check("1.1")'

    ran = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", line],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout == (
        "Error: there is no notebook and no script here: expected to be called in one "
        'of them; elsewhere write check("1.1", namespace=globals()).\n'
    )
