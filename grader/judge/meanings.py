"""The exceptions of NumPy code that mean the same wherever they come from."""

# Kind of exception, what its text must match, a code, what the student reads.
MEANINGS: tuple[tuple[str, str, str, str], ...] = (
    (
        "ValueError",
        r"matmul: .*mismatch in its core dimension|shapes .* not aligned",
        "matrices-do-not-fit",
        (
            "A matrix product needs as many columns on the left as there are rows on "
            "the right{}. Print both shapes before that line: one array may need .T "
            "or a reshape, was put together along another axis, or must change places "
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
            "or another place, than you meant, or another array belongs there.{}"
        ),
    ),
    (
        "TypeError",
        r"unhashable type: 'numpy.ndarray'",
        "array-as-a-key",
        (
            "An array cannot be a key of a dict, nor stand in a set. In a loop over "
            ".items(), is the key taken first? Otherwise compute with the whole array, "
            "or look up its entries one by one."
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
        "UFuncTypeError",
        r"Cannot cast ufunc",
        "fractions-into-integers",
        (
            "That line writes fractions into an array of integers. Give that array "
            "a dtype of floats where it is made, or make a new one in place of "
            "changing it: x = x - m, not x -= m."
        ),
    ),
    (
        "TypeError",
        r"NoneType",
        "none-is-used",
        (
            "Something in that line is None: an attribute that nothing has set yet, "
            "an argument that may be None, or what a function without a return gives."
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
        r"Cannot interpret '\d+' as a data type",
        "shape-in-pieces",
        (
            "The second number is taken for a dtype there: a shape is one argument, a "
            "tuple, as in rng.random((2, 3)) or rng.random(x.shape)."
        ),
    ),
    (
        "TypeError",
        r"'bitwise_xor'|for \^: ",
        "xor-for-a-power",
        "^ compares bits of whole numbers: it is no power (x**2) and takes no floats.",
    ),
    (
        "TypeError",
        r"can't multiply sequence",
        "several-for-a-number",
        (
            "A tuple or list stands there in place of a number: take it apart first, "
            "as in a, b = f(x)."
        ),
    ),
    (
        "TypeError",
        r"slice indices must be integers|'float' object cannot be interpreted",
        "fraction-for-a-count",
        (
            "A float stands there where a whole number is needed: round(x) and int(x) "
            "give one, np.round and np.ceil give floats."
        ),
    ),
    (
        "TypeError",
        r"doesn't define __(?:round|trunc)__",
        "rounds-one-number",
        (
            "Python's own function takes one number there, and an array came: "
            "xp.round and xp.trunc take arrays."
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
            "an argument that may be None, or what a function without a return gives."
        ),
    ),
    (
        "AttributeError",
        r"^'(?:[\w.]*function\w*|method)' object has no attribute",
        "not-called",
        ("A function stands there that was not called: are its brackets () missing?"),
    ),
    (
        "IndexError",
        r"^(?:list|tuple|string)\b.* index out of range",
        "list-is-shorter",
        (
            "There are fewer items than that index needs. Print their number and the "
            "index before that line: which of the two is not what you meant?"
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
        "TypeError",
        r"^'(?:int|float|tuple|list|dict|numpy\.\w+)' object is not callable",
        "numbers-are-called",
        (
            "What stands before the round brackets holds values and is no function: "
            "an entry is read with [ ], a product needs *, and a name that is used for "
            "both a function and a value keeps the later one."
        ),
    ),
    (
        "TypeError",
        r"^'\w+' object is not callable",
        "object-is-called",
        (
            "What stands before the round brackets is an object and no function: call "
            "one of its methods, such as .forward(x, train=train) of a layer."
        ),
    ),
    (
        "RecursionError",
        r"",
        "calls-itself",
        "A function calls itself without end.",
    ),
)
