"""What a student reads about each mistake of `test_value_rules`."""

TURNED = (
    "The numbers are right, with the axes in another order: .T of it would be right."
)

TEXTS: dict[str, str] = {
    "cube": "A cube was taken.",
    "zeros": (
        "It is zero everywhere: was it never computed, overwritten, multiplied by 0, "
        "cut to whole numbers, or is it the difference of two equal ones?"
    ),
    "equals:b": "It is exactly b.",
    "equals:-b": "It is b with the opposite sign.",
    "factor:-1": (
        "It is the right value with the opposite sign: a minus is missing, or "
        "there is one too many."
    ),
    "factor:2": (
        "It is twice the right value: something was added twice, or a factor 1/2 "
        "is missing."
    ),
    "factor:-1/N": (
        "It is the right value divided by N (N = 5), with the opposite sign: a "
        "mean was taken where a sum belongs, or a factor N is missing."
    ),
    "factor:1/(1 - p)": (
        "It is the right value divided by (1 - p) (0.63): that factor is missing,"
        " or a division by it came in once too often."
    ),
    "swapped:H and W": (
        "It would be right after exchanging H and W: a transpose is missing, or one "
        "too many."
    ),
    "reshaped:H and W": (
        "The numbers are right but in another order, as if H and W had been "
        "exchanged with reshape: reshape only cuts the row of numbers anew, "
        "transpose exchanges axes."
    ),
    "reversed:H and W": (
        "It is right, but backwards along H and W: something is read or written "
        "from the wrong end."
    ),
    "shifted:late:N": (
        "It comes one place too late along N: what belongs to one is found at the"
        " next. Look for an index that is off by one, or for a step that is done too "
        "late."
    ),
    "shifted:early:D": (
        "It comes one place too early along D: what belongs to one is found at "
        "the one before. Look for an index that is off by one, or for a step that is "
        "done too early."
    ),
    "term:mean:0": "The term mean is missing.",
    "term:carry:-1": "The term carry has the wrong sign.",
    "term:carry:2": "The term carry comes in twice.",
    "term:mean:0.5": "The term mean comes in with half its weight.",
    "term:direct:N": "The term direct comes in N times as strongly as it must.",
    "term:direct:other": "The term direct comes in 0.123 times instead of once.",
    "term:mean:0+term:carry:-1": (
        "The term mean is missing. The term carry has the wrong sign."
    ),
    "offset:eps": (
        "It is the right value plus eps (0.3), everywhere: eps is added where it "
        "does not belong."
    ),
    "offset:-eps": (
        "It is the right value minus eps (0.3), everywhere: eps is subtracted "
        "where it does not belong, or was not added."
    ),
    "offset:-1": (
        "It is the right value minus 1, everywhere: 1 is subtracted where it does"
        " not belong, or was not added."
    ),
    "offset:-b": (
        "It is the right value minus b: that is not added, or it is subtracted where "
        "it does not belong."
    ),
    "offset:b": (
        "It is the right value plus b: b is added where it does not belong, or "
        "not subtracted."
    ),
    "factor:b": (
        "It is the right value times b: b was multiplied in where it does not "
        "belong, or twice."
    ),
    "factor:1/b": "It would be right after multiplying by b: the factor b is missing.",
    "function:square": (
        "It is the square of the right value: a root is missing, or a square was "
        "taken once too often."
    ),
    "function:root": (
        "It is the root of the right value: a square is missing, or a root was "
        "taken once too often."
    ),
    "function:log": (
        "It is the logarithm of the right value: an exp is missing, or a "
        "logarithm was taken once too often."
    ),
    "function:inverse": "It is 1 over the right value: a division is upside down.",
    "function:exp": (
        "It is exp of the right value: a logarithm is missing, or an exp was "
        "taken once too often."
    ),
    "function:complement": (
        "It is 1 minus the right value: a sign is wrong, sides are exchanged, or the "
        "opposite is counted."
    ),
    "integers": (
        "It is the right value without its fraction: something is converted to "
        "integers, or stored in an array of integers."
    ),
    "precision:half": (
        "Its numbers have only half precision (float16): keep the dtype of the input."
    ),
    "precision:single": (
        "Its numbers have only single precision (float32): keep the dtype of the input."
    ),
    "sign:lost": "It has lost its sign: negative values have become positive.",
    "sign:some": "The sizes are right, but some entries have the opposite sign.",
    "one number:-2.5": (
        "Every entry is -2.5, where the right ones differ: is that a bound, what an "
        "array starts from or is filled with, or a number in place of an array?"
    ),
    "clipped:both": (
        "It is cut off below -0.5 and above 0.5: values beyond must not be "
        "clipped here."
    ),
    "clipped:above": (
        "It is cut off above 0.5: larger values must not be clipped here."
    ),
    "clipped:below": (
        "It is cut off below -0.5: smaller values must not be clipped here."
    ),
    "blocks:f and o": "The blocks f and o are exchanged.",
    "block:g": "Only the block g is wrong, the others are right.",
    "block:i and g": "Only the blocks i and g are wrong, the others are right.",
    "where:the right value is positive": (
        "It is wrong only where the right value is positive: look at what happens"
        " there."
    ),
    "where:the right value is negative:factor:2": (
        "It is wrong only where the right value is negative: look at what happens"
        " there. It is the right value times 2 there."
    ),
    "where:the right value is negative:factor": (
        "It is wrong only where the right value is negative: look at what happens"
        " there. It is the right value times 0.123 there."
    ),
    "where:x < 0:zero": (
        "It is wrong only where x < 0: look at what happens there. It is zero there."
    ),
    "where:x > 0:factor:1/D": (
        "It is wrong only where x > 0: look at what happens there. It is the "
        "right value times 1/D there."
    ),
    "where:x = 0": "It is wrong only where x = 0: look at what happens there.",
    "where:x != 0": "It is wrong only where x != 0: look at what happens there.",
    "where:large": "It is wrong only where the right value is large in size.",
    "first:N": "Only the first along N is wrong.",
    "last:N": "Only the last along N is wrong.",
    "after-first:N": "Only the first along N is right.",
    "before-last:N": "Only the last along N is right.",
    "first:T": "Only the first along T is wrong: look at how it starts.",
    "last:T": (
        "Only the last along T is wrong: look at how it ends, and at whether the "
        "loop stops early."
    ),
    "after-first:T": (
        "Only the first along T is right: look at what is handed on from each "
        "step to the next."
    ),
    "before-last:T": (
        "Only the last along T is right: look for a value that every turn overwrites."
    ),
    "later:T": (
        "It is right at the start of T and wrong from some place on: look at what"
        " is handed on from each step to the next."
    ),
    "edges:W": (
        "Only the first and the last along W are wrong: look at the padding and "
        "at what happens at the border."
    ),
    "first:H": (
        "Only the first along H is wrong: look at the padding and at what happens"
        " at the border."
    ),
    "last:W": (
        "Only the last along W is wrong: look at the padding and at what happens "
        "at the border."
    ),
    "offset:other": "It is right up to a constant: +0.4321 in every entry.",
    "factor:other": (
        "It is the right value times 1.234, the same factor in every entry."
    ),
    "line": (
        "It is right up to a scale and a shift: 1.234 times the right value, and "
        "-0.4321, in every entry."
    ),
    "offset-per:D": (
        "It is right up to one offset for each feature (D), the same for all of N: "
        "what is added to or subtracted from each is missing, or wrong."
    ),
    "factor-per:N": (
        "It is right up to one factor for each example (N): what each is "
        "multiplied with or divided by is missing, or wrong."
    ),
    "order:N": "All slices along N are right, but they stand in another order.",
    "order": (
        "All the right numbers are there, but in other places: look at reshapes, "
        "transposes and indices."
    ),
    "line-per:N": (
        "It is right up to a scale and a shift for each example (N): look at what "
        "is subtracted, divided by, multiplied with and added for each."
    ),
}
