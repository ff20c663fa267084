"""A folder is read without leaving it, and only where it matters."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.errors import IntakeError
from grader.intake import take_in
from grader.intake.files import read_folder
from grader.model import Unit

Fill = Callable[..., Path]
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """A factory of a student's folder: each path holds its own name."""

    def make(*paths: str) -> Path:
        root = tmp_path / "anna"
        root.mkdir()
        for path in paths:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(path)
        return root

    return make


def test_the_module_under_the_units_own_folder_comes_first(
    fill: Fill, unit: Unit
) -> None:
    """What lies where the course put it is what a student worked on."""
    root = fill("batchnorm.py", "old/batchnorm.py", "kit/u06_batchnorm/batchnorm.py")

    submission = take_in(root, [unit])

    assert submission.modules["u06_batchnorm"] == b"kit/u06_batchnorm/batchnorm.py"
    assert submission.ignored == ("batchnorm.py", "old/batchnorm.py")


def test_then_the_one_that_lies_highest(fill: Fill, unit: Unit) -> None:
    """Copies and backups are put away in folders."""
    root = fill("a/b/batchnorm.py", "z/batchnorm.py")

    submission = take_in(root, [unit])

    assert submission.files[0].path == "z/batchnorm.py"
    assert submission.ignored == ("a/b/batchnorm.py",)


def test_then_the_first_by_path(fill: Fill, unit: Unit) -> None:
    """The same upload must give the same score on every machine."""
    root = fill("b/batchnorm.py", "a/batchnorm.py")

    submission = take_in(root, [unit])

    assert submission.files[0].path == "a/batchnorm.py"


def test_each_unit_gets_its_module(fill: Fill, unit: Unit) -> None:
    """One upload may hold the whole course."""
    layers = msgspec.structs.replace(unit, id="u02_layers", module="layers.py")
    root = fill("u02_layers/layers.py", "u06_batchnorm/batchnorm.py")

    submission = take_in(root, [layers, unit])

    assert submission.modules == {
        "u02_layers": b"u02_layers/layers.py",
        "u06_batchnorm": b"u06_batchnorm/batchnorm.py",
    }
    assert [file.path for file in submission.files] == [
        "u02_layers/layers.py",
        "u06_batchnorm/batchnorm.py",
    ]


def test_a_unit_without_its_module_is_left_out(fill: Fill, unit: Unit) -> None:
    """The judge calls it missing; the other units keep their points."""
    root = fill("notes.txt", "other.py")

    submission = take_in(root, [unit])

    assert submission.modules == {}
    assert submission.ignored == ("notes.txt", "other.py")


def test_what_would_change_the_judge_is_ignored_and_listed(
    fill: Fill, unit: Unit
) -> None:
    """None of it is ever imported, and the report says so."""
    root = fill("batchnorm.py", "conftest.py", "numpy/__init__.py", "pytest.ini")

    submission = take_in(root, [unit])

    assert submission.ignored == ("conftest.py", "numpy/__init__.py", "pytest.ini")


@pytest.mark.parametrize(
    "folder", [".git", ".venv", "__pycache__", "node_modules", "venv/site-packages"]
)
def test_a_folder_without_a_students_own_files_is_not_entered(
    fill: Fill, unit: Unit, folder: str
) -> None:
    """Installed packages have modules of the same names, thousands of files deep."""
    root = fill(f"{folder}/batchnorm.py")

    submission = take_in(root, [unit])

    assert submission.modules == {}
    assert submission.ignored == (f"{folder}/",)


def test_what_the_operating_system_left_behind_is_passed_over(
    fill: Fill, unit: Unit
) -> None:
    """It is nothing that a student handed in."""
    root = fill("batchnorm.py", ".DS_Store", "__MACOSX/._batchnorm.py", "Thumbs.db")

    submission = take_in(root, [unit])

    assert submission.ignored == ()


def test_an_archive_inside_is_not_opened(fill: Fill, unit: Unit) -> None:
    """The list says so, because the student may have meant it."""
    root = fill("old/batchnorm.ZIP", "x.py")

    submission = take_in(root, [unit])

    assert submission.ignored == ("old/batchnorm.ZIP (an archive, not opened)", "x.py")


