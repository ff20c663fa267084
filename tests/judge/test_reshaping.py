"""An array that does not fit its new shape: which lines made it, and the lengths."""

import pytest

from grader.judge.exceptions import explain_exception
from grader.judge.reshaping import explain_reshape
from tests.judge.test_exceptions import raised

SIZES = "cannot reshape array of size 60 into shape (2,3,4,5)"
COUNTS = "The array has 60 entries, and the new shape takes 120."
PRINT = "Print the array's shape before that line: is the array the one that you meant?"
LENGTHS = "Otherwise look at the lengths of the new shape: n, oh, ow, self.size."
AXIS = "Otherwise an axis of the new shape has another length."
GIVEN = "x is what the function was given: is something to be done to it first?"
CUT = "A slice that would go on past the end of its array is cut there."
OPEN = (
    "The array has 7 entries, which is no multiple of the 2 that the new shape names."
)
HEAD = "class Layer:\n    def forward(self, x, train=True):\n"
RESHAPE = "        return out.reshape(n, oh, ow, self.size).transpose(0, 3, 1, 2)"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(
            "        col = im2col(x)\n        out = col @ w\n",
            f"{COUNTS} Look at line 4, which makes out, and at line 3, which makes "
            f"col: is each what you meant? {LENGTHS}",
            id="two lines",
        ),
        pytest.param(
            "        self.col, rest = im2col(x), 3\n        out = self.col @ w\n",
            f"{COUNTS} Look at line 4, which makes out, and at line 3, which makes "
            f"self.col: is each what you meant? {LENGTHS}",
            id="an attribute",
        ),
        pytest.param(
            "        n = 3\n        out = f(x)\n        if out == 7 and n != 3:\n"
            "            outer = 3\n",
            f"{COUNTS} Look at line 4, which makes out: is that what you meant? "
            f"{LENGTHS}",
            id="one line, and others that compare",
        ),
        pytest.param("", f"{COUNTS} {PRINT} {LENGTHS}", id="made nowhere"),
        pytest.param(
            "        pass\n\n    def other(self):\n        out = 3\n\n"
            "    def third(self):\n",
            f"{COUNTS} {PRINT} {LENGTHS}",
            id="made in another function",
        ),
    ],
)
def test_the_lines_that_made_an_array_are_named(body: str, said: str) -> None:
    """It is rarely wrong where it does not fit."""
    lines = f"{HEAD}{body}{RESHAPE}".splitlines()

    assert said == explain_reshape(SIZES, lines, len(lines))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "return x.reshape(2, 3, 4, 5)",
            f"{GIVEN} {AXIS}",
        ),
        (
            "return np.reshape(train, (2, 3, 4, 5))",
            f"{GIVEN.replace('x is', 'train is')} {AXIS}",
        ),
        (
            "return x[2:].reshape(len(x), m)",
            f"{CUT} {PRINT} Otherwise look at the lengths of the new shape: x, m.",
        ),
        ("return (x @ x).reshape(2, 3, 4, 5)", f"{PRINT} {AXIS}"),
        ("return (x.reshape(3) + w.reshape(4))", f"{PRINT} {AXIS}"),
    ],
)
def test_what_came_in_or_was_cut_is_told(line: str, said: str) -> None:
    """There is no line to look at where an array was handed over."""
    lines = f"{HEAD}        {line}".splitlines()

    assert f"{COUNTS} {said}" == explain_reshape(SIZES, lines, 3)


def test_arguments_on_lines_of_their_own_make_nothing() -> None:
    """A default is written like an assignment."""
    lines = "def f(\n    col: Array, n: int = 3,\n) -> Array:\n    col.reshape(n)"

    said = explain_reshape(SIZES, lines.splitlines(), 4)

    assert f"{COUNTS} col is what the function was given: " in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("size 1 into shape (2,)", "The array has 1 entry, and the new shape takes 2."),
        ("size 7 into shape (2,newaxis)", OPEN),
        ("in words unknown", "The new shape has another number of entries than"),
    ],
)
def test_entries_are_counted(text: str, said: str) -> None:
    """NumPy's own words give both numbers, in short."""
    assert explain_reshape(f"cannot reshape array of {text}", [], 0).startswith(said)


def test_numpys_own_words_are_understood() -> None:
    """They may change with a version."""
    (found,) = explain_exception(raised("x.reshape(2, 5)"))

    assert found.text.startswith("The array has 6 entries, and the new shape takes 10.")
