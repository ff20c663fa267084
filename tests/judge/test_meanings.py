"""What NumPy and Python say of a value, in words of what a student wrote."""

import pytest

from tests.judge.test_exceptions_of_lines import said

NONE = (
    "Something in that line is None: an attribute that nothing has set yet, an "
    "argument or a key that may be None, or what a function gives that has no return, "
    "or works in place, as sort and shuffle do."
)
INDEX = (
    "In square brackets stands an array of other numbers, where places (whole numbers) "
    "or a mask of True and False must stand: look at the line that makes it."
)
SEVERAL = (
    "A tuple, a list or a string stands there in place of a number: print what is "
    "multiplied. A tuple is taken apart, as in a, b = f(x), and a loop over a dict "
    "gives its keys alone: .items() gives keys and values."
)
FIELD = (
    "A field of a named tuple stands where a function must: write one, such as lambda "
    "item: item.field."
)
MAPPING = (
    "A dictionary must stand there, and came a function: is it called, with its "
    "brackets ()?"
)
WRITTEN = (
    "A line that writes into an array, as += and [...] = do, needs on its right a "
    "shape that fits the one on its left. Print both before that line: an array on the "
    "right has an axis too many, or one of another length."
)
OUTPUT = (
    "non-broadcastable output operand with shape (2,) doesn't match the broadcast "
    "shape (2,2)"
)
NO_PRODUCT = (
    "One of the two in a matrix product is a single number, or no array, such as a "
    "function that was not called. Print both before that line."
)
NO_AXES = (
    "matmul: Input operand 1 does not have enough dimensions (has 0, gufunc core with "
    "signature (n?,k),(k,m?)->(n?,m?) requires 1)"
)
ITEMS = (
    "The items that an array is made of there have different shapes, or are arrays "
    "where numbers must stand: print the shape of each."
)
NO_LENGTH = (
    "A single number stands there, where an array or a list must: look at the line "
    "that makes it. A sum, a maximum or an argmax without an axis gives one number."
)
NO_ARRAY = (
    "A single number stands there, and no array to write into. Arithmetic on an array "
    "of shape () gives one: np.asarray(...) makes an array again."
)
NOT_CALLED = (
    "A function stands before that dot, and was not called: are its brackets () "
    "missing, there or in the line that made it?"
)
ONE_NUMBER = (
    "A single number is needed there, and an array came: of several entries, or with "
    "an axis left over."
)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("IndexError", "arrays used as indices must be of integer type", INDEX),
        ("TypeError", "can't multiply sequence by non-int of type 'float'", SEVERAL),
        ("TypeError", "'_collections._tuplegetter' object is not callable", FIELD),
        ("TypeError", "f() argument after ** must be a mapping, not function", MAPPING),
        ("TypeError", "object of type 'numpy.int64' has no len()", NO_LENGTH),
        (
            "TypeError",
            "'numpy.float64' object does not support item assignment",
            NO_ARRAY.replace("np.", "xp."),
        ),
        ("TypeError", "unsupported operand for *: 'NoneType' and 'float'", NONE),
        ("AttributeError", "'method' object has no attribute 'random'", NOT_CALLED),
        ("ValueError", OUTPUT, WRITTEN),
        ("ValueError", "setting an array element with a sequence. The", ITEMS),
        ("ValueError", NO_AXES, NO_PRODUCT),
    ],
    ids=[
        *("index", "sequence", "field", "mapping", "length", "assignment", "none"),
        *("not called", "output", "items", "product"),
    ],
)
def test_what_a_value_is_not_is_told(kind: str, text: str, told: str) -> None:
    """Python's own words name a rule, and not what was written."""
    assert told == said(kind, text)


ARRAYS = "only integer scalar arrays can be converted to a scalar index"
TWICE = "stack() got multiple values for argument 'axis'"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (
            ARRAYS,
            "x = np.stack(a, b)",
            "NumPy's stack takes the arrays as one list: stack([a, b]).",
        ),
        (
            TWICE,
            "x = xp.stack(a, b, axis=-1)",
            "NumPy's stack takes the arrays as one list: stack([a, b]).",
        ),
        (
            "zeros() got multiple values for argument 'xp'",
            "x = xp.zeros(n, c, dtype=x.dtype)",
            "The shape is one argument, a tuple: zeros((2, 3)).",
        ),
        (ARRAYS, "x = range(y)", ONE_NUMBER),
        (ARRAYS, "x = np.stack([a, b]) + range(y)", ONE_NUMBER),
        (ARRAYS, "x = np.zeros((n, c)) + range(y)", ONE_NUMBER),
    ],
)
def test_what_belongs_into_one_is_told(text: str, line: str, told: str) -> None:
    """NumPy takes the second array for an axis, or for a dtype."""
    assert told == said("TypeError", text, line)


def test_what_is_handed_on_and_is_no_array_is_told() -> None:
    """No product stands in that line."""
    assert said("ValueError", NO_AXES, "net.backward(loss.backward)") == (
        "What that line hands over is no array: a single number, or a function whose "
        "brackets () are missing."
    )