def test_a_module_that_is_a_link_is_missing(fill: Fill, unit: Unit) -> None:
    """A link could show a student any file that the teacher can read."""
    root = fill("other.py")
    (root / "batchnorm.py").symlink_to(root / "other.py")

    submission = take_in(root, [unit])

    assert submission.modules == {}
    assert submission.ignored == (
        "batchnorm.py (a symbolic link, not followed)",
        "other.py",
    )


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
def test_a_module_that_becomes_a_link_meanwhile_is_not_followed(fill: Fill) -> None:
    """Between looking and reading there is time for a trick."""
    root = fill("batchnorm.py", "other.py")
    upload = read_folder("anna", root)
    (root / "batchnorm.py").unlink()
    (root / "batchnorm.py").symlink_to(root / "other.py")

    with pytest.raises(IntakeError) as caught:
        upload.read("batchnorm.py")

    assert str(caught.value) == (
        f"anna: batchnorm.py cannot be read ({os.strerror(errno.ELOOP)}); check its "
        "permissions."
    )


def test_a_linked_folder_is_not_entered(fill: Fill, unit: Unit) -> None:
    """It could lead to another student's work, or round in a circle."""
    root = fill("readme.txt")
    (root / "again").symlink_to(root, target_is_directory=True)

    submission = take_in(root, [unit])

    assert submission.ignored == (
        "again (a symbolic link, not followed)",
        "readme.txt",
    )


def test_a_link_that_the_operator_names_is_followed(
    fill: Fill, unit: Unit, tmp_path: Path
) -> None:
    """It is the teacher's own, and keeps the name that they gave it."""
    (tmp_path / "s042").symlink_to(fill("batchnorm.py"), target_is_directory=True)

    submission = take_in(tmp_path / "s042", [unit])

    assert submission.id == "s042"
    assert submission.modules == {"u06_batchnorm": b"batchnorm.py"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_inside_is_ignored(fill: Fill, unit: Unit) -> None:
    """Opening one would block for ever."""
    root = fill("readme.txt")
    os.mkfifo(root / "batchnorm.py")

    submission = take_in(root, [unit])

    assert submission.ignored == ("batchnorm.py (not a file)", "readme.txt")


def test_the_list_of_ignored_files_ends_at_two_hundred(fill: Fill, unit: Unit) -> None:
    """Nobody reads on, and every document would carry it."""
    root = fill(*(f"{number:03}.txt" for number in range(203)))

    submission = take_in(root, [unit])

    assert len(submission.ignored) == 201
    assert submission.ignored[-2:] == ("199.txt", "... and 3 more")


def test_a_folder_of_more_than_ten_thousand_entries_is_refused(
    fill: Fill, unit: Unit
) -> None:
    """It is somebody's disk, not a submission."""
    root = fill()
    for number in range(10_001):
        (root / f"{number}").touch()

    with pytest.raises(IntakeError) as caught:
        take_in(root, [unit])

    assert str(caught.value) == (
        "anna: it holds more than 10000 files and folders; leave the modules alone "
        "in it."
    )


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
@pytest.mark.parametrize("where", ["hw", "hw/batchnorm.py"])
def test_what_cannot_be_read_is_refused(fill: Fill, unit: Unit, where: str) -> None:
    """Calling the module missing would take points for the teacher's permissions."""
    root = fill("hw/batchnorm.py")
    (root / where).chmod(0)

    with pytest.raises(IntakeError) as caught:
        take_in(root, [unit])
    (root / where).chmod(0o700)

    assert str(caught.value) == (
        f"anna: {where} cannot be read (Permission denied); check its permissions."
    )


@pytest.mark.skipif(sys.platform != "linux", reason="names are text here")
def test_a_name_that_is_no_text_is_shown_escaped(fill: Fill, unit: Unit) -> None:
    """A report must be printable, and a score document must be JSON."""
    root = fill("batchnorm.py")
    Path(os.fsdecode(bytes(root) + b"/\xe4\x1b[31m.txt")).touch()

    submission = take_in(root, [unit])

    assert submission.ignored == ("\\udce4\\x1b[31m.txt",)


def test_the_folder_one_is_in_has_a_name_too(
    fill: Fill, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`grader check .` is what a student types."""
    monkeypatch.chdir(fill("batchnorm.py"))

    submission = take_in(Path(), [unit])

    assert submission.id == "anna"
