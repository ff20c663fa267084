"""A picture shows what the student's own code computes, however little works."""

import pytest

from grader.errors import CheckFailed, CourseError
from grader.judge import JudgeSettings
from grader.judge.pictures import Picture
from grader.model import Course


def test_the_reference_fulfils_the_claim(course: Course, reference_source: str) -> None:
    """A picture is a claim, and its data are computed in a worker."""
    picture = Picture(course.units[0])

    data = picture.data(reference_source.encode(), JudgeSettings())
    picture.claim(data)

    assert [0.0, 0.75, 1.5, 2.25, 3.0] == data["out"][:, 0].tolist()
    assert 1 == len(picture.draw(data).axes[0].lines)


@pytest.mark.parametrize("source", [None, b"", b"def f(:", b"while True: pass"])
def test_what_does_not_work_is_an_empty_panel(
    course: Course, source: bytes | None
) -> None:
    """No file, nothing in it, no Python, no end: never an error."""
    picture = Picture(course.units[0])

    data = picture.data(source, JudgeSettings())

    assert {"out": None} == data
    assert 0 == len(picture.draw(data).axes[0].lines)
    with pytest.raises(CheckFailed):
        picture.claim(data)


def test_a_unit_without_picture_says_so(course: Course) -> None:
    """With the file that was expected."""
    (course.units[0].folder / "picture.py").unlink()

    with pytest.raises(CourseError) as caught:
        Picture(course.units[0])

    assert str(caught.value) == (
        "u01_scale has no picture: expected picture.py in assignments/u01_scale."
    )


def test_a_picture_that_lacks_a_function_says_which(course: Course) -> None:
    """A picture computes, claims and draws."""
    (course.units[0].folder / "picture.py").write_text("data = claim = print\n")

    with pytest.raises(CourseError) as caught:
        Picture(course.units[0])

    assert str(caught.value) == (
        "u01_scale/picture.py must define draw(...), which draws the picture."
    )
