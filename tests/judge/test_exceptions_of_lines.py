"""What is said of a line that hands on, or calls, something other than it must."""

import pytest

from grader.errors import StudentException
from grader.judge.exceptions import explain_exception

CONTRACT = (
    "A function is called with other arguments than it takes. The names and their "
    "order in the stub are the contract; leave them as they are."
)
HANDED_ON = (
    "What that line calls got an array of another shape than it expects: which "
    "layer's output, or gradient, is handed on there, and in which order?"
)
MATMUL = (
    "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc "
    "signature (n?,k),(k,m?)->(n?,m?) (size 3 is different from 5)"
)


def said(kind: str, text: str, line: str = "") -> str:
    """Return what is said of an exception at a line of a file."""
    source = f"def own(x):\n    {line}\n"
    error = StudentException(kind, (kind,), text, 2 if line else 0, "a.py:2")
    (finding,) = explain_exception(error, source.encode())
    return finding.text


@pytest.mark.parametrize(
    ("line", "is_own"),
    [
        ("raise KeyError(key)", True),
        ("if key not in found: raise KeyError(key)", True),
        ("assert key in found", True),
        ("found[key]", False),
        ("raised = found[key]", False),
    ],
)
def test_what_their_code_raises_is_theirs(line: str, is_own: object) -> None:
    """No dict lacks a key there: the code says so itself."""
    own = (
        "Your own code stops there, with raise or assert, at an input that it must "
        "take: look at the condition that leads to that line."
    )

    assert is_own is (said("KeyError", "'4.W'", line) == own)


@pytest.mark.parametrize(
    ("line", "is_pythons"),
    [
        ("size = max(abs(x))", True),
        ("size = x.max(max(x))", True),
        ("size = x.max()", False),
        ("size = np.max(x)", False),
        ("if max(x) > 1:", False),
        ("size = max(x) or 1", False),
    ],
)
def test_pythons_maximum_of_a_matrix_compares_rows(
    line: str, is_pythons: object
) -> None:
    """No `if` stands in that line, and none is meant."""
    told = (
        "Python's own max compares numbers, and an array stands there: if it must be "
        "one number, look at the line that makes it; xp.max(...) takes the largest "
        "entry of an array."
    )
    truth = "The truth value of an array with more than one element is ambiguous."

    assert is_pythons is (told == said("ValueError", truth, line))


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("own() missing 1 required positional argument: 'x'", "", CONTRACT),
        (
            "own() missing 1 required positional argument: 'x'",
            "y = own()",
            (
                "That line calls a function with other arguments than it takes: look "
                "at the line with its def."
            ),
        ),
        (
            "maximum() takes from 2 to 3 positional arguments but 1 were given",
            "y = np.maximum(x)",
            "That line calls a function with other arguments than it takes.",
        ),
        (
            "_mean() got an unexpected keyword argument 'dim'",
            "y = x.mean(dim=0)",
            "NumPy calls dim by another name: axis.",
        ),
        (
            "sum() got an unexpected keyword argument 'keepdim'",
            "y = x.sum(keepdim=True)",
            "NumPy calls keepdim by another name: keepdims.",
        ),
        (
            "SVDResult.__new__() missing 1 required positional argument: 'Vh'",
            "s = xp.linalg.svd(x, compute_uv=False)[0]",
            (
                "xp.linalg.svd always gives three arrays, whatever compute_uv is: the "
                "singular values alone are xp.linalg.svdvals(...)."
            ),
        ),
        (
            "and_gate() missing 1 required positional argument: 'x2'",
            "both = and_gate((nand_gate(x1, x2), or_gate(x1, x2)))",
            "That line hands over one tuple: is a pair of brackets too many?",
        ),
        (
            "Cannot interpret '5' as a data type",
            "y = rng.random(3, 5)",
            (
                "The second number is taken for a dtype there: a shape is one "
                "argument, a tuple, as in rng.random((2, 3)) or rng.random(x.shape)."
            ),
        ),
    ],
    ids=[
        "suite",
        "own",
        "numpy's",
        "dim",
        "keepdim",
        "svd",
        "tuple",
        "shape in pieces",
    ],
)
def test_arguments_that_do_not_fit(text: str, line: str, told: str) -> None:
    """The stub is blamed only where no line of the file makes the call."""
    assert told == said("TypeError", text, line)


@pytest.mark.parametrize(
    ("line", "is_handed_on"),
    [
        ("dout = layer.backward(dout)", True),
        ("return self.layers[0].forward(x, train=train)", True),
        ("layer.backward(dout)", True),
        ("x = layer.forward(x) @ W", False),
        ("x = layer.forward(x @ W)", False),
        ("x = x @ W", False),
    ],
)
def test_a_line_that_only_hands_on_has_no_product(
    line: str, *, is_handed_on: bool
) -> None:
    """Nothing in it could be transposed."""
    assert is_handed_on == (said("ValueError", MATMUL, line) == HANDED_ON)


@pytest.mark.parametrize(
    ("line", "is_loop"),
    [
        ("for key, w in params:", True),
        ("both = {k: v for (k, v) in params}", True),
        ("key, w = params", False),
        ("n, d = x.shape  # for a, b in c", False),
        ("k = [n for n in range(2)]", False),
    ],
)
def test_a_loop_over_keys_alone_is_told(line: str, is_loop: object) -> None:
    """No shape is taken apart there."""
    text = said("ValueError", "too many values to unpack (expected 2)", line)

    assert is_loop is (
        text
        == (
            "The loop takes each item apart, and an item is no pair. A loop over a "
            "dict gives its keys alone: .items() gives keys and values, enumerate and "
            "zip pairs of other things."
        )
    )


@pytest.mark.parametrize(
    ("call", "is_told"),
    [
        ("self.forward(rows)", True),
        ("super().forward(rows)", False),
        ("self.other(rows)", False),
    ],
)
def test_a_method_that_calls_itself_is_told(call: str, is_told: object) -> None:
    """The line that stops is right, and so is what it was handed."""
    source = (
        "class Images(Rows):\n    def forward(self, x):\n        n, c, h, w = x.shape\n"
        f"        return {call}\n"
    )
    text = "not enough values to unpack (expected 4, got 2)"
    error = StudentException("ValueError", ("ValueError",), text, 3, "a.py:3", (4,))

    (finding,) = explain_exception(error, source.encode())

    again = "Line 4 calls this same forward again: super().forward is that of the "
    assert is_told is (finding.text == f"{again}parent class.")
