"""A kit knows its own files."""

import hashlib
import json
from pathlib import Path

import pytest

from grader.catalog.kit import (
    KIT_FILE,
    Change,
    has_kit_list,
    kit_changes,
    kit_list,
    told_changes,
)

SUITE = "assignments/u01_scale/test_scale.py"
DATA = "assignments/data/digits.npz"


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit of two files and their list."""
    files = {SUITE: b"x = 1\n", DATA: b"\x00"}
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(data)
    (tmp_path / KIT_FILE).write_bytes(kit_list(files))
    return tmp_path


def test_the_list_holds_digests_by_path(kit: Path) -> None:
    """In an order that does not depend on the machine."""
    assert json.loads((kit / KIT_FILE).read_text()) == {
        "files": {
            DATA: hashlib.sha256(b"\x00").hexdigest(),
            SUITE: hashlib.sha256(b"x = 1\n").hexdigest(),
        },
        "format": "kit/1",
    }


def test_a_kit_as_it_was_handed_out_is_whole(kit: Path) -> None:
    """Whatever else lies in it."""
    (kit / "notes.txt").write_text("mine")

    assert has_kit_list(kit)
    assert {} == kit_changes(kit)


def test_line_ends_are_no_change(kit: Path) -> None:
    """Git writes those of Windows there."""
    (kit / SUITE).write_bytes(b"x = 1\r\n")

    assert {} == kit_changes(kit)


def test_changed_and_missing_files_are_found(kit: Path) -> None:
    """By their path in the course."""
    (kit / SUITE).write_text("x = 2\n")
    (kit / DATA).unlink()

    assert {DATA: Change.GONE, SUITE: Change.CHANGED} == kit_changes(kit)


def test_a_course_without_a_list_is_no_kit(kit: Path) -> None:
    """A teacher's own course has none, and there is nothing to say of it."""
    (kit / KIT_FILE).unlink()
    (kit / SUITE).unlink()

    assert not has_kit_list(kit)
    assert {} == kit_changes(kit)


def test_a_list_that_cannot_be_read_is_itself_changed(kit: Path) -> None:
    """It comes with the kit as well."""
    (kit / KIT_FILE).write_text("{")

    assert {KIT_FILE: Change.CHANGED} == kit_changes(kit)


def test_one_file_is_told() -> None:
    """With the folder, so that it can be copied to the same place."""
    assert told_changes({SUITE: Change.CHANGED}) == (
        "not as in your kit: u01_scale/test_scale.py (changed)",
        "unpack kit.zip beside this folder and copy it from there",
    )


def test_several_files_are_one_line() -> None:
    """Each with what became of it."""
    assert told_changes({DATA: Change.GONE, SUITE: Change.CHANGED}) == (
        (
            "2 files are not as in your kit: data/digits.npz (not there), "
            "u01_scale/test_scale.py (changed)"
        ),
        "unpack kit.zip beside this folder and copy them from there",
    )
