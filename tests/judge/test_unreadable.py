"""Files that are no Python: the message shows what is wrong with the line."""

import pytest

from grader.judge import JudgeSettings, grade_one
from grader.model import Course, Submission
from tests.judge.conftest import check

HEAD = b"def f(x):\n"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (
            b"    if x:\n        y = x\n\treturn y\n",
            (
                "TabError at scale.py:4: inconsistent use of tabs and spaces in "
                "indentation.\n\n    3 |         y = x\n    4 | <tab>return y"
            ),
        ),
        (
            b"    y = x\n      return y\n",
            (
                "IndentationError at scale.py:3: unexpected indent.\n\n"
                "    2 |     y = x\n    3 |       return y"
            ),
        ),
        (
            b"\n      y = x\n    return y\n",
            (
                "IndentationError at scale.py:4: unindent does not match any outer "
                "indentation level.\n\n    3 |       y = x\n    4 |     return y"
            ),
        ),
        (
            b"    return '\xf6'\n",
            (
                "SyntaxError at scale.py:2: a letter of this line is not in UTF-8: "
                "save the file as UTF-8.\n\n    2 | return '\N{REPLACEMENT CHARACTER}'"
            ),
        ),
        (
            b"    return (\n",
            "SyntaxError at scale.py:2: '(' was never closed.\n\n    2 | return (",
        ),
    ],
    ids=["a tab", "too far", "between", "another encoding", "a bracket"],
)
def test_a_line_is_shown_with_what_is_wrong_with_it(
    course: Course, source: bytes, message: str
) -> None:
    """Indentation is shown where it is the matter, and a place is named once."""
    upload = Submission("s042", {"u01_scale": HEAD + source}, (), ())

    score = grade_one(course, course.units, upload, JudgeSettings())

    assert message == check(score, "batch_of_one").message


def test_the_first_line_has_none_above(course: Course) -> None:
    """An indented file begins so."""
    upload = Submission("s042", {"u01_scale": b"  x = 1\n"}, (), ())

    score = grade_one(course, course.units, upload, JudgeSettings())

    assert "IndentationError at scale.py:1: unexpected indent.\n\n    1 |   x = 1" == (
        check(score, "batch_of_one").message
    )
