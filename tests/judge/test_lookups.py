"""Names that were not found, as Python and NumPy word it, and the file they are in."""

import pytest

from grader.errors import StudentException
from grader.judge.exceptions import explain_exception
from grader.judge.sourcelines import function_around

SOURCE = b"""
import array_api_compat


class Affine:
    def __init__(self, W, b):
        self.params = {"W": W, "b": b}

    def forward(
        self, x, train=True
    ):
        self.x, self.shape = x, x.shape
        return x @ self.params["w"]

    def backward(self, dout):
        return dout @ self.params.W.T

    def other(self):
        self.late = 1

    def scaled(x, factor=2):
        return x

    def none():
        return 0

    def all(*args):
        return args

    @staticmethod
    def fixed(x):
        return x


def step(x):
    return params["q"]
"""


def told(kind: str, text: str, at: str = "", source: bytes = SOURCE) -> list[str]:
    """Return what is said of an exception in the line that holds `at`."""
    lines = source.decode().splitlines()
    line = next((n for n, each in enumerate(lines, 1) if at and at in each), 0)
    kinds = (kind, "Exception")
    error = StudentException(kind, kinds, text, line, f"a.py:{line}")
    return [f.plain or f.text for f in explain_exception(error, source)]


@pytest.mark.parametrize(
    ("kind", "text", "at", "said"),
    [
        (
            "AttributeError",
            "'Affine' object has no attribute 'x'",
            "",
            (
                "The object has nothing by that name yet. What backward needs must be "
                "kept in every forward, and what must always be there is made in "
                "__init__."
            ),
        ),
        (
            "AttributeError",
            "'Affine' object has no attribute 'W'",
            "",
            'W is no attribute: the parameter is self.params["W"].',
        ),
        (
            "AttributeError",
            "'Affine' object has no attribute 'backwrd'",
            "",
            "Affine has no .backwrd. Did you mean .backward?",
        ),
        (
            "AttributeError",
            "'dict' object has no attribute 'W'",
            "self.params.W",
            (
                "An entry of a dict is read by its key in square brackets: "
                'self.params["W"].'
            ),
        ),
        (
            "AttributeError",
            "'bool' object has no attribute 'astype'",
            "",
            "A bool has no .astype: np.asarray(...) makes an array of it.",
        ),
        (
            "AttributeError",
            "'int' object has no attribute 'shape'",
            "",
            "An int has no .shape: np.asarray(...) makes an array of it.",
        ),
        (
            "AttributeError",
            "'numpy.ndarray' object has no attribute 'exp'",
            "",
            "An array has no .exp; it is a function of NumPy: np.exp(...).",
        ),
        (
            "AttributeError",
            "'numpy.ndarray' object has no attribute 'reshap'",
            "",
            "An array has no .reshap. Did you mean .reshape?",
        ),
        (
            "AttributeError",
            "module 'numpy' has no attribute 'dott'",
            "",
            "NumPy has no np.dott. Did you mean np.dot?",
        ),
        (
            "AttributeError",
            "module 'numpy' has no attribute 'affine'",
            "",
            (
                "That module has nothing by that name: it is misspelled, or was "
                "taken out of newer versions."
            ),
        ),
        (
            "KeyError",
            "'w'",
            'self.params["w"]',
            'The dict has no key "w". Did you mean "W"?',
        ),
        (
            "KeyError",
            "'q'",
            'params["q"]',
            (
                "A dict in that line lacks this key. Go through the keys that it has, "
                "or ask with `in` before you use one."
            ),
        ),
        (
            "NameError",
            "name 'np' is not defined",
            "",
            "No line of the file imports np: put `import numpy as np` at its top.",
        ),
        (
            "NameError",
            "name 'xp' is not defined",
            "",
            (
                "xp is made in each function that uses it: xp = array_namespace(x), "
                "with the name of one of its arrays."
            ),
        ),
        (
            "TypeError",
            "Affine.scaled() got multiple values for argument 'factor'",
            "",
            (
                "The first argument of a method is self, the object itself; in line "
                "21 it is x."
            ),
        ),
        (
            "TypeError",
            "Affine.scaled() takes from 1 to 2 positional arguments but 3 were given",
            "",
            (
                "The first argument of a method is self, the object itself; in line "
                "21 it is x."
            ),
        ),
        (
            "TypeError",
            "Affine.none() takes 0 positional arguments but 1 was given",
            "",
            (
                "The first argument of a method is self, the object itself; in line "
                "24 there is none."
            ),
        ),
    ],
)
def test_a_name_that_was_not_found(kind: str, text: str, at: str, said: str) -> None:
    """The file and the kind of object tell what stands there in its place."""
    assert told(kind, text, at) == [said]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("'numpy.ndarray' object has no attribute 'foo'", ""),
        ("'bool' object has no attribute 'foo'", ""),
        ("'dict' object has no attribute 'append'", "self.params.W"),
        ("'dict' object has no attribute 'W'", "class Affine"),
        ("'Affine' object has no attribute 'late'", ""),
        ("'Other' object has no attribute 'x'", ""),
    ],
)
def test_nothing_is_said_that_nothing_shows(text: str, at: str) -> None:
    """A guess about a class that is not theirs sent students to right lines."""
    assert told("AttributeError", text, at) == []


def test_np_that_is_imported_further_down_is_not_missing() -> None:
    """The line is there; it only did not run yet."""
    source = SOURCE + b"import numpy as np\n"

    assert told("NameError", "name 'np' is not defined", source=source) == []


@pytest.mark.parametrize("name", ["forward", "all", "fixed", "nowhere"])
def test_methods_with_self_and_static_ones_are_right(name: str) -> None:
    """Their arguments do not fit for another reason."""
    text = f"Affine.{name}() got multiple values for argument 'train'"

    assert told("TypeError", text) == [
        (
            "A function is called with other arguments than it takes. The names and "
            "their order in the stub are the contract; leave them as they are."
        )
    ]


@pytest.mark.parametrize(
    ("at", "is_memory"), [('self.v["q"]', True), ('self.grads["q"]', False)]
)
def test_a_memory_without_a_key_is_to_be_made(at: str, is_memory: object) -> None:
    """Whoever goes through the keys that it has leaves out those that come later."""
    source = SOURCE + f"\n\ndef step(self):\n    return {at}\n".encode()
    said = (
        "A dict in that line lacks this key. If it is one on self, what is kept by key "
        "must be made when a key is first seen; if it was handed over, look at the "
        "order of the arguments."
    )

    assert is_memory is (told("KeyError", "'q'", at, source=source) == [said])


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [
        (0, 1, 10),  # no line is known
        (1, 1, 10),  # a line outside of functions
        (99, 1, 10),  # one that the file has not
        (5, 4, 6),
        (6, 4, 6),
        (10, 8, 10),
    ],
)
def test_the_function_around_a_line(number: int, first: int, last: int) -> None:
    """The innermost one; the whole file where no function holds the line."""
    lines = [
        "import numpy as np",
        "",
        "class Scale:",
        "    async def forward(self):",
        "        x = 1",
        "        return x",
        "",
        "def outer():",
        "",
        "    return 1",
    ]

    found = [line for line in function_around(lines, number) if line]

    assert [line for line in lines[first - 1 : last] if line] == found
