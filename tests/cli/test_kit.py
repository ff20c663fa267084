"""A student whose kit is damaged is told that, not how a teacher mends a course."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from grader.catalog.kit import KIT_FILE, kit_list

Run = Callable[..., Result]
SUITE = "assignments/u06_batchnorm/test_batchnorm.py"


@pytest.fixture
def listed(kit: Path) -> Path:
    """A kit whose list names a suite that is not there."""
    (kit / KIT_FILE).write_bytes(kit_list({SUITE: b"x = 1\n"}))
    return kit


@pytest.mark.usefixtures("listed")
def test_a_suite_that_is_not_there_is_to_be_copied(run: Run) -> None:
    """From the file that was handed out."""
    result = run("check", "u06")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: not as in your kit: u06_batchnorm/test_batchnorm.py (not there); "
        "unpack kit.zip beside this folder and copy it from there.\n"
    )


def test_a_suite_that_cannot_be_imported_is_to_be_copied(
    run: Run, listed: Path
) -> None:
    """Whatever was typed into it."""
    (listed / SUITE).write_text("def x(\n")

    result = run("check", "u06")

    assert result.exit_code == 2
    assert result.stderr.endswith(
        "Error: not as in your kit: u06_batchnorm/test_batchnorm.py (changed); "
        "unpack kit.zip beside this folder and copy it from there.\n"
    )


def test_without_a_list_the_teacher_is_told(run: Run, kit: Path) -> None:
    """A course that is not a kit is its author's to mend."""
    result = run("check", "u06")

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {kit / SUITE}: expected the open suite of u06_batchnorm, found no "
        "such file; write it, or take the unit out of course.toml.\n"
    )
