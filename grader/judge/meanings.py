"""The exceptions of NumPy code that mean the same wherever they come from."""

from grader.judge.typemeanings import OF_KINDS

# Kind of exception, what its text must match, a code, what the student reads.
MEANINGS: tuple[tuple[str, str, str, str], ...] = (
    *OF_KINDS,
    (
        "ValueError",
        r"inhomogeneous|setting an array element with a sequence",
        "items-of-other-shapes",
        (
            "The items that an array is made of there have different shapes, or are "
            "arrays where numbers must stand: print the shape of each."
        ),
    ),
    (
        "ValueError",
        r"matmul: .* does not have enough dimensions",
        "product-with-a-number",
        (
            "One of the two in a matrix product is a single number, or no array, such "
            "as a function that was not called. Print both before that line."
        ),
    ),
    (
        "ValueError",
        r"non-broadcastable output operand",
        "written-into-another-shape",
        (
            "A line that writes into an array, as += and [...] = do, needs on its "
            "right a shape that fits the one on its left. Print both before that line: "
            "an array on the right has an axis too many, or one of another length."
        ),
    ),
    (
        "ValueError",
        r"matmul: .*mismatch in its core dimension|shapes .* not aligned",
        "matrices-do-not-fit",
        (
            "A matrix product needs as many columns on the left as there are rows on "
            "the right{}. Print both shapes before that line: one array may need .T "
            "or a reshape, has another length than you meant, or must change places "
            "with the other, or another array belongs there. Entry by entry, * "
            "multiplies."
        ),
    ),
    (
        "ValueError",
        r"operands could not be broadcast together|could not broadcast",
        "shapes-do-not-fit",
        (
            "Two arrays that are combined entry by entry, or written one into the "
            "other, need the same shape, or 1 where they differ, counted from the "
            "right. Print both shapes before that line: an axis has another length, "
            "or another place, than you meant, or another array belongs there. Or does "
            "one entry, such as a[i, j], belong where a whole array stands?{}"
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
            "from the right. If it takes a shape apart, that has another number of "
            "axes here: use shape[0] and shape[1:], or should an earlier line have "
            "answered this case?"
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
        r"all input arrays must have the same shape",
        "stacks-other-shapes",
        (
            "Arrays that are stacked must have one shape, and these do not. Is one of "
            "them a number, or a function that is not called?"
        ),
    ),
    (
        "ValueError",
        r"cannot reshape array",
        "reshape-does-not-fit",
        "{}",
    ),
    (
        "IndexError",
        r"^(?:list|tuple|string)\b.* index out of range",
        "list-is-shorter",
        (
            "There are fewer items than that index needs, perhaps none. Print their "
            "number and the index before that line: which of the two is not what you "
            "meant?"
        ),
    ),
    (
        "IndexError",
        r"out of bounds|out of range|too many indices",
        "index-does-not-fit",
        (
            "The array is shorter, or has fewer axes, than that index needs. Print "
            "its shape and the index before that line: which of the two is not what "
            "you meant?"
        ),
    ),
    (
        "IndexError",
        r"arrays used as indices must be of integer",
        "index-of-fractions",
        (
            "In square brackets stands an array of other numbers, where places (whole "
            "numbers) or a mask of True and False must stand: look at the line that "
            "makes it."
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
        "ValueError",
        r"^[Pp]robabilities ",
        "no-probabilities",
        (
            "What stands there for p is no list of probabilities: they must be "
            "numbers from 0 to 1 that sum to 1. Look for exp of large numbers, 0/0, "
            "and a softmax along another axis."
        ),
    ),
    (
        "OverflowError",
        r"high - low range exceeds",
        "no-bounds",
        (
            "A bound that the generator is given is nan or infinite, as the logarithm "
            "of a negative number or of 0 is."
        ),
    ),
    (
        "ZeroDivisionError",
        r"",
        "division-by-zero",
        (
            "A plain Python number is zero there: a count that starts at 0 and is "
            "divided by before it grows, a norm or a sum that may be 0, or a 0 that "
            "was handed over, as where two arguments are exchanged."
        ),
    ),
    (
        "RecursionError",
        r"",
        "calls-itself",
        "A function calls itself without end.",
    ),
)
