"""The line at which time ran out: told at home, and left out of a graded document."""

import pytest

from grader.judge import JudgeSettings, grade_one
from grader.model import Course, Submission, Visibility

SOURCE = b"class Scale:\n    def __init__(self, *args):\n        while True: pass\n"
HOME = (Visibility.OPEN,)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            JudgeSettings(visibilities=HOME),
            (
                "It did not finish within 1 s; it was at scale.py:3.\n\n"
                "    3 | while True: pass"
            ),
        ),
        (JudgeSettings(), "It did not finish within 1 s."),
    ],
    ids=["at home", "graded"],
)
def test_the_line_is_told_where_it_may_vary(
    course: Course, settings: JudgeSettings, message: str
) -> None:
    """The same submission gives the same document, however often it is graded."""
    upload = Submission("s042", {"u01_scale": SOURCE}, (), ())

    score = grade_one(course, course.units, upload, settings)

    found = [c.message for e in score.units[0].exercises for c in e.checks]
    timeouts = {each for each in found if each.startswith("It did")}
    assert timeouts == {message}
