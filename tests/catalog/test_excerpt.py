"""An exercise's definitions, cut out of a student's module."""

import pytest

from grader.catalog.excerpt import excerpts
from grader.errors import CourseError

STUB = '''\
"""The unit."""

import numpy as np


class Scale:
    """Scale."""

    def __init__(self, gamma):
        self.gamma = gamma

    def forward(self, x):
        """Return gamma x."""
        raise NotImplementedError("1.1 Scale.forward")

    def backward(self, dout):
        """Return the gradient."""
        raise NotImplementedError("1.2 Scale.backward")


class Shift:
    """Shift."""
'''
STUDENT = '''\
"""Ann Smith, 2nd year."""

import math
import numpy as np

LIMIT = 'a "b"'
WORD = 'plain'


def helper(x):
    """Ann's own."""
    return math.sqrt(x), f'{LIMIT}', WORD


def unused():
    return 1


class Scale:
    """By Ann."""

    def __init__(self, gamma):
        self.gamma = gamma

    def forward(self, x):
        # Ann was here
        print("Ann")
        if x is None:
            breakpoint()
        return helper(x)

    def backward(self, dout):
        """Ann."""
        return dout * self.gamma


class Shift:
    """Shift."""


if __name__ == "__main__":
    unused()
'''
BACKWARD = """\
class Scale:
    def backward(self, dout):
        return dout * self.gamma"""
CLASS = """\
import math
LIMIT = 'a "b"'
WORD = "plain"


def helper(x):
    return (math.sqrt(x), f'{LIMIT}', WORD)


class Scale:
    def forward(self, x):
        if x is None:
            pass
        return helper(x)

    def backward(self, dout):
        return dout * self.gamma"""


def cut(*words: str) -> list[str]:
    """Return the excerpts of the student's module for an exercise so named."""
    return excerpts(STUDENT, STUB, words, "scale.py")


def test_a_method_is_cut_out_alone_at_first() -> None:
    """Without a word of the student's to other people."""
    assert BACKWARD == cut("Scale.backward")[0]


def test_the_class_comes_next_with_all_that_it_uses() -> None:
    """But for what the student received."""
    assert CLASS == cut("Scale.backward")[1]


def test_the_whole_module_comes_last() -> None:
    """Definitions only: nothing else can be laid over a reference."""
    assert [
        CLASS.replace("\n\n\nclass", "\n\n\ndef unused():\n    return 1\n\n\nclass")
    ] == (cut("Scale.backward")[2:])


def test_what_follows_the_name_of_a_method_is_no_part_of_it() -> None:
    """Exercises have names such as "BatchNorm.backward, after evaluation"."""
    assert BACKWARD == cut("Scale.backward, after evaluation")[0]


def test_a_class_may_be_named_by_the_second_text() -> None:
    """An exercise "Keeps the dtype" says nothing; the check's title may."""
    assert CLASS == cut("Keeps the dtype", "dtype of scale")[0]


def test_a_method_that_is_not_there_gives_its_class() -> None:
    """Some write methods as closures."""
    assert CLASS == cut("Scale.sideways")[0]


def test_without_any_name_it_is_the_module() -> None:
    """Better too much than nothing."""
    assert 1 == len(cut("Keeps the dtype", "7"))


def test_an_untouched_stub_gives_nothing() -> None:
    """The stub is no excerpt."""
    assert [] == excerpts(STUB, STUB, ["Shift"], "scale.py")


def test_what_is_not_python_is_refused() -> None:
    """With the line, as everywhere."""
    with pytest.raises(CourseError) as caught:
        excerpts("def (", STUB, ["Shift"], "scale.py")

    assert "scale.py: line 1 is not Python: invalid syntax." == str(caught.value)
