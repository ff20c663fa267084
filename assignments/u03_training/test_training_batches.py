"""Open checks of unit 3: batches of examples."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    generator,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
SEEDS = 2**31
PASSES = '''
"""Two passes through data."""

import numpy as np


def twice(student, t, rng):
    passes = []
    for _ in range(2):
        batches = student.minibatches(t * 1.0, t.copy(), 7, rng)
        passes.append([np.array(labels) for _, labels in batches])
    return [np.concatenate(batches) for batches in passes]
'''
PAIRS = "minibatches must yield pairs of arrays: some rows of x, as many of t."
PAIR = "Yield both: some rows of x, and the same rows of t."
NOTHING = "Nothing comes back: yield each batch inside the loop."
YIELD = "A return ends minibatches at its first batch: yield hands out one by one."
COVER = (
    "Each example comes once in a pass, and the last batch has what is left: look at "
    "where the loop over the starts of batches ends, and where each slice ends."
)
ONE_ON = (
    "Each batch begins one place after the one before it: they must begin at 0, 3 and "
    "6, which range(0, N, batch_size) counts."
)
PARTS = (
    "The data is cut into batch_size parts: batch_size is how many examples a batch "
    "has, and not how many batches there are."
)
TWOS = "Batches have 2 examples where batch_size is 3: only the last may have fewer."
SHORT_FIRST = "The short batch must come last: shuffle the examples, not the batches."
ANEW = (
    "Some come more than once and others never: an order holds each place once, as "
    "rng.permutation gives it. Draw one for the whole pass, before the loop."
)
APART = "x and t are not in one order: draw one, and choose from both by it."
AS_GIVEN = "The examples come in the order in which they were given: shuffle them."
SAME_AGAIN = (
    "A second pass has the order of the first: draw an order in every call, and from "
    "the generator that was given, as it is."
)
ELSEWHERE = (
    "Chance comes from elsewhere than rng, such as np.random or a generator of the "
    "function's own."
)


@exercise("3.6")
def test_seven_examples_in_batches_of_three(student: Student, rng: Rng) -> None:
    """minibatches(...) yields 7 examples as 3, 3 and 1, each once and with its t."""
    x, t = 10.0 * np.arange(7)[:, np.newaxis], np.arange(7)
    seed, *seeds = (generator(int(rng.integers(SEEDS))) for _ in range(9))
    given = x.copy(), t.copy(), 3

    passes = [pairs_of(student.minibatches(*given, each)) for each in seeds]
    every = [[len(batch[1]) for batch in batches] for batches in passes]
    batches, sizes = min(
        zip(passes, every, strict=True), key=lambda b: b[1] == [3, 3, 1]
    )
    listed = ", ".join(map(str, sizes)) or "none"
    must = f"Batches must have 3, 3 and 1 examples, found {listed}."
    cause = why_of_sizes([batch[1] for batch in batches], sizes)
    if sizes == [3, 2, 2]:  # by how many there should be, or by batch_size?
        halves = attempt(lambda: list(student.minibatches(x.copy(), t.copy(), 2, seed)))
        cause = PARTS if halves is not None and len(halves) == 2 else COVER
    require(sizes == [3, 3, 1], must, cause=cause)
    places = np.concatenate([batch[1] for batch in batches])
    listed = ", ".join(map(str, places))
    must = f"Each of 0, ..., 6 must come once, found {listed}."
    require(sorted(places) == list(range(7)), must, cause=ANEW)
    rows = np.concatenate([batch[0] for batch in batches])
    clues = Clues(cause=APART)
    close(rows, x[places.astype(int)], "x, which is 10 t here,", clues=clues)


@exercise("3.6")
def test_two_passes_have_two_orders(student: Student, rng: Rng) -> None:
    """minibatches(...) shuffles, and a second pass has another order.

    Two fair orders of 40 agree by chance with probability 1 / 40! < 1e-47.
    """
    t, make = np.arange(40), support(student, "layers", PASSES)

    first, second = make.twice(student, t.copy(), generator(int(rng.integers(SEEDS))))

    given = [int(np.array_equal(order, t)) for order in (first, second)]
    require(not any(given), AS_GIVEN, cause=AS_GIVEN)
    again = np.array_equal(first, second)
    require(not again, "Two passes must have two orders.", cause=SAME_AGAIN)


@exercise("3.6")
def test_one_seed_one_order(student: Student, rng: Rng) -> None:
    """minibatches(...) yields the same batches for two generators of one seed."""
    t, make, seed = np.arange(40), support(student, "layers", PASSES), rng.integers(99)

    (first, _), (second, _) = (
        make.twice(student, t.copy(), generator(int(seed))) for _ in range(2)
    )

    must = "Two generators of one seed must give the same batches."
    require(np.array_equal(first, second), must, cause=ELSEWHERE)


def why_of_sizes(labels: list[NDArray[np.int64]], sizes: list[int]) -> str:
    """Return what makes batches of these sizes in place of 3, 3 and 1."""
    if sizes[:2] == [3, 3] and np.array_equal(labels[0][1:], labels[1][:2]):
        return ONE_ON
    if sizes[0:1] == [2] and sizes != [2, 3, 2]:
        return TWOS
    return SHORT_FIRST if sizes in ([1, 3, 3], [3, 1, 3]) else COVER


def pairs_of(found: object) -> list[tuple[Array, NDArray[np.int64]]]:
    """Return the batches, once they are known to be pairs of arrays of one length."""
    kinds = Student, list, tuple
    require(isinstance(found, kinds), PAIRS, cause=NOTHING if found is None else YIELD)
    batches = list(found) if isinstance(found, kinds) else []
    cause = YIELD if isinstance(found, tuple) else PAIR
    require(all(map(is_pair, batches)), PAIRS, cause=cause)
    return batches


def is_pair(batch: object) -> bool:
    """Whether a batch is two arrays of one length."""
    both = batch if isinstance(batch, (tuple, list)) else ()
    lengths = {len(each) for each in both if isinstance(each, np.ndarray) and each.ndim}
    return len(both) == 2 and len(lengths) == 1
