"""Hidden checks of unit 13: what a model writes.

Where an answer is drawn it is judged by its shares, and right code misses a bound with
probability 2 exp(-20) at most, by Hoeffding's inequality; with the three shares of each
of two temperatures that is below 1e-7. Where the model is sure, another id comes
with a probability below 1e-24. Two fair rows of 30 ids out of 7 are the same with
probability 7^-30.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    live,
    quiet,
    require,
    support,
)

Array = NDArray[np.float64]
Ids = NDArray[np.int64]
Rng = np.random.Generator
DRAWS, SURE = 500, 20.0
MODELS = '''
"""Models of the suite's own."""

import numpy as np


class Table:
    """Knows for sure what follows an id, at each step of its own."""

    def __init__(self, table, ahead=60.0, behind=0.0):
        self.table, self.ahead, self.behind, self.read = table, ahead, behind, []

    def __call__(self, number, h):
        self.read.append(int(number))
        now = self.table[int(h[0]) % len(self.table)]
        is_next = np.arange(now.size) == now[int(number)]
        return np.where(is_next, self.ahead, self.behind), h + 1


class Fixed:
    """Finds the same logits always, in an array of its own."""

    def __init__(self, logits):
        self.logits, self.read = logits, []

    def __call__(self, number, h):
        self.read.append(int(number))
        return self.logits, h + 1


def twice(student, step, h0, rng):
    first = student.sample(step, h0, 0, 30, 1.0, rng)
    return first, student.sample(step, h0, 0, 30, 1.0, rng)
