"""Code is cut out of a solution as a reader wants it: no marks, no docstrings."""

import pytest

from grader.authoring.excerpts import Excerpt
from grader.errors import CourseError

SOURCE = '''\
"""A module."""

import numpy as np


class Layer(object):
    """A layer."""

    size = 3

    def forward(self, x: int) -> int:
        """Return the output.

        Args:
            x: a number.
        """
        # hole: 1.1 Layer.forward
        #: 1.1  A step.
        # Why it is so.
        return x  # noqa: X1

    def backward(self, dout: int) -> int:
        """Return the gradient."""
        # hole: 1.2 Layer.backward

        text = """a string
        is kept"""
        return dout


# solution only
@np.vectorize
def helper(x: int) -> int:
    """Return x."""
    return x


gate = helper
'''
METHODS = '''\
class Layer(object):
    def forward(self, x: int) -> int:
        # Why it is so.
        return x

    def backward(self, dout: int) -> int:
        text = """a string
        is kept"""
        return dout

@np.vectorize
def helper(x: int) -> int:
    return x

gate = helper'''


def excerpt(source: str, *names: str) -> Excerpt:
    """Return what is cut out of a source."""
    return Excerpt(source, "the file", names)


def test_methods_stand_below_their_class_as_they_are_indented() -> None:
    """What the author's tools need is left out, and nothing else."""
    cut = excerpt(SOURCE, "Layer.forward", "Layer.backward", "helper", "gate")

    assert METHODS == cut.text


def test_a_whole_class_loses_its_docstrings() -> None:
    """A reader has them in the stub."""
    source = (
        'class A:\n    """A."""\n\n    x = 1\n\n    def f(self):\n        """F."""\n'
    )

    assert (
        'class A:\n    x = 1\n\n    def f(self):\n        """F."""'
        == excerpt(source, "A").text
    )


@pytest.mark.parametrize("name", ["Layer.sideways", "nothing", "helper.forward"])
def test_a_name_that_is_not_there_is_refused(name: str) -> None:
    """An author reads which one."""
    with pytest.raises(CourseError) as caught:
        excerpt(SOURCE, name)

    assert f"the file: expected a definition of {name}, found none." == str(
        caught.value
    )


@pytest.mark.parametrize(
    ("other", "is_like"),
    [
        ("def f(x):\n    y = 2 * x\n    return y\n", True),
        ("def f(x):\n    # A remark.\n    y = 2 * x\n    return y\n", True),
        ("def f(x):\n    y = x * 2\n    return y\n", False),
    ],
    ids=["no annotations", "a comment", "another product"],
)
def test_code_is_compared_by_what_it_does(*, other: str, is_like: bool) -> None:
    """Annotations, docstrings and comments make no other solution."""
    source = (
        'def f(x: int) -> int:\n    """Double."""\n    y: int = 2 * x\n    return y\n'
    )

    assert is_like == excerpt(source, "f").is_like(excerpt(other, "f"))


def test_a_class_is_compared_without_its_docstrings_too() -> None:
    """An annotation without a value does nothing."""
    one = 'class A:\n    """A."""\n\n    x: int\n\n    def f(self): ...\n'
    other = "class A:\n    pass\n\n    def f(self): ...\n"

    assert excerpt(one, "A").is_like(excerpt(other, "A"))
