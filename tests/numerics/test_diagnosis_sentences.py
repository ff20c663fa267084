"""What a student reads about a wrong gradient, in full."""

import numpy as np
import pytest

from tests.numerics.planted import PLANTED

SENTENCES = {
    "abs": "An abs was taken.",
    "zero": "It is zero everywhere, as if it were never computed, or never stored.",
    "unused": (
        "It must be zero, for the output of your forward pass does not change with "
        "the array: look whether forward uses it."
    ),
    "factor:-1": (
        "It is the right gradient with the opposite sign: a minus is missing, or "
        "there is one too many."
    ),
    "factor:1/N": (
        "It is the right gradient divided by N (N = 5): a mean was taken where a sum "
        "belongs, or a factor N is missing."
    ),
    "factor:-2": (
        "It is twice the right gradient, with the opposite sign: something was added "
        "twice, or a factor 1/2 is missing."
    ),
    "factor:other": (
        "It is the right gradient times one and the same number, 1.23 here: a "
        "constant factor is wrong."
    ),
    "dout:ignored": (
        "It is the gradient for a dout of ones: backward does not use the dout that "
        "it is given."
    ),
    "dout1:ignored": (
        "The gradient that comes in through output 2 of 2 is ignored: add what its "
        "upstream gradient brings."
    ),
    "carried:T": (
        "Each step gets only what its own output brings: the gradient is not carried "
        "back from one step to the one before (through time)."
    ),
    "carried:N": (
        "Each N gets only what its own output brings: what passes from one N to "
        "another (a mean, a sum, a normalization over N) is left out."
    ),
    "before:T": (
        "It is right at the last step and wrong before: look at what is carried back "
        "from one step to the one before."
    ),
    "counted:last:N": (
        "Only the last N is counted: the contributions of all N must be added up."
    ),
    "counted:first:N": (
        "Only the first N is counted: the contributions of all N must be added up."
    ),
    "counted:last:T": (
        "Only the last T is counted: the contributions of all T must be added up."
    ),
    "counted:some:N": (
        "Only some N are counted: the contributions of all must be added up."
    ),
    "counted:sign:N": "Some parts of the sum over N enter with the opposite sign.",
    "counted:overwritten:N": (
        "Where several N reach the same entry, only the last one counts: they "
        "overwrite each other and must be added up. An assignment or += with repeated"
        " indices keeps one of them; np.add.at keeps all."
    ),
    "swapped:KH and KW": (
        "The numbers are right, and KH and KW are exchanged: transpose."
    ),
    "order": (
        "The numbers are right and stand in another order, as after a reshape where a"
        " transpose belongs."
    ),
    "reversed:KH and KW": (
        "The numbers are right and run backwards along KH and KW. Look for a kernel "
        "that is flipped once too often, or not at all."
    ),
    "reversed:N": "The numbers are right and run backwards along N.",
    "shifted:W": (
        "The numbers are right and stand one place off along W: an index, a slice, a "
        "crop or a padding is off by one."
    ),
    "shifted:H and W": (
        "The numbers are right and stand one place off along H and W: an index, a "
        "slice, a crop or a padding is off by one."
    ),
    "blocks:f,i,g,o": (
        "The blocks of 4H are right and stand in another order: they must be i, f, g,"
        " o, and they are f, i, g, o."
    ),
    "term:variance:missing": "The term variance is missing.",
    "term:mean:sign": "The term mean enters with the opposite sign.",
    "term:mean:twice,variance:N": (
        "The term mean is added twice. The term variance enters with a factor of N."
    ),
    "gate:f:factor:1/2": (
        "Block f is wrong; blocks i, g and o are right. Where it is wrong, it is half"
        " of the right gradient: a factor 2 is missing (the derivative of a square "
        "has one), or a factor 1/2 came in once too often."
    ),
    "gate:f,o": "Blocks f and o are wrong; blocks i and g are right.",
    "gate:g:zero": (
        "Block g is wrong; blocks i, f and o are right. Where it is wrong, it is zero"
        " everywhere."
    ),
    "only:last:N": "Only the last N is wrong; everything else is right.",
    "only:first:N": "Only the first N is wrong; everything else is right.",
    "but:last:N": "Only the last N is right; all the others are wrong.",
    "but:first:N": "Only the first N is right; all the others are wrong.",
    "mask:missing": (
        "It is not zero in places where it must be zero, as if the mask of the "
        "forward pass were not applied. Where it must not be zero, it is right."
    ),
    "side:x:negative": (
        "It is wrong where x is negative and right elsewhere: look at the slope of "
        "that side."
    ),
    "side:x:negative:factor:1/alpha": (
        "It is wrong where x is negative and right elsewhere: look at the slope of "
        "that side. There it is the right gradient divided by alpha (0.3): that "
        "factor is missing, or a division by it came in once too often."
    ),
    "mask:missing:2": (
        "It is not zero in places where it must be zero, as if the mask of the "
        "forward pass were not applied. Where it must not be zero, it is 2 times the "
        "right number."
    ),
    "mask:missing:factor": (
        "It is not zero in places where it must be zero, as if the mask of the "
        "forward pass were not applied. Where it must not be zero, it is 0.37 times "
        "the right number."
    ),
    "mask:other": (
        "It is zero in other places than it must be, as if backward used another mask"
        " than forward. Elsewhere it is right."
    ),
    "mask:dropped": (
        "It is zero in places where it must not be zero: entries are dropped. "
        "Elsewhere it is right."
    ),
    "equals:dout": "It is exactly dout, and that is not the whole formula.",
    "equals:2 * dout": "It is exactly 2 * dout, and that is not the whole formula.",
    "formula:dout @ W": (
        "It is exactly dout @ W, and that is not the formula: a factor is another "
        "one, is missing or stands there too often, or a term is missing."
    ),
    "missing:dout": (
        "What is missing is exactly dout: a path that hands it on unchanged (such as "
        "a skip) is left out."
    ),
    "added:dout": "It is too large by exactly dout: it was added once too often.",
    "term:2 * dout": (
        "It is off by exactly 2 * dout: look for a term with dout that is missing or "
        "wrong."
    ),
    "multiple:dout": (
        "It is off by a multiple of dout: a term with dout is missing, has a wrong "
        "factor, or does not belong there."
    ),
    "missing:decay": "What is missing is exactly decay.",
    "slices:M:missing gamma": (
        "It is the right gradient times one factor for each output (M): gamma is "
        "missing."
    ),
    "slices:M:extra gamma": (
        "It is the right gradient times one factor for each output (M): gamma came in "
        "once too often."
    ),
    "slices:N": (
        "It is the right gradient times one factor for each example (N): what each is "
        "multiplied with or divided by is wrong or missing."
    ),
    "offset:N": (
        "It is off by the same amount in every row (N): look for a mean or a sum over "
        "N that is missing or wrong."
    ),
    "multiple:x_hat:D": (
        "It is off by a multiple of x_hat, one for each D: look for a term with x_hat"
        " that is missing or wrong (in a normalization: the path through the "
        "variance)."
    ),
    "multiple:centred x": (
        "It is off by a multiple of (x - its mean over N): look for a term that is "
        "missing or wrong (in a normalization: the path through the variance)."
    ),
    "offset:N+multiple:x_hat": (
        "It is off by an amount that is the same in every row (N), and by a multiple "
        "of x_hat: look for a mean over N and a term with x_hat that are missing, "
        "wrong, or do not belong there (in a normalization: the paths through the "
        "mean and the variance)."
    ),
    "offset:everywhere": (
        "It is off by the same amount everywhere: look for a number that is added and"
        " does not belong, or for a mean over everything that is left out."
    ),
    "sign:some": (
        "Every size is right, and some signs are wrong: look for an abs or a minus."
    ),
}


@pytest.mark.parametrize("code", PLANTED)
def test_the_sentence_says_what_was_found_and_where_to_look(code: str) -> None:
    """One for every planted bug; a new one fails here until it has been read."""
    case = PLANTED[code](np.random.default_rng(0))

    first = case.findings()[0]

    assert SENTENCES[code] == first.text