'''
STUCK = "first_id is read in every step: feed back the id that came."
STILL = "The state stays h0: take the one that step returned with the logits."
FIRST = "first_id is no part of the result: it begins with the id that came after."
FRESH = "It begins without h0: the first step reads the state that was given."
SMALLEST = "It takes the smallest score: temperature 0 takes the largest."
WARM = "The shares are those of logits times temperature: divide by it."
PLAIN = "The shares are those of temperature 1: divide the logits by it, before exp."
OWN_RNG = "The ids are not drawn with the generator that was given."
SEEDED = "Each call draws the same numbers: a generator goes on where it stopped."
MODELS_ARRAY = (
    "The array of logits belongs to the model: subtract and divide into a new one."
)
TEMPERATURES = pytest.mark.parametrize(
    "temperature", [0, 1.0], ids=["temperature 0", "drawn"]
)
LARGE = pytest.mark.parametrize(
    ("ahead", "temperature"),
    [(1e4, 0.5), (1e4, 1e-3), (-9e3, 1.0)],
    ids=["positive", "temperature near 0", "negative"],
)


@exercise("13.7", weight=2)
@TEMPERATURES
def test_path_of_a_sure_model(student: Student, rng: Rng, temperature: float) -> None:
    """From h0 and first_id on, sample writes what a model that is sure predicts."""
    table = rng.integers(7, size=(23, 7))
    start, first = int(rng.integers(1, 6)), int(rng.integers(7))
    model = support(student, "models", MODELS).Table(table)
    h0 = np.array([float(start)])

    found = student.sample(model, h0, first, 13, temperature, generator(2))

    path = path_of(table, start, first, 13)
    clues = of_path(table, start, first)
    close(listed(found, 13), path, "the ids", clues=clues)


@exercise("13.7")
@TEMPERATURES
def test_what_the_model_reads(student: Student, rng: Rng, temperature: float) -> None:
    """During sample, step reads first_id and then each id that was drawn, once."""
    logits = rng.normal(0.0, 0.2, size=7)
    model = support(student, "models", MODELS).Fixed(logits)

    found = student.sample(model, np.zeros(1), 5, 13, temperature, generator(3))

    ids, read = listed(found, 13).tolist(), model.read
    must = "step must read first_id and then each id that came"
    is_fed = isinstance(read, list) and read[:13] == [5, *ids[:-1]]
    require(is_fed and read[13:] in ([], ids[-1:]), must)


@exercise("13.7")
@TEMPERATURES
def test_none_and_one(student: Student, temperature: float) -> None:
    """With n of 0 and of 1, sample returns no id and one id."""
    model = support(student, "models", MODELS).Table(np.full((3, 5), 4))

    for n in (0, 1):
        found = student.sample(model, np.zeros(1), 2, n, temperature, generator(4))

        close(listed(found, n), np.full(n, 4), "the ids")


@exercise("13.7")
def test_largest_score_of_drawn_ones(student: Student, rng: Rng) -> None:
    """At temperature 0 sample returns the id of the largest of close logits."""
    logits = rng.normal(-3.0, 1.0, size=11)
    model = support(student, "models", MODELS).Fixed(logits.copy())

    found = student.sample(model, np.zeros(1), 0, 5, 0, generator(5))

    smallest = np.full(5, logits.argmin())
    clues = Clues(suspects={"sample:smallest": (SMALLEST, smallest)})
    close(listed(found, 5), np.full(5, logits.argmax()), "the ids", clues=clues)


@exercise("13.8", weight=2)
@pytest.mark.parametrize("temperature", [0.3, 2.5], ids="temperature {}".format)
def test_shares_at_a_temperature(
    student: Student, rng: Rng, temperature: float
) -> None:
    """Over 500 draws sample gives ids the shares softmax(logits / temperature)."""
    shares = rng.permutation([0.7, 0.22, 0.08])
    logits = temperature * np.log(shares) + rng.normal()
    model = support(student, "models", MODELS).Fixed(logits)

    ids = student.sample(model, np.zeros(2), 0, DRAWS, temperature, seeded(rng))

    counts = np.bincount(np.clip(listed(ids, DRAWS), 0, 3), minlength=4)[:3]
    found, limit = counts / DRAWS, float(np.sqrt(SURE / 2 / DRAWS))
    off = float(np.abs(found - shares).max())
    require(off < limit, *told(limit, (found, logits, temperature)))


@exercise("13.8")
def test_generator_is_the_given_one(student: Student, rng: Rng) -> None:
    """With equal seeds sample gives equal ids, and with another seed others."""
    model = support(student, "models", MODELS).Fixed(rng.normal(0.0, 0.2, size=7))
    seed = int(rng.integers(1 << 31))

    runs = [
        listed(student.sample(model, np.zeros(1), 0, 30, 1.0, generator(each)), 30)
        for each in (seed, seed, seed + 1)
    ]

    require(np.array_equal(runs[0], runs[1]), "one seed must give one text", OWN_RNG)
    must = "another seed must give another text"
    require(not np.array_equal(runs[0], runs[2]), must, OWN_RNG)


@exercise("13.8")
def test_generator_goes_on(student: Student, rng: Rng) -> None:
    """Two calls of sample with one generator draw different ids."""
    models = support(student, "models", MODELS)
    model = live(models, "Fixed")(rng.normal(0.0, 0.2, size=7))

    found = models.twice(student, model, np.zeros(1), seeded(rng))

    first, second = (listed(each, 30) for each in np_pair(found))
    must = "a second call with the same generator must draw others"
    require(not np.array_equal(first, second), must, cause=SEEDED)


@exercise("13.10")
@LARGE
def test_large_scores_are_drawn(
    student: Student, rng: Rng, ahead: float, temperature: float
) -> None:
    """For scores of about 10 000 sample is right, without a NumPy warning."""
    table = rng.integers(7, size=(23, 7))
    behind = ahead - 1e3
    model = support(student, "models", MODELS).Table(table, ahead, behind)

    with quiet(student):
        found = student.sample(model, np.zeros(1), 5, 13, temperature, generator(6))

    close(listed(found, 13), path_of(table, 0, 5, 13), "the ids")


@exercise("13.11", weight=2)
@pytest.mark.parametrize("temperature", [0, 0.4], ids=["temperature 0", "drawn"])
def test_model_is_left_alone(student: Student, rng: Rng, temperature: float) -> None:
    """The logits that step returns, and h0, are left unchanged by sample."""
    logits, h0 = rng.normal(2.0, 1.0, size=7), rng.normal(size=3)
    model, given = support(student, "models", MODELS).Fixed(logits.copy()), h0.copy()

    student.sample(model, given, 0, 5, temperature, seeded(rng))

    kept = np.asarray(model.logits)
    must = "sample must leave the logits of step as they are"
    require(np.array_equal(kept, logits), must, cause=MODELS_ARRAY)
    require(np.array_equal(given, h0), "sample must leave h0 as it is")


def seeded(rng: Rng) -> object:
    """Return a generator of its own for the student's code."""
    return generator(int(rng.integers(1 << 32)))


def np_pair(found: object) -> tuple[object, object]:
    """Return two results, None in place of anything else."""
    is_pair = isinstance(found, (tuple, list)) and len(found) == 2
    return (found[0], found[1]) if is_pair else (None, None)  # type: ignore[index]


def listed(found: object, n: int) -> Ids:
    """Return sampled ids, once they are a list of n whole numbers."""
    items = found if isinstance(found, list) else []
    are_ids = all(isinstance(each, (int, np.integer)) for each in items)
    length = len(items) if isinstance(found, list) else "no list"
    must = f"sample must return a list of {n} whole numbers, found {length}"
    require(isinstance(found, list) and are_ids and len(items) == n, must)
    return np.array(items, np.int64)


def path_of(table: Ids, start: int, first: int, n: int) -> list[int]:
    """Return where a table leads from `first`, beginning at its row `start`."""
    path, current = [], first
    for row in range(start, start + n):
        current = int(table[row % len(table), current])
        path.append(current)
    return path


def of_path(table: Ids, start: int, first: int) -> Clues:
    """Return what 13 ids may be in place of what they must be."""
    rows = np.arange(start, start + 13) % len(table)
    still, path = np.tile(table[start], (13, 1)), path_of(table, start, first, 13)
    suspects = {
        "sample:stuck": (STUCK, table[rows, first]),
        "sample:still": (STILL, path_of(still, 0, first, 13)),
        "sample:first": (FIRST, [first, *path[:-1]]),
        "sample:fresh": (FRESH, path_of(table, 0, first, 13)),
    }
    return Clues(suspects=suspects)


def told(limit: float, case: tuple[Array, Array, float]) -> tuple[str, str]:
    """Return what is said of shares that are off, and the cause if it is known."""
    found, logits, temperature = case
    powers = np.exp((logits - logits.max()) / temperature)
    worst = int(np.abs(found - powers / powers.sum()).argmax())
    must = (
        f"id {worst} must have a share near {powers[worst] / powers.sum():.2f}, off by "
        f"less than {limit:.2f}, found {found[worst]:.2f}"
    )
    for cause, wrong in ((WARM, logits * temperature), (PLAIN, logits)):
        powers = np.exp(wrong - wrong.max())
        if temperature != 1 and np.abs(found - powers / powers.sum()).max() < limit / 2:
            return must, cause
    return must, ""
