"""`grader pack` makes the one file a student hands in."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def written(kit: Path) -> None:
    """Put something into each module for every exercise."""
    assignments = kit / "assignments"
    (assignments / "u02_layers" / "layers.py").write_text("class ReLU: ...\n")
    module = assignments / "u06_batchnorm" / "batchnorm.py"
    module.write_text("class BatchNorm: ...\n")


def test_the_packed_file_holds_the_modules_and_their_digests(
    run: Run, kit: Path
) -> None:
    """What was handed in can be proved later."""
    run("pack")

    with zipfile.ZipFile(kit / "handin.zip") as archive:
        manifest = json.loads(archive.read("MANIFEST.json"))
        names = archive.namelist()
        module = archive.read("u06_batchnorm/batchnorm.py")
    assert names == [
        "MANIFEST.json",
        "u02_layers/layers.py",
        "u06_batchnorm/batchnorm.py",
    ]
    assert manifest["files"][1] == {
        "path": "u06_batchnorm/batchnorm.py",
        "sha256": hashlib.sha256(module).hexdigest(),
    }


def test_the_same_work_gives_the_same_bytes(run: Run, kit: Path) -> None:
    """Two digests then tell whether two files are the same work."""
    run("pack", "-o", "first.zip")
    (kit / "assignments" / "u02_layers" / "layers.py").touch()
    run("pack", "-o", "second.zip")

    assert (kit / "first.zip").read_bytes() == (kit / "second.zip").read_bytes()


def test_the_report_names_the_file_and_what_it_holds(run: Run, kit: Path) -> None:
    """A student can see that the right work went in."""
    digests = [
        hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        for path in sorted((kit / "assignments").glob("*/*.py"))
    ]

    result = run("pack")

    assert result.stdout == (
        f"{kit / 'handin.zip'} is ready to hand in. It holds:\n"
        f"  u02_layers/layers.py        sha256 {digests[0]}\n"
        f"  u06_batchnorm/batchnorm.py  sha256 {digests[1]}\n\n"
        "every exercise is written: u02, u06\n"
    )


def test_the_report_says_which_units_are_not_started(run: Run, kit: Path) -> None:
    """A hole that is still there was never worked on."""
    module = kit / "assignments" / "u06_batchnorm" / "batchnorm.py"
    module.write_text(
        "class BatchNorm:\n"
        "    def forward(self, x):\n"
        "        return x\n\n"
        "    def backward(self, dout):\n"
        '        raise NotImplementedError("6.3 backward")\n'
    )

    result = run("pack")

    assert result.stdout.endswith(
        "\n\nevery exercise is written: u02\nu06: not started: 6.3\n"
    )


def test_a_module_that_cannot_be_imported_is_told_and_packed(
    run: Run, kit: Path
) -> None:
    """The file loses nothing, and the exit status stops a script."""
    module = kit / "assignments" / "u06_batchnorm" / "batchnorm.py"
    module.write_text("import nothing_of_that_name\n")

    result = run("pack")

    assert result.exit_code == 1
    assert result.stdout.startswith(
        f"{kit / 'handin.zip'} is written, but mend this before you hand it in:\n\n"
        "u06: batchnorm.py cannot be imported, so it would get no points.\n"
        "ModuleNotFoundError at batchnorm.py:1: No module named "
        "'nothing_of_that_name'.\nOnly NumPy, array_api_compat and the standard "
        "library are there.\n\n    1 | import nothing_of_that_name\n\nIt holds:\n"
    )
    assert zipfile.is_zipfile(kit / "handin.zip")


def test_an_empty_module_is_told_and_packed(run: Run, kit: Path) -> None:
    """It can be imported, so nothing else would say that it gets no points."""
    module = kit / "assignments" / "u06_batchnorm" / "batchnorm.py"
    module.write_text('"""Mine."""\n')

    result = run("pack")

    assert result.exit_code == 1
    assert result.stdout.startswith(
        f"{kit / 'handin.zip'} is written, but mend this before you hand it in:\n\n"
        "u06: batchnorm.py is empty, so it would get no points.\n\nIt holds:\n"
    )
    assert result.stdout.endswith("\n\nevery exercise is written: u02\n")


def test_a_renamed_class_is_told(run: Run, kit: Path) -> None:
    """The exit status stays: the rest is handed in as it was meant."""
    module = kit / "assignments" / "u06_batchnorm" / "batchnorm.py"
    module.write_text("class BatchNormal: ...\n")

    result = run("pack")

    assert result.exit_code == 0
    assert result.stdout.startswith(
        f"{kit / 'handin.zip'} is written, but mend this before you hand it in:\n\n"
        "u06: batchnorm.py does not define BatchNorm; its exercise would get no "
        "points.\n\nIt holds:\n"
    )


def test_a_module_that_is_not_there_is_told(run: Run, kit: Path) -> None:
    """Whoever renamed a file would not notice otherwise."""
    (kit / "assignments" / "u06_batchnorm" / "batchnorm.py").unlink()

    result = run("pack")

    assert result.exit_code == 0
    assert result.stdout.endswith(
        "\n\nevery exercise is written: u02\n"
        "u06: there is no batchnorm.py, so nothing of it is handed in.\n"
    )


def test_without_any_module_there_is_nothing_to_pack(run: Run, kit: Path) -> None:
    """An empty archive would be handed in."""
    (kit / "assignments" / "u02_layers" / "layers.py").unlink()
    (kit / "assignments" / "u06_batchnorm" / "batchnorm.py").unlink()

    result = run("pack")

    assert result.exit_code == 2
    assert result.stderr == (
        f"Error: nothing to pack: no unit's module is in {kit}; run `grader list` to "
        "see which files the units are about.\n"
    )


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(run: Run) -> None:
    """A folder that is not there is the common case."""
    result = run("pack", "-o", "nowhere/handin.zip")

    assert result.exit_code == 2
    assert result.stderr == (
        "Error: cannot write nowhere/handin.zip: No such file or directory; name "
        "another file with -o.\n"
    )


@pytest.mark.parametrize("name", ["ada", "ada.lovelace"])
def test_a_name_without_an_ending_gets_one(run: Run, kit: Path, name: str) -> None:
    """A platform may take a file by its ending; the report names the whole."""
    result = run("pack", "-o", name)

    path = (kit / f"{name}.zip").resolve()
    assert zipfile.is_zipfile(path)
    assert result.stdout.startswith(f"{path} is ")
    assert not (kit / name).exists()
