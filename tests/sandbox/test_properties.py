"""What the code of a property raises is told as it is, and no name is missing."""

import pytest

from grader.errors import NameMissing, StudentException
from tests.sandbox.conftest import Start

SOURCE = """
class Block:
    branch = None
    table = {"W": 1.0}

    @property
    def params(self):
        return self.branch.params

    @property
    def grads(self):
        return {"w": self.table["w"]}
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "params",
            (
                "AttributeError at answer.py:8: 'NoneType' object has no attribute "
                "'params'"
            ),
        ),
        ("grads", "KeyError at answer.py:12: 'w'"),
    ],
)
def test_a_property_has_its_own_line(submission: Start, name: str, text: str) -> None:
    """The class has the name, and would be said to lack it."""
    block = submission(SOURCE).Block()

    with pytest.raises(StudentException) as caught:
        getattr(block, name)

    assert text == str(caught.value)


def test_what_is_not_there_is_missing_all_the_same(submission: Start) -> None:
    """Of an object, of its class."""
    block = submission(SOURCE).Block()

    with pytest.raises(NameMissing) as caught:
        block.state.anything()

    assert "Block has no 'state'" == str(caught.value)
