"""The text of unit 13: the one that was described, from a file that ships."""

import hashlib
import re
from pathlib import Path

import pytest

from grader.checks import dataset
from tools.make_text import first_chapters, main, text_archive

ROOT = Path(__file__).parents[2]
ALICE = ROOT / "assignments" / "data" / "alice.npz"
ABOUT = (ALICE.parent / "README.md").read_text(encoding="utf-8")
SMALL = 50_000  # bytes that every student and every repository keeps


def test_the_text_is_the_one_that_was_described() -> None:
    """Thresholds were calibrated on these very characters."""
    text = dataset("alice", near=__file__)["text"].tobytes()

    assert hashlib.sha256(ALICE.read_bytes()).hexdigest() in ABOUT
    assert hashlib.sha256(text).hexdigest() in ABOUT


def test_the_text_has_the_size_that_was_described() -> None:
    """It goes into every student's copy of the course."""
    text = dataset("alice", near=__file__)["text"].tobytes()
    said = re.findall(r"Size (\d+) bytes", ABOUT)

    assert str(ALICE.stat().st_size) in said
    assert ALICE.stat().st_size < SMALL
    assert (len(text), len(set(text))) == (100_770, 67)


def test_the_text_is_of_ascii_lines() -> None:
    """A student sees what is printed, and no other line ends."""
    text = dataset("alice", near=__file__)["text"].tobytes()

    assert text.isascii()
    assert b"\r" not in text
    assert text.startswith(b"CHAPTER I\n")
    assert text.endswith(b".\n")


def test_the_archive_is_made_of_the_text() -> None:
    """The same text gives the same bytes."""
    text = dataset("alice", near=__file__)["text"].tobytes()

    assert ALICE.read_bytes() == text_archive(text)


def test_only_the_first_chapters_are_taken() -> None:
    """Line ends become newlines, and the ninth chapter is left out."""
    book = b"ALICE\r\n\r\nCHAPTER I\r\none\r\n\r\n CHAPTER IX\r\nnine\r\n"

    assert first_chapters(book) == b"CHAPTER I\none\n"


def test_another_text_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The checks were calibrated on one copy of the book."""
    other = tmp_path / "other.txt"
    other.write_bytes(b"CHAPTER I\n")

    status = main(other)

    assert status == 1
    assert capsys.readouterr().err == (
        f"{other} is not alice29.txt of the Canterbury corpus.\n"
    )
