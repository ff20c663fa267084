"""A unit whose files are not complete, or tell two stories, is not proved."""

from pathlib import Path

import pytest

from tests.authoring.proving import UNIT, copied, edit, findings_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "solutions/u01_scale/marking.md",
            "solutions/u01_scale: marking.md is missing.",
        ),
        (
            "assignments/u01_scale/picture.py",
            "assignments/u01_scale: picture.py is missing.",
        ),
    ],
)
def test_a_missing_file_is_named(root: Path, name: str, text: str) -> None:
    """A unit is complete or it is not handed out."""
    (root / name).unlink()

    assert f"u01_scale: {text}" in findings_of(root)


def test_a_file_that_is_not_of_the_unit_is_named(root: Path) -> None:
    """A note left in assignments/ would be handed out."""
    (root / "assignments" / UNIT / "answers.txt").write_text("42", encoding="utf-8")

    assert findings_of(root) == [
        (
            "u01_scale: assignments/u01_scale: answers.txt is not a file of a unit; "
            "remove it, or it would be handed out or kept by accident."
        )
    ]


def test_a_handout_with_other_points_is_named(root: Path) -> None:
    """Handout and manifest tell one story."""
    edit(root / "assignments" / UNIT / "README.md", "| 50 |", "| 45 |")

    assert findings_of(root) == [
        (
            "u01_scale: README.md: expected a table row for exercise 1.2 with its 50 "
            "points, found '| 1.2 | Scale.backward | 45 |'."
        )
    ]


def test_an_unexplained_hidden_check_is_named(root: Path) -> None:
    """A marker must know what each one is for."""
    edit(root / "solutions" / UNIT / "marking.md", "`batch_of_one`", "`another`")

    assert findings_of(root) == [
        "u01_scale: marking.md: the hidden check batch_of_one is not explained."
    ]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            "mistakes",
            (
                "mistakes/: expected one file at least, found none: nothing shows that "
                "a check can fail."
            ),
        ),
        (
            "alternatives",
            (
                "alternatives/: expected one file at least, found none: nothing shows "
                "that other right code gets its points."
            ),
        ),
    ],
)
def test_a_unit_without_proof_is_not_proved(root: Path, kind: str, text: str) -> None:
    """None of none caught would look like all of them."""
    for path in (root / "solutions" / UNIT / kind).glob("*.py"):
        path.unlink()

    assert f"u01_scale: {text}" in findings_of(root)
