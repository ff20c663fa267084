"""A batch is a folder with one submission for each entry."""

import os
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.intake import passed_over_in, submissions_in

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def test_every_entry_is_a_submission_sorted_by_name(tmp_path: Path) -> None:
    """The order of a grade book must not depend on the disk."""
    (tmp_path / "carl").mkdir()
    (tmp_path / "ben.zip").touch()
    (tmp_path / "Anna.py").touch()

    paths = submissions_in(tmp_path)

    assert paths == [tmp_path / "Anna.py", tmp_path / "ben.zip", tmp_path / "carl"]


@pytest.mark.parametrize(
    "name", [".DS_Store", ".git", "__MACOSX", "Thumbs.db", "desktop.ini", "._a.zip"]
)
def test_hidden_entries_are_no_submissions(tmp_path: Path, name: str) -> None:
    """Nobody handed them in."""
    (tmp_path / name).touch()
    (tmp_path / "anna.py").touch()

    paths = submissions_in(tmp_path)

    assert paths == [tmp_path / "anna.py"]


@pytest.mark.parametrize("name", ["notes.txt", "README", "grades.csv"])
def test_a_file_of_no_known_form_is_no_submission(tmp_path: Path, name: str) -> None:
    """A teacher's notes lie beside the submissions."""
    (tmp_path / name).touch()
    (tmp_path / "anna.py").touch()

    paths = submissions_in(tmp_path)

    assert paths == [tmp_path / "anna.py"]
    assert passed_over_in(tmp_path) == (name,)


@pytest.mark.parametrize("name", ["anna.rar", "anna.zip", "anna.ipynb"])
def test_an_archive_is_a_submission_even_if_it_will_be_refused(
    tmp_path: Path, name: str
) -> None:
    """A student who is passed over in silence is a student who is forgotten."""
    (tmp_path / name).touch()

    paths = submissions_in(tmp_path)

    assert paths == [tmp_path / name]
    assert passed_over_in(tmp_path) == ()


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A typing mistake must not look like an empty class."""
    folder = tmp_path / "nowhere"

    with pytest.raises(UsageError) as caught:
        submissions_in(folder)

    assert str(caught.value) == (
        f"there is no folder {folder}; name the folder with the submissions."
    )


def test_a_file_is_refused(tmp_path: Path) -> None:
    """One submission has a command of its own."""
    file = tmp_path / "anna.zip"
    file.touch()

    with pytest.raises(UsageError) as caught:
        submissions_in(file)

    assert str(caught.value) == (
        f"{file} is a file, but a folder with one entry for each submission was "
        "expected; grade a single submission with `grader grade`."
    )


def test_a_folder_without_an_entry_is_refused(tmp_path: Path) -> None:
    """An empty grade book would look like a result."""
    (tmp_path / ".DS_Store").touch()

    with pytest.raises(UsageError) as caught:
        submissions_in(tmp_path)

    assert str(caught.value) == (
        f"{tmp_path} holds no submission; put one file or folder for each student "
        "into it."
    )


@pytest.mark.skipif(IS_ROOT, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """The teacher's permissions are not the class's zero."""
    tmp_path.chmod(0)

    with pytest.raises(UsageError) as caught:
        submissions_in(tmp_path)
    tmp_path.chmod(0o700)

    assert str(caught.value) == (
        f"the folder {tmp_path} cannot be read (Permission denied); check its "
        "permissions."
    )
