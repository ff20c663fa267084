"""The proof of a course draws its pictures, and says which is not what it claims."""

import re
from pathlib import Path

import pytest

from tests.authoring.proving import UNIT, copied, edit, findings_of, proof

DRAWN = "    return figure"
ORDER = "    require(out is not None"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    return copied(tmp_path)


@pytest.fixture
def picture(root: Path) -> Path:
    """The picture of its unit."""
    return root / "assignments" / UNIT / "picture.py"


def test_every_known_solution_is_drawn(root: Path) -> None:
    """Reference, stub, four hollow ones, an alternative and two mistakes."""
    _, lines = proof(root)

    assert "u01_scale: 9 pictures drawn." in lines


def test_a_claim_that_right_code_does_not_fulfil_is_named(
    root: Path, picture: Path
) -> None:
    """Each way of being right must show what the picture is there to show."""
    edit(picture, "out[-1, 0] == FACTOR", "out[-1, 0] > FACTOR")

    assert findings_of(root) == [
        (
            "u01_scale: picture.py: the claim does not hold for reference: the column "
            "is scaled (line 25); claim less, or show more."
        ),
        (
            "u01_scale: picture.py: the claim does not hold for alternatives/closures: "
            "the column is scaled (line 25); claim less, or show more."
        ),
    ]


def test_a_claim_that_fails_without_a_word_is_named(root: Path, picture: Path) -> None:
    """A bare assert has no sentence, but it has a line."""
    edit(picture, ORDER, "    assert out is None\n" + ORDER)

    found = findings_of(root)

    assert found[0] == (
        "u01_scale: picture.py: the claim does not hold for reference: AssertionError "
        "(line 25); claim less, or show more."
    )
    assert len(found) == 2


def test_a_picture_that_cannot_be_drawn_is_named(root: Path, picture: Path) -> None:
    """A student looks at it long before everything works."""
    edit(picture, '    if data["out"] is not None:\n    ', "")

    found = findings_of(root)

    assert found[0] == (
        "u01_scale: picture.py: expected a picture of stub, found TypeError 'NoneType' "
        "object is not subscriptable (line 33); leave empty what cannot be drawn."
    )
    assert len(found) == 5


def test_an_error_that_comes_with_the_ink_is_named(root: Path, picture: Path) -> None:
    """Text that is no formula is found only when it is drawn."""
    edit(picture, DRAWN, f'    axes.set_title(r"$\\frac$")\n{DRAWN}')

    found = findings_of(root)

    assert found[0].startswith(
        "u01_scale: picture.py: expected a picture of reference, found ValueError"
    )
    assert found[0].endswith("; leave empty what cannot be drawn.")
    assert len(found) == 9


def test_data_that_raise_are_named(root: Path, picture: Path) -> None:
    """What the student's code does wrong must not stop the computation."""
    call = "attempt(lambda: student.Scale(gamma).forward(x, train=True))"
    edit(picture, call, "student.Scale(gamma).forward(x, train=True)[:5]")

    found = findings_of(root)

    assert [re.findall("picture of (.*), found", line)[0] for line in found] == [
        "stub",
        "hollow/none",
        "hollow/number",
        "hollow/dict",
    ]


def test_a_unit_without_a_picture_says_so_once(root: Path, picture: Path) -> None:
    """And not once for each solution."""
    picture.unlink()

    assert findings_of(root) == [
        "u01_scale: assignments/u01_scale: picture.py is missing.",
        (
            "u01_scale: u01_scale has no picture: expected picture.py in assignments/"
            "u01_scale."
        ),
    ]
