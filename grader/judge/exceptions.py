"""What common exceptions of NumPy code mean, and what to look at."""

import re

from grader.errors import Finding, StudentException

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
        r"missing \d+ required|unexpected keyword argument|takes .* positional",
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
        r"^module '.*' has no attribute",
        "not-in-the-module",
        (
            "That module has nothing by that name: it is misspelled, or was taken out "
            "of newer versions. To choose a dtype, take that of the input, x.dtype."
        ),
    ),
    (
        "AttributeError",
        r"has no attribute",
        "nothing-by-that-name",
        (
            "The object has nothing by that name yet. What backward needs must be "
            "kept in every forward, and what must always be there is made in "
            "__init__."
        ),
    ),
    (
        "KeyError",
        r"",
        "no-such-key",
        (
            "A dict in that line lacks this key. Go through the keys that it has, or "
            "ask with `in` before you use one."
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


def explain_exception(error: StudentException) -> tuple[Finding, ...]:
    """Return what an exception means, nothing where its text is not a known one."""
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
