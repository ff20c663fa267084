"""Open checks of unit 13: sampling.

What is drawn is judged by its shares. Hoeffding's inequality says how far they may be
off: right code misses a bound with probability 2 exp(-20) = 4e-9.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    quiet,
    require,
    support,
)

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


def ended(student, model, h0, temperature, rng):
    try:
        student.sample(model, h0, 3, 1, temperature, rng)
    except NotImplementedError:
        raise
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
'''
WARM = "The shares are those of logits times temperature: divide by it."
PLAIN = (
    "The shares are those of temperature 1: divide the logits, all of them and before "
    "exp. Dividing the maximum alone, or what exp returned, changes no share."
)
GREEDY = (
    "The id of the largest logit comes every time: draw from the softmax, each id anew "
    "with the rng that was given."
)
ALL_SAME = (
    "All draws are the same: draw each id anew with the rng that was given. One that "
    "is made in the loop begins from its seed each time."
)
EVEN = "All ids come equally often: draw with the probabilities that the softmax gives."
TOO_LOW = "Every id is one too low: the first id of the vocabulary is 0."
TOO_HIGH = "Every id is one too high: the first id of the vocabulary is 0."
FRESH = "It begins without h0: the first step must read the state that was given."
AT_ZERO = "temperature is 0 here: take the id of the largest logit, without a softmax."
SMALLEST = "At temperature 0 the id of the smallest logit comes: take the largest."
AN_ARRAY = "sample must return a list, as this array's .tolist() gives it."
WITH_FIRST = "first_id stands in front: it was given and not drawn, so leave it out."
ONE_LESS = "The last id is missing: the loop must run n times."
ONE_DRAW = "It came back after the first draw: does return stand inside of the loop?"
OTHER_RNG = (
    "The draws do not come from the rng that was given: an equal rng must give the "
    "same ids again. Draw with rng.choice or rng.random."
)
EXCHANGED = "What step returns is exchanged: the logits come first, then the state."


@exercise("13.7")
def test_the_largest_score_is_fed_back(student: Student, rng: Rng) -> None:
    """At temperature 0 sample feeds each id and each new state back into step."""
    table = rng.integers(7, size=(20, 7))
    models = support(student, "models", MODELS)
    model = models.Table(table)
    at = {
        k: str(models.ended(student, model, np.ones(1), k, generator(1)))
        for k in (0, 1)
    }
    is_nan = "nan" in at[0].lower() or at[0].startswith("ZeroDivisionError")
    must = f"sample must work at temperature 0, found {at[0]}."
    require(at[1] or not is_nan, must, cause=AT_ZERO)

    found = student.sample(model, np.array([4.0]), 3, 12, 0, generator(1))

    path = path_of(table, 4, 3, 12)
    ids = listed(found, 12, of_length(found, path, 3))
    stuck = [int(table[4 + k, 3]) for k in range(12)]
    still = [int(table[4, 3])]
    for _ in range(11):
        still.append(int(table[4, still[-1]]))
    suspects = {
        "sample:exchanged": (EXCHANGED, exchanged(table, 4, 3, 12)),
        "sample:stuck": (
            "first_id is read in every step: feed the drawn id back.",
            stuck,
        ),
        "sample:still": ("The state stays h0: take the one that step returns.", still),
        "sample:fresh": (FRESH, path_of(table, 0, 3, 12)),
        "sample:smallest": (SMALLEST, path_of((table == 0).astype(int), 4, 3, 12)),
        "sample:first": ("first_id is no part of the result.", [3, *path[:-1]]),
    }
    close(ids, path, "the ids", clues=Clues(suspects=suspects))


@exercise("13.8")
def test_temperature_divides_the_scores(student: Student, rng: Rng) -> None:
    """At temperature 2.5 sample draws ids from softmax(logits / 2.5)."""
    shares = rng.permutation([0.6, 0.3, 0.1])
    models = support(student, "models", MODELS)
    model = models.Fixed(2.5 * np.log(shares))
    drawn = int(rng.integers(1 << 32))

    found = student.sample(model, np.zeros(2), 0, DRAWS, 2.5, generator(drawn))

    ids = listed(found, DRAWS)
    low, high = int(ids.min()), int(ids.max())
    must = f"the ids must lie between 0 and 2, found {low} to {high}"
    cause = {(-1, 1): TOO_LOW, (1, 3): TOO_HIGH}.get((low, high), "")
    require(low >= 0 and high < len(shares), must, cause=cause)
    counts = np.bincount(ids, minlength=3)
    is_one = counts.max() == DRAWS
    cause = GREEDY if is_one and takes_largest(student, models) else ALL_SAME
    must = f"id {counts.argmax()} comes every time, in {DRAWS} draws"
    require(not is_one, must, cause=cause)
    require(*told(counts / DRAWS, shares, 2.5))
    again = student.sample(model, np.zeros(2), 0, DRAWS, 2.5, generator(drawn))
    must = "two calls with equal generators must draw the same ids."
    require(np.array_equal(listed(again, DRAWS), ids), must, cause=OTHER_RNG)


@exercise("13.10")
def test_sample_at_ten_thousand(student: Student) -> None:
    """Sample draws from logits of 10 000 and -10 000 without a NumPy warning."""
    model = support(student, "models", MODELS).Fixed(np.array([-1e4, 1e4, -1e4]))

    with quiet(student):
        found = student.sample(model, np.zeros(2), 0, 3, 1.0, generator(1))

    ids = listed(found, 3).tolist()
    require(ids == [1, 1, 1], f"the ids must be [1, 1, 1], found {ids}")


def listed(found: object, n: int, cause: str = "") -> Ids:
    """Return sampled ids, once they are a list of n whole numbers."""
    is_array = isinstance(found, np.ndarray)
    kind = "an array" if is_array else type(found).__name__
    must = f"sample must return a list of {n} integers, found {kind}"
    require(isinstance(found, list), must, cause=AN_ARRAY if is_array else "")
    items = found if isinstance(found, list) else []
    must = f"sample must return {n} ids, found {len(items)}"
    require(len(items) == n, must, cause=cause)
    odd = [each for each in items if not isinstance(each, (int, np.integer))]
    kind = type(odd[0]).__name__ if odd else ""
    require(not odd, f"the ids must be integers, found {kind} in the list")
    return np.array(items, np.int64)


def of_length(found: object, path: list[int], first: int) -> str:
    """Return why there are more ids than there must be, or fewer."""
    ids = found if isinstance(found, list) else []
    wrong = {WITH_FIRST: [first, *path], ONE_LESS: path[:-1], ONE_DRAW: path[:1]}
    return next((said for said, each in wrong.items() if ids == each), "")


def takes_largest(student: Student, models: Student) -> bool:
    """Return whether the id of the largest logit comes, wherever that stands."""
    found = []
    for place in range(3):
        model = models.Fixed(np.log(np.roll([0.6, 0.3, 0.1], place)))
        drawn = student.sample(model, np.zeros(2), 0, 3, 1.0, generator(place))
        found.append(set(listed(drawn, 3).tolist()) == {place})
    return all(found)


def path_of(table: Ids, start: int, first: int, n: int) -> list[int]:
    """Return where a table leads from `first`, beginning at its row `start`."""
    path, current = [], first
    for row in range(start, start + n):
        current = int(table[row % len(table), current])
        path.append(current)
    return path


def exchanged(table: Ids, start: int, first: int, n: int) -> list[int]:
    """Return the ids where the two things that step returns are exchanged."""
    path: list[int] = []
    current, h = first, np.array([float(start)])
    while len(path) < n:
        now = table[int(h[0]) % len(table)]
        h, scores = np.where(np.arange(now.size) == now[current], 60.0, 0.0), h + 1
        current = int(scores.argmax())
        path.append(current)
    return path


def told(found: Array, shares: Array, temperature: float) -> tuple[bool, str, str]:
    """Return whether shares are right, and what is said if they are not."""
    worst = int(np.abs(found - shares).argmax())
    off = float(np.abs(found - shares)[worst])
    must = (
        f"id {worst} must have a share near {shares[worst]:.2f} of {DRAWS} draws, off "
        f"by less than {bound():.2f}, found {found[worst]:.2f}"
    )
    if np.abs(found - 1 / found.size).max() < bound() / 2:
        return False, must, EVEN
    for cause, power in ((WARM, temperature**2), (PLAIN, temperature)):
        wrong = shares**power / np.sum(shares**power)
        if np.abs(found - wrong).max() < bound() / 2:
            return off < bound(), must, cause
    return off < bound(), must, ""


def bound() -> float:
    """Return by how much a share of DRAWS may be off."""
    return float(np.sqrt(SURE / 2 / DRAWS))
