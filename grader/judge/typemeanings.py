"""What exceptions of NumPy code mean that come of the kind of a value."""

NONE = (
    "Something in that line is None: an attribute that nothing has set yet, an "
    "argument or a key that may be None, or what a function gives that has no return, "
    "or works in place, as sort and shuffle do."
)
# Kind of exception, what its text must match, a code, what the student reads.
OF_KINDS: tuple[tuple[str, str, str, str], ...] = (
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
        NONE,
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
        r"^object of type '[\w.]+' has no len\(\)",
        "number-for-an-array",
        (
            "A single number stands there, where an array or a list must: look at the "
            "line that makes it. A sum, a maximum or an argmax without an axis gives "
            "one number."
        ),
    ),
    (
        "TypeError",
        r"^'numpy\.\w+' object does not support item assignment",
        "writes-into-a-number",
        (
            "A single number stands there, and no array to write into. Arithmetic on "
            "an array of shape () gives one: xp.asarray(...) makes an array again."
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
            "A tuple, a list or a string stands there in place of a number: print what "
            "is multiplied. A tuple is taken apart, as in a, b = f(x), and a loop over "
            "a dict gives its keys alone: .items() gives keys and values."
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
        (
            "A single number is needed there, and an array came: of several entries, "
            "or with an axis left over."
        ),
    ),
    (
        "AttributeError",
        r"^'NoneType' object",
        "none-is-used",
        NONE,
    ),
    (
        "AttributeError",
        r"^'(?:[\w.]*function\w*|method)' object has no attribute",
        "not-called",
        (
            "A function stands before that dot, and was not called: are its brackets "
            "() missing, there or in the line that made it?"
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
        r"_tuplegetter' object is not callable",
        "field-for-a-function",
        (
            "A field of a named tuple stands where a function must: write one, such as "
            "lambda item: item.field."
        ),
    ),
    (
        "TypeError",
        r"argument after \*\* must be a mapping, not (?:function|method)",
        "function-for-a-dict",
        (
            "A dictionary must stand there, and came a function: is it called, with "
            "its brackets ()?"
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
)
