"""Open checks of unit 13: text as ids, batches, and the loss."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Ids = NDArray[np.integer]
Rng = np.random.Generator
KIT = '''
"""All batches at once, and what encode refuses."""


def batches(student, ids, n, t):
    found = student.next_character_batches(ids, n, t)
    is_pair = isinstance(found, tuple) and len(found) == 2
    if is_pair and all(getattr(each, "ndim", 0) == 2 for each in found):
        return "one pair"
    return [list(pair) for pair in found]


def refused(student, text, vocab):
    try:
        student.encode(text, vocab)
    except KeyError as error:
        return str(error)
    return None
'''
A_LIST = "Make an array of the list by np.array(...): text is none of the GPU's work."
SHIFTED = (
    "The targets are the inputs themselves: a target is the character that comes next."
)
BACK = "The targets lie one place before the inputs: they must lie one place after."
ROWS = (
    "Row r must go on where row r of the batch before ended: cut the text into N long "
    "rows first."
)
NO_SHIFT = "softmax alone: at the target 1 is taken off."
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


@exercise("13.4")
def test_banana(student: Student) -> None:
    """vocabulary, encode and decode give the example of handout section 4.1."""
    vocab = student.vocabulary("banana")
    require(vocab == ["a", "b", "n"], f"the vocabulary must be a, b, n, found {vocab}")

    ids = student.encode("nab", ["a", "b", "n"])
    is_list = isinstance(ids, list)
    require(not is_list, "encode must return an array, found a list", cause=A_LIST)
    close(ids, [2, 0, 1], "the ids of nab")

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

    require(said is not None, "encode must raise KeyError for a character it lacks")
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
        }
        close(targets, inputs + 1, "the targets", clues=Clues(suspects=suspects))
    first, second = (inputs for inputs, _ in pairs)
    close(second[:, 0], first[:, -1] + 1, "where rows go on", clues=Clues(cause=ROWS))
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
    close(inputs[:, 1:], targets[:, :-1], "rows, joined", clues=Clues(cause=ROWS))


@exercise("13.6")
def test_loss_of_equal_scores(student: Student) -> None:
    """sequence_cross_entropy and perplexity give the example of handout section 4.3."""
    logits, targets = np.full((1, 2, 4), 7.0), np.array([[2, 0]])

    loss, dlogits = pair(student.sequence_cross_entropy(logits, targets))

    close(loss, np.log(4), "the loss")
    right = np.array([[[1, 1, -3, 1], [-3, 1, 1, 1]]]) / 8
    suspects = {"softmax": (NO_SHIFT, np.full((1, 2, 4), 1 / 8))}
    clues = Clues(axes={"dlogits": "N T V"}, suspects=suspects)
    close(dlogits, right, "dlogits", clues=clues)
    close(student.perplexity(float(np.log(4))), 4.0, "the perplexity")


@exercise("13.6", weight=2)
def test_loss_of_drawn_scores(student: Student, rng: Rng) -> None:
    """sequence_cross_entropy gives the mean loss over N and T, and its gradient."""
    logits, targets = rng.normal(size=(3, 2, 5)), rng.integers(5, size=(3, 2))

    loss, dlogits = pair(student.sequence_cross_entropy(logits.copy(), targets))

    places = -np.log(softmax(logits)[np.arange(3)[:, None], np.arange(2), targets])
    constants = {"T": 2.0, "N": 3.0}
    wrong = of_losses(logits, targets)
    clues = Clues(constants=constants, suspects=wrong)
    close(loss, places.mean(), "the loss", clues=clues)
    over_n = (softmax(logits) - np.eye(5)[targets]) / 3
    suspects = {"mean:n": (OVER_N, over_n), "softmax": (NO_SHIFT, softmax(logits) / 6)}
    clues = Clues(axes={"dlogits": "N T V"}, suspects=suspects)
    close(dlogits, over_n / 2, "dlogits", clues=clues)


def batches(student: Student, ids: Ids, n: int, t: int) -> list[tuple[Ids, Ids]]:
    """Return all pairs of inputs and targets, once they are arrays of one form."""
    found = support(student, "kit", KIT).batches(student, ids, n, t)
    must = "next_character_batches must yield each batch, found that it returned one"
    require(found != "one pair", must, cause=AT_ONCE)
    pairs = found if isinstance(found, list) else []
    fits = [isinstance(each, list) and len(each) == 2 for each in pairs]
    require(all(fits), "each batch must be a pair, inputs and targets")
    must = f"inputs and targets must be arrays of whole numbers, ({n}, {t}) each, found"
    for array in (each for two in pairs for each in two):
        is_kind = isinstance(array, np.ndarray) and array.dtype.kind in "iu"
        require(is_kind, f"{must} something else")
        require(np.shape(array) == (n, t), f"{must} {np.shape(array)}")
    return [(np.asarray(left, np.int64), np.asarray(right)) for left, right in pairs]


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
        "log:bits": (IN_BITS, mean(came * log_p) / float(np.log(2))),
        "log:all": (ALL_SCORES, mean(log_p)),
    }


def log_sum(logits: Array) -> float:
    """Return the logarithm of the sum of all exponentials."""
    return float(np.log(np.exp(logits).sum()))
