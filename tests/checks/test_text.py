"""Numbers, places and shapes read the same in every message."""

from unittest.mock import create_autospec

import numpy as np
import pytest

from grader.checks import text
from grader.numerics.closeness import Discrepancy
from grader.sandbox.handles import Handle
from grader.sandbox.line import Line
from grader.sandbox.messages import Ref, Value

NOWHERE = create_autospec(Line, instance=True)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "3"),
        (True, "True"),
        (1234567, "1234567"),
        (1 / 3, "0.33333"),
        (1234567.0, "1.2346e+06"),
        (float("nan"), "nan"),
        (1 + 0.5j, "1+0.5j"),
        (-0.0, "0"),
        (-2.4e-200, "0"),
        (2.4e-100, "2.4e-100"),
        (False, "False"),
    ],
    ids=[
        "int",
        "bool",
        "long-int",
        "float",
        "large",
        "nan",
        "complex",
        "minus-zero",
        "as-good-as-zero",
        "small",
        "false",
    ],
)
def test_a_number_has_five_digits_and_an_integer_all(
    value: complex, written: str
) -> None:
    """Enough to see a factor of two, not enough to copy."""
    assert written == text.number(value)


@pytest.mark.parametrize(
    ("name", "is_plural"),
    [
        ("out", False),
        ("perceptron(x, w, b)", False),
        ('params["a of b"]', False),
        ("the weights", True),
        ("the norms of b", True),
        ("the loss of labels", False),
        ("the list of losses, of batches of 4 and 3", False),
        ("the gradient after two updates", False),
        ("the weights that init gave", True),
        ("the accuracy by labels", False),
        ("the radius", False),
        ("fan_in and fan_out", True),
        ("what comes out where a and b are 0", False),
    ],
)
def test_a_name_of_several_takes_are(name: str, is_plural: object) -> None:
    """What stands behind "of" decides nothing."""
    assert is_plural is text.is_plural(name)


@pytest.mark.parametrize(
    ("expected", "got", "shown"),
    [
        (0.4436142, 0.44361419, ("0.44361420", "0.44361419")),
        (0.5, 0.25, ("0.5", "0.25")),
        (2.0, 2.00000001, ("2", "2.00000001")),
    ],
)
def test_numbers_that_look_alike_have_as_many_digits(
    expected: float, got: float, shown: tuple[str, str]
) -> None:
    """The last digit is the difference, and must not be cut off as a zero."""
    found = Discrepancy((), expected, got, 1, 1, is_plain=True)

    lines = text.table(found, "out", "", 1e-9).splitlines()

    assert shown == tuple(line.split()[1] for line in lines[:2])


def test_an_index_never_hangs_on_the_last_word_of_a_name() -> None:
    """A "second backward[0, 0]" would be an entry of nothing."""
    name = 'grads["W"] of a second backward'

    assert text.place(name, (0, 0)) == "[0, 0]"


@pytest.mark.parametrize(
    ("index", "written"),
    [((), "dx"), ((3,), "dx[3]"), ((3, 2), "dx[3, 2]")],
    ids=["scalar", "vector", "matrix"],
)
def test_a_place_is_written_as_in_code(index: tuple[int, ...], written: str) -> None:
    """A student can type it."""
    assert written == text.place("dx", index)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "None (is a return missing?)"),
        (np.zeros((4, 3)), "an array (4, 3) of float64"),
        (np.zeros(3, np.float32), "an array (3,) of float32"),
        (np.array(1), "an array () of int64"),
        (1, "an int"),
        ((1, 2), "a tuple"),
        ("text", "a str"),
        (Handle(NOWHERE, Ref(1, "Token")), "an object of the class Token"),
        (Handle(NOWHERE, Ref(1, "ufunc")), "a function (are its brackets () missing?)"),
        (Handle(NOWHERE, Ref(1, "type")), "a class (are its brackets () missing?)"),
    ],
    ids=[
        *("none", "matrix", "vector", "scalar", "int", "tuple", "str"),
        *("object", "function", "class"),
    ],
)
def test_a_value_is_named_by_what_it_is(value: Value, written: str) -> None:
    """The kind, and for arrays the shape and dtype."""
    assert written == text.kind(value)


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        (
            Discrepancy((3, 2), -0.0421, 0.1263, 12, 12),
            (
                "    expected   -0.0421   at dx[3, 2], by central differences\n"
                "    got        0.1263\n"
                "    extent     12 of 12 entries wrong "
                "(allowed: 1e-6 of the largest entry)"
            ),
        ),
        (
            Discrepancy((), 1.0, 2.0, 1, 1),
            (
                "    expected   1         by central differences\n"
                "    got        2\n"
                "    extent     1 of 1 entry wrong (allowed: 1e-6 of the largest entry)"
            ),
        ),
    ],
    ids=["array", "scalar"],
)
def test_a_table_shows_one_number_and_the_extent(
    found: Discrepancy, lines: str
) -> None:
    """Expected, got, how many."""
    assert lines == text.table(found, "dx", "by central differences", 1e-6)


def test_without_a_place_or_a_source_the_line_ends_with_the_number() -> None:
    """No blanks at its end."""
    table = text.table(Discrepancy((), 1.0, 2.0, 1, 1), "loss", "", 1e-12)

    assert "    expected   1" == table.splitlines()[0]
    assert table.endswith("wrong (allowed: 1e-12 of the largest entry)")


def test_inputs_are_listed_with_their_shapes() -> None:
    """In the order they are taken."""
    shown = text.inputs({"x": np.zeros((4, 3)), "dout": np.zeros(4), "p": 0.5})

    assert "x (4, 3), dout (4,), p ()" == shown


def test_a_few_inputs_are_listed_with_their_values() -> None:
    """A student can redo eight numbers on paper."""
    x, dout = np.array([[1.0, -0.5]]), np.array([2, 1 / 3])
    many = {"x": np.zeros((2, 3)), "dout": np.zeros(3)}

    assert text.inputs({"x": x, "dout": dout, "p": 0.5, "k": 3}) == (
        "x = [[1, -0.5]],\n               dout = [2, 0.33333],\n"
        "               p = 0.5,\n               k = 3"
    )
    assert "x (2, 3), dout (3,)" == text.inputs(many)


def test_inputs_that_are_too_long_for_a_line_are_listed_with_their_shapes() -> None:
    """A line that wraps would no longer stand in its table."""
    assert "x (6,)" == text.inputs({"x": np.full(6, -1.2345e-10)})


@pytest.mark.parametrize(
    ("expected", "got", "shown"),
    [
        (1.0, 1.00001, ("1", "1.00001")),
        (0.28006123, 0.28006095, ("0.2800612", "0.2800609")),
        (2.0, 3.0, ("2", "3")),
        (1.0, 1.0 + 2**-52, ("1", "1.0000000000000002")),
        (0.1 + 0.2, 0.3, ("0.30000000000000004", "0.29999999999999999")),
    ],
)
def test_two_numbers_are_shown_apart(
    expected: float, got: float, shown: tuple[str, str]
) -> None:
    """Expected 1, got 1 is no help."""
    found = Discrepancy((0,), expected, got, 1, 2)

    lines = text.table(found, "out", "", 1e-9).splitlines()

    assert shown == (lines[0].split()[1], lines[1].split()[1])
