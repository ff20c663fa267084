"""Files that are named in place of the one that a student writes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.mark.parametrize("name", ["unit.toml", "README.md", "test_batchnorm.py"])
def test_what_a_student_does_not_write_is_not_checked(
    run: Run, kit: Path, name: str
) -> None:
    """The checks lie beside the module, and are easily named in its place."""
    path = Path("assignments/u06_batchnorm", name)
    (kit / path).touch()

    result = run("check", str(path))

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: {path} is not what you write: grader check u06 checks your "
        "assignments/u06_batchnorm/batchnorm.py.\n"
    )


def test_a_module_that_lies_elsewhere_is_pointed_at(run: Run) -> None:
    """Who types the name of the file means the unit."""
    result = run("check", "batchnorm.py")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: there is no file batchnorm.py here: grader check u06 checks your "
        "assignments/u06_batchnorm/batchnorm.py.\n"
    )
