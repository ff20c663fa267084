"""`grader bundle` writes what is handed out."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from click.testing import Result

Run = Callable[..., Result]


def test_a_student_kit_is_written(run: Run, kit: Path) -> None:
    """Under the name that was asked for, with its size."""
    result = run("bundle", "student", "-o", "all.zip")

    size = round((kit / "all.zip").stat().st_size / 1024)
    assert [f"Wrote all.zip, {size} KiB.\n", 0] == [result.stderr, result.exit_code]
    names = zipfile.ZipFile(kit / "all.zip").namelist()
    assert "course/assignments/u02_layers/layers.py" in names


def test_an_autograder_is_written(run: Run, kit: Path) -> None:
    """With the settings that its run goes by."""
    hidden = kit / "solutions" / "u02_layers"
    hidden.mkdir(parents=True)
    (hidden / "layers.py").write_text('"""The reference."""\n')
    (hidden / "test_layers.py").write_text('"""Hidden."""\n')

    options = ("--hidden", "visible", "--deadline", "60")
    result = run("bundle", "gradescope", "--unit", "u02", *options)

    assert 0 == result.exit_code
    bundle = zipfile.ZipFile(kit / "autograder.zip")
    assert json.loads(bundle.read("settings.json")) == {
        "unit": "u02_layers",
        "hidden": "visible",
        "deadline_s": 60.0,
    }


def test_an_autograder_needs_the_hidden_suite(run: Run, kit: Path) -> None:
    """A student cannot make one, and nothing is written."""
    result = run("bundle", "gradescope", "--unit", "u02")

    assert 2 == result.exit_code
    assert result.stderr == (
        "Error: the hidden suite of u02_layers is not here: expected "
        "solutions/u02_layers/ beside assignments/; make the bundle in the teacher's "
        "folder.\n"
    )
    assert not (kit / "autograder.zip").exists()
