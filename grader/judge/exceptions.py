"""What common exceptions of NumPy code mean, and what to look at."""

import re

from grader.errors import Finding, StudentException
from grader.judge.lookups import explain_lookup, explain_method

# Kind of exception, what its text must match, a code, what the student reads.
_MEANINGS: tuple[tuple[str, str, str, str], ...] = (
    (
        "ValueError",
        r"matmul: .*mismatch in its core dimension|shapes .* not aligned",
        "matrices-do-not-fit",
        (
            "A matrix product needs as many columns on the left as there are rows on "
            "the right{}. Print both shapes before that line: one of the two may need "
            ".T, or a reshape first."
        ),
    ),
    (
        "ValueError",
        r"operands could not be broadcast together|could not broadcast",
        "shapes-do-not-fit",
        (
            "Two arrays that are combined entry by entry need the same shape, or 1 "
            "where they differ, counted from the right. Follow the two arrays of that "
            "line back to where they were made: one of them is of other axes."
        ),
    ),
    (
        "ValueError",
        r"read-only",
        "writes-into-read-only",
        (
            "That line writes into an array that your code was given only to read. "
            "Make a new array, or work on a copy."
        ),
    ),
    (
        "ValueError",
        r"truth value of an array",
        "truth-of-an-array",
        (
            "An array of several entries is neither true nor false. Use xp.where or a"
            " mask in place of if, and `is None` to ask whether something was given."
        ),
    ),
    (
        "ValueError",
        r"values to unpack",
        "unpacks-another-number",
        (
            "On the left of that line stand more names, or fewer, than values come "
            "from the right. If it takes a shape apart, the array has other axes here: "
            "use x.shape as a whole, or x.shape[0] and x.shape[1:]."
        ),
    ),
    (
        "ValueError",
        r"need at least one array|empty sequence|argument is empty|zero-size array",
        "nothing-in-it",
        (
            "There is nothing to put together, or to take the largest of: the list or "
            "array in that line is empty. Think of what must come out then."
        ),
    ),
    (
        "ValueError",
        r"cannot reshape array",
        "reshape-does-not-fit",
        (
            "The new shape has another number of entries. Print the shape before that"
            " line; reshape(len(x), -1) keeps the rows and flattens the rest."
        ),
    ),
    (
        "UFuncTypeError",
        r"Cannot cast ufunc",
        "fractions-into-integers",
        (
            "That line writes fractions into an array of integers. Make a new array "
            "in place of changing the old one: x = x - m, not x -= m."
        ),
    ),
    (
        "TypeError",
        r"NoneType",
        "none-is-used",
        (
            "Something in that line is None: an attribute that nothing has set yet, "
            "or what a function without a return gives."
        ),
    ),
    (
        "TypeError",
        (
            r"missing \d+ required|unexpected keyword argument|multiple values"
            r"|takes .* positional"
        ),
        "arguments-do-not-fit",
        (
            "A function is called with other arguments than it takes. The names and "
            "their order in the stub are the contract; leave them as they are."
        ),
    ),
    (
        "TypeError",
        r"only .* arrays can be converted",
        "array-for-a-number",
        "A single number is needed there, and an array of several came.",
    ),
    (
        "AttributeError",
        r"^'NoneType' object",
        "none-is-used",
        (
            "Something in that line is None: an attribute that nothing has set yet, "
            "or what a function without a return gives."
        ),
    ),
    (
        "IndexError",
        r"out of bounds|out of range|too many indices",
        "index-does-not-fit",
        (
            "The array is shorter, or has fewer axes, than that index needs. Print "
            "its shape before that line."
        ),
    ),
    (
        "OSError",
        (
            r"Permission denied|Operation not permitted|name resolution"
            r"|Network is unreachable|Name or service not known|No such file"
            r"|Read-only file"
        ),
        "not-let-out",
        (
            "While code is checked it can neither open files outside a folder of its "
            "own nor reach a network. Give it what it needs as arguments."
        ),
    ),
    (
        "ZeroDivisionError",
        r"",
        "division-by-zero",
        (
            "A plain Python number is zero there. A count that starts at 0 and is "
            "divided by before it grows is a common reason."
        ),
    ),
    (
        "RecursionError",
        r"",
        "calls-itself",
        "A function calls itself without end.",
    ),
)


def explain_exception(
    error: StudentException, source: bytes = b""
) -> tuple[Finding, ...]:
    """Return what an exception means, nothing where that is not known.

    Args:
        error: what the student's code raised.
        source: the student's file, b"" where it is not known.
    """
    if found := explain_method(error, source) or explain_lookup(error, source):
        return found
    for kind, pattern, code, text in _MEANINGS:
        if kind in error.kinds and re.search(pattern, error.text):
            said = text.replace("{}", _columns_and_rows(error.text))
            plain = said.replace("xp.where", "np.where") if "xp." in said else ""
            return (Finding(f"exception:{code}", said, plain=plain),)
    return ()


def _columns_and_rows(text: str) -> str:
    """Return how many there are, where a matrix product says so."""
    found = re.search(r"dimension 0, .*\(size (\d+) is different from (\d+)\)", text)
    if found is None:
        return ""
    rows, columns = found.groups()
    return f"; here there are {columns} columns and {rows} rows"
