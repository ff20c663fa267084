"""Open checks of unit 13: text as ids, batches, and the loss."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Ids = NDArray[np.integer]
Rng = np.random.Generator
KIT = '''
"""All batches at once, and what encode refuses."""

import numpy as np


def batches(student, ids, n, t):
    found = student.next_character_batches(ids, n, t)
    is_pair = isinstance(found, tuple) and len(found) == 2
    if is_pair and all(getattr(each, "ndim", 0) == 2 for each in found):
        return "one pair"
    pairs, copies = [], []
    for pair in found:
        pairs.append(list(pair))
        copies.append([np.array(each) for each in pair])
    both = zip(pairs, copies)
    kept = all(np.array_equal(a, b) for old, new in both for a, b in zip(old, new))
    return pairs if kept else "written over"


def refused(student, text, vocab):
    try:
        student.encode(text, vocab)
    except KeyError as error:
        return str(error)
    return None
'''
A_LIST = "Make an array of the list by np.array(...): text stays on the CPU."
SHIFTED = (
    "The targets are the inputs themselves: a target is the character that comes next."
)
BACK = "The targets lie one place before the inputs: they must lie one place after."
ROWS = (
    "Row r must go on where row r of the batch before ended: cut the text into N long "
    "rows first."
)
IN_TURN = (
    "Row r of a batch must begin where row r of the batch before ended: take the "
    "pieces in turn, with no gap and no overlap."
)
WRITTEN_OVER = (
    "Each batch is written over by the next one: hand out new arrays (handout 4.2)."
)
ROUND = (
    "The last target of a row is the row's own first input: it is the next id of the "
    "text."
)
SHORT = "A batch is shorter than the others: what is left over at the end is dropped."
ID_OF = "An id is the place of a character in the vocabulary that was given."
NO_SHIFT = "It is the softmax alone: subtract 1 at the target."
ALONG = (
    "An input is not the character after the one before it: a row of inputs is a piece "
    "of the text as it stands there."
)
AT_ONCE = (
    "`return` ends the function at the first batch: `yield` hands out one batch after "
    "another."
)
OVER_TIME = "The softmax runs over the steps: it runs over the V characters of a place."
OVER_ALL = (
    "One softmax runs over all places: each place has one, over its V characters."
)
IN_BITS = "The logarithm has the base 2: take the natural one."
ALL_SCORES = (
    "The logarithms of all V characters are added: only that of the target counts."
)
OVER_N = "It is divided by N alone: the mean runs over N and T."
OVER_T = "It is divided by T alone: the mean runs over N and T."
SUMS = "It is not divided by N T: the loss is a mean over all places."
TIMES_T = "It is T or N T times what it must be: the mean runs over N and T."
OVER_V = "It is divided by V as well: the mean runs over N and T alone."
POWER_OF_2 = "It is 2 to the loss: the logarithms are natural, so the base is e."
INVERSE = "It is e to minus the loss: the loss itself is the exponent."


@exercise("13.4")
def test_banana(student: Student) -> None:
    """vocabulary, encode and decode give the example of handout section 4.1."""
    vocab = student.vocabulary("banana")
    require(vocab == ["a", "b", "n"], f"the vocabulary must be a, b, n, found {vocab}")

    ids = student.encode("nab", ["a", "b", "n"])
    is_list = isinstance(ids, list)
    require(not is_list, "encode must return an array, found a list", cause=A_LIST)
    codes = np.array([ord(each) for each in "nab"])
    wrong = {"ids:codes": (ID_OF, codes), "ids:from-a": (ID_OF, codes - codes.min())}
    close(ids, [2, 0, 1], "the ids of nab", clues=Clues(suspects=wrong))

    text = student.decode(np.array([1, 0, 2, 0]), ["a", "b", "n"])
    require(text == "bana", f"1, 0, 2, 0 must be bana again, found {text!r}")


@exercise("13.4")
def test_drawn_text_comes_back(student: Student, rng: Rng) -> None:
    """A drawn text comes back unchanged from encode and decode, newlines too."""
    text = "".join(rng.choice(list("\n ,abcxyzAZ"), size=30))

    vocab = student.vocabulary(text)
    held = set(map(str, vocab)) if isinstance(vocab, list) else set(text)
    lacking = sorted(set(text) - held)
    must = "the vocabulary must hold every character of the text, found that it lacks "
    require(not lacking, f"{must}{', '.join(map(repr, lacking))}")
    require(vocab == sorted(set(text)), "the vocabulary must be sorted, each once")
    ids = student.encode(text, sorted(set(text)))
    right = [sorted(set(text)).index(each) for each in text]
    close(ids, right, "what encode gives")
    back = student.decode(ids, sorted(set(text)))

    require(back == text, f"it must come back as {text!r}, found {back!r}")


@exercise("13.4")
def test_unknown_characters_are_named(student: Student) -> None:
    """For unknown characters encode raises a KeyError that names all of them."""
    said = support(student, "kit", KIT).refused(student, "naß €b", ["a", "b", "n"])

    require(
        said is not None, "encode must raise KeyError for a character that vocab lacks."
    )
    named = [each for each in "ß€" if each in str(said)]
    found = ", ".join(named) or "none of them"
    require(len(named) == 2, f"the KeyError must name ß and €, found {found}")


@exercise("13.5")
def test_batches_of_fourteen(student: Student) -> None:
    """next_character_batches cuts 14 ids as in handout section 4.2."""
    pairs = batches(student, np.arange(14), 2, 3)

    require(len(pairs) == 2, f"there must be 2 batches, found {len(pairs)}")
    for inputs, targets in pairs:
        must = f"a row of inputs must go on by 1 each time, found {inputs.tolist()}"
        require((np.diff(inputs, axis=1) == 1).all(), must, cause=ALONG)
        suspects = {
            "targets:same": (SHIFTED, inputs),
            "targets:back": (BACK, inputs - 1),
            "targets:round": (ROUND, np.roll(inputs, -1, axis=1)),
        }
        close(targets, inputs + 1, "the targets", clues=Clues(suspects=suspects))
    first, second = (inputs for inputs, _ in pairs)
    clues = Clues(cause=of_rows(second[:, 0], first[:, -1] + 1))
    name = "the first column of batch 2"
    close(second[:, 0], first[:, -1] + 1, name, clues=clues)
    read = np.concatenate([first, second]).ravel()
    must = "no two rows may read the same characters"
    require(len(set(read.tolist())) == 12, must)


@exercise("13.5")
def test_batches_of_a_drawn_text(student: Student, rng: Rng) -> None:
    """next_character_batches makes 6 batches of 97 ids, in rows that go on."""
    ids = rng.permutation(97)
    after = dict(zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True))

    pairs = batches(student, ids.copy(), 3, 5)

    require(len(pairs) == 6, f"96 // 15 = 6 batches, found {len(pairs)}")
    inputs = np.concatenate([each for each, _ in pairs], axis=1)
    targets = np.concatenate([each for _, each in pairs], axis=1)
    came = np.array([[after.get(int(i), -1) for i in row] for row in inputs])
    within = np.arange(29) % 5 != 4  # the last step of a batch has its own check below
    are_rows = (inputs[:, 1:] == came[:, :-1])[:, within].all()
    must = "the inputs of a row must stand as they do in the text"
    require(are_rows, must, cause=ALONG)
    suspects = {"targets:same": (SHIFTED, inputs)}
    close(targets, came, "the targets", clues=Clues(suspects=suspects))
    clues = Clues(cause=of_rows(inputs[:, 5], targets[:, 4]))
    close(inputs[:, 1:], targets[:, :-1], "what the rows read", clues=clues)


@exercise("13.6")
def test_loss_of_equal_scores(student: Student) -> None:
    """sequence_cross_entropy and perplexity give the example of handout section 4.3."""
    logits, targets = np.full((1, 2, 4), 7.0), np.array([[2, 0]])

    loss, dlogits = pair(student.sequence_cross_entropy(logits, targets))

    equal = float(np.log(4))
    suspects = {"mean:t": (TIMES_T, 2 * equal), "mean:v": (OVER_V, equal / 4)}
    close(loss, equal, "the loss", clues=Clues(suspects=suspects))
    right = np.array([[[1, 1, -3, 1], [-3, 1, 1, 1]]]) / 8
    wrong = {
        "softmax": (NO_SHIFT, np.full((1, 2, 4), 1 / 8)),
        "mean:t": (TIMES_T, 2 * right),
    }
    clues = Clues(axes={"dlogits": "N T V"}, suspects=wrong)
    close(dlogits, right, "dlogits", clues=clues)
    suspects = {"power:2": (POWER_OF_2, 2.0**equal), "power:minus": (INVERSE, 0.25)}
    found = student.perplexity(equal)
    close(found, 4.0, "the perplexity", clues=Clues(suspects=suspects))


@exercise("13.6", weight=2)
def test_loss_of_drawn_scores(student: Student, rng: Rng) -> None:
    """sequence_cross_entropy gives the mean loss over N and T, and its gradient."""
    logits, targets = rng.normal(size=(3, 4, 5)), rng.integers(5, size=(3, 4))

    loss, dlogits = pair(student.sequence_cross_entropy(logits.copy(), targets))

    places = -np.log(softmax(logits)[np.arange(3)[:, None], np.arange(4), targets])
    constants = {"T": 4.0, "N": 3.0}
    wrong = of_losses(logits, targets)
    clues = Clues(constants=constants, suspects=wrong)
    close(loss, places.mean(), "the loss", clues=clues)
    over_n = (softmax(logits) - np.eye(5)[targets]) / 3
    suspects = {
        "mean:n": (OVER_N, over_n),
        "mean:t": (OVER_T, 3 * over_n / 4),
        "mean:none": (SUMS, 3 * over_n),
        "softmax": (NO_SHIFT, softmax(logits) / 12),
    }
    clues = Clues(axes={"dlogits": "N T V"}, suspects=suspects)
    close(dlogits, over_n / 4, "dlogits", clues=clues)


def batches(student: Student, ids: Ids, n: int, t: int) -> list[tuple[Ids, Ids]]:
    """Return all pairs of inputs and targets, once they are arrays of one form."""
    found = support(student, "kit", KIT).batches(student, ids, n, t)
    must = "next_character_batches must yield each batch, but it returned one."
    require(found != "one pair", must, cause=AT_ONCE)
    must = "a batch must stay what it is when the next one is made."
    require(found != "written over", must, cause=WRITTEN_OVER)
    pairs = found if isinstance(found, list) else []
    fits = [isinstance(each, list) and len(each) == 2 for each in pairs]
    require(all(fits), "each batch must be a pair, inputs and targets")
    must = f"inputs and targets must be arrays of whole numbers, ({n}, {t}) each, found"
    for array in (each for two in pairs for each in two):
        is_kind = isinstance(array, np.ndarray) and array.dtype.kind in "iu"
        require(is_kind, f"{must} something else")
        shape = np.shape(array)
        is_short = len(shape) == 2 and shape[0] == n and shape[1] < t and len(pairs) > 1
        cause = SHORT if is_short and np.shape(pairs[0][0]) == (n, t) else ""
        require(shape == (n, t), f"{must} {shape}", cause=cause)
    return [(np.asarray(left, np.int64), np.asarray(right)) for left, right in pairs]


def of_rows(begin: Ids, right: Ids) -> str:
    """Return why the rows of a batch do not begin where they must."""
    others = [set(right.tolist()) - {end} for end in right.tolist()]
    goes_on = [b in rest for b, rest in zip(begin.tolist(), others, strict=True)]
    return ROWS if any(goes_on) else IN_TURN


def pair(found: object) -> tuple[object, object]:
    """Return the loss and dlogits, once they are two."""
    is_pair = isinstance(found, (tuple, list)) and len(found) == 2
    require(is_pair, "sequence_cross_entropy must return two things, loss and dlogits")
    assert isinstance(found, (tuple, list))
    must = "the loss must come first and dlogits after it, found them the other way"
    require(not (np.ndim(found[0]) == 3 and np.ndim(found[1]) == 0), must)
    return found[0], found[1]


def softmax(logits: Array) -> Array:
    """Return the softmax over the last axis, for moderate logits."""
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def of_losses(logits: Array, targets: Ids) -> dict[str, tuple[str, float]]:
    """Return what the loss may be in place of what it must be."""
    came = np.eye(logits.shape[2])[targets]
    log_p, shifted = np.log(softmax(logits)), logits - logits.max(axis=2, keepdims=True)
    over_time = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)

    def mean(each: Array) -> float:
        return float(-np.sum(each) / targets.size)

    return {
        "softmax:time": (OVER_TIME, mean(came * np.log(over_time))),
        "softmax:all": (OVER_ALL, mean(came * logits) + log_sum(logits)),
        "softmax:shifted": (OVER_ALL, mean(came * shifted) + log_sum(shifted)),
        "mean:n": (OVER_N, mean(came * log_p) * targets.shape[1]),
        "mean:t": (OVER_T, mean(came * log_p) * targets.shape[0]),
        "mean:none": (SUMS, mean(came * log_p) * targets.size),
        "mean:v": (OVER_V, mean(came * log_p) / logits.shape[2]),
        "log:bits": (IN_BITS, mean(came * log_p) / float(np.log(2))),
        "log:all": (ALL_SCORES, mean(log_p)),
    }


def log_sum(logits: Array) -> float:
    """Return the logarithm of the sum of all exponentials."""
    return float(np.log(np.exp(logits).sum()))
