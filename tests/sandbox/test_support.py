"""Modules of a suite's own live beside the student's code, and apart from it."""

import numpy as np
import pytest

from grader.checks import support
from grader.errors import StudentException
from tests.sandbox.conftest import Start

LAYER = "def run(layer, x):\n    return layer.forward(x)\n"


def test_a_support_module_gives_objects_to_pass_on(submission: Start) -> None:
    """A branch or a layer of the suite's lives beside the student's code."""
    student = submission(LAYER)
    source = "class Double:\n    def forward(self, x):\n        return 2 * x\n"
    layer = support(student, "doubling", source).Double()

    assert [4.0] == student.run(layer, np.array([2.0])).tolist()


def test_a_support_module_may_have_the_name_of_theirs(submission: Start) -> None:
    """A suite that trains does not know what the unit's module is called."""
    student = submission(
        "WHO = 1\ndef who():\n    import answer\n    return answer.WHO\n"
    )

    other = support(student, "answer", "WHO = 2\n")

    assert 1 == student.who()
    assert 2 == other.WHO


def test_an_error_in_a_support_module_has_no_line_of_theirs(submission: Start) -> None:
    """Line 2 of the suite's is another line of theirs."""
    student = submission("WHO = 1\nWHAT = 2\n")
    module = support(student, "failing", "def f():\n    raise ValueError('no')\n")

    with pytest.raises(StudentException) as caught:
        module.f()

    assert 0 == caught.value.line
