"""Open checks of unit 13: text as ids, batches, the loss, and sampling.

What is drawn is judged by its shares. Hoeffding's inequality says how far they may be
off: right code misses a bound with probability 2 exp(-20) = 4e-9.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Ids = NDArray[np.integer]
Rng = np.random.Generator
DRAWS, SURE = 500, 20.0
MODELS = '''
"""Models of the suite's own, and a way to take all batches at once."""

import numpy as np


class Table:
    """Knows for sure what follows an id, at each step of its own."""

    def __init__(self, table):
        self.table, self.read = table, []

    def __call__(self, number, h):
        self.read.append(int(number))
        now = self.table[int(h[0]) % len(self.table)]
        logits = np.where(np.arange(now.size) == now[number], 60.0, 0.0)
        return logits, h + 1


class Fixed:
    """Finds the same logits always."""

    def __init__(self, logits):
        self.logits = logits

    def __call__(self, number, h):
        return self.logits, h


def batches(student, ids, n, t):
    return [list(pair) for pair in student.next_character_batches(ids, n, t)]


def refused(student, text, vocab):
    try:
        student.encode(text, vocab)
    except KeyError as error:
        return str(error)
    return None
'''
A_LIST = "Make an array of the list by np.array(...): text is none of the GPU's work."
WARM = "The shares are those of logits times temperature: divide by it."
PLAIN = (
    "The shares are those of temperature 1: divide the logits, before exp. What is "
    "divided after it shrinks alike, and no share changes."
)
SHIFTED = (
    "The targets are the inputs themselves: a target is the character that comes next."
)
BACK = "The targets lie one place before the inputs: they must lie one place after."
ROWS = (
    "Row r must go on where row r of the batch before ended: cut the text into N long "
    "rows first."
)
NO_SHIFT = "softmax alone: at the target 1 is taken off."
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
    require(vocab == sorted(set(text)), "the vocabulary must be sorted, each once")
    ids = student.encode(text, sorted(set(text)))
    back = student.decode(ids, sorted(set(text)))

    require(back == text, f"it must come back as {text!r}, found {back!r}")


@exercise("13.4")
def test_unknown_characters_are_named(student: Student) -> None:
    """For unknown characters encode raises a KeyError that names all of them."""
    said = support(student, "models", MODELS).refused(
        student, "naß €b", ["a", "b", "n"]
    )

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
        suspects = {
            "targets:same": (SHIFTED, inputs),
            "targets:back": (BACK, inputs - 1),
        }
        close(targets, inputs + 1, "the targets", clues=Clues(suspects=suspects))
    first, second = (inputs for inputs, _ in pairs)
    close(np.diff(first, axis=1), np.ones((2, 2)), "the steps along a row")
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
    close(loss, places.mean(), "the loss", clues=Clues(constants=constants))
    over_n = (softmax(logits) - np.eye(5)[targets]) / 3
    suspects = {"mean:n": (OVER_N, over_n), "softmax": (NO_SHIFT, softmax(logits) / 6)}
    clues = Clues(axes={"dlogits": "N T V"}, suspects=suspects)
    close(dlogits, over_n / 2, "dlogits", clues=clues)


@exercise("13.7")
def test_the_largest_score_is_fed_back(student: Student, rng: Rng) -> None:
    """At temperature 0 sample feeds each id and each new state back into step."""
    table = rng.integers(7, size=(20, 7))
    model = support(student, "models", MODELS).Table(table)

    found = student.sample(model, np.array([4.0]), 3, 12, 0, generator(1))

    ids, path = listed(found, 12), path_of(table, 4, 3, 12)
    stuck = [int(table[4 + k, 3]) for k in range(12)]
    still = [int(table[4, 3])]
    for _ in range(11):
        still.append(int(table[4, still[-1]]))
    suspects = {
        "sample:stuck": ("first_id is read in every step: feed back what came.", stuck),
        "sample:still": ("The state stays h0: take the one that step returns.", still),
        "sample:first": ("first_id is no part of the result.", [3, *path[:-1]]),
    }
    close(ids, path, "the ids", clues=Clues(suspects=suspects))


@exercise("13.8")
def test_temperature_divides_the_scores(student: Student, rng: Rng) -> None:
    """At temperature 2.5 sample draws ids from softmax(logits / 2.5)."""
    shares = rng.permutation([0.6, 0.3, 0.1])
    model = support(student, "models", MODELS).Fixed(2.5 * np.log(shares))
    seed = generator(int(rng.integers(1 << 32)))

    found = student.sample(model, np.zeros(2), 0, DRAWS, 2.5, seed)

    counts = np.bincount(np.clip(listed(found, DRAWS), 0, 3), minlength=4)[:3]
    require(*told(counts / DRAWS, shares, 2.5))


def batches(student: Student, ids: Ids, n: int, t: int) -> list[tuple[Ids, Ids]]:
    """Return all pairs of inputs and targets, once they are arrays of one form."""
    found = support(student, "models", MODELS).batches(student, ids, n, t)
    pairs = found if isinstance(found, list) else []
    fits = [isinstance(each, list) and len(each) == 2 for each in pairs]
    require(all(fits), "each batch must be a pair, inputs and targets")
    must = f"inputs and targets must be arrays of whole numbers, ({n}, {t}) each"
    for array in (each for two in pairs for each in two):
        is_kind = isinstance(array, np.ndarray) and array.dtype.kind in "iu"
        require(is_kind and array.shape == (n, t), must)
    return [(np.asarray(left, np.int64), np.asarray(right)) for left, right in pairs]


def pair(found: object) -> tuple[object, object]:
    """Return the loss and dlogits, once they are two."""
    is_pair = isinstance(found, (tuple, list)) and len(found) == 2
    require(is_pair, "sequence_cross_entropy must return two things, loss and dlogits")
    assert isinstance(found, (tuple, list))
    return found[0], found[1]


def listed(found: object, n: int) -> Ids:
    """Return sampled ids, once they are a list of n whole numbers."""
    items = found if isinstance(found, list) else []
    are_ids = all(isinstance(each, (int, np.integer)) for each in items)
    length = len(items) if isinstance(found, list) else "no list"
    require(are_ids and len(items) == n, f"sample must return {n} ids, found {length}")
    return np.array(items, np.int64)


def path_of(table: Ids, start: int, first: int, n: int) -> list[int]:
    """Return where a table leads from `first`, beginning at its row `start`."""
    path, current = [], first
    for row in range(start, start + n):
        current = int(table[row % len(table), current])
        path.append(current)
    return path


def softmax(logits: Array) -> Array:
    """Return the softmax over the last axis, for moderate logits."""
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def told(found: Array, shares: Array, temperature: float) -> tuple[bool, str, str]:
    """Return whether shares are right, and what is said if they are not."""
    worst = int(np.abs(found - shares).argmax())
    off = float(np.abs(found - shares)[worst])
    must = (
        f"id {worst} must have a share near {shares[worst]:.2f} of {DRAWS} draws, off "
        f"by less than {bound():.2f}, found {found[worst]:.2f}"
    )
    for cause, power in ((WARM, temperature**2), (PLAIN, temperature)):
        wrong = shares**power / np.sum(shares**power)
        if np.abs(found - wrong).max() < bound() / 2:
            return off < bound(), must, cause
    return off < bound(), must, ""


def bound() -> float:
    """Return by how much a share of DRAWS may be off."""
    return float(np.sqrt(SURE / 2 / DRAWS))
