"""Open checks of unit 8: a search on digits, ties, generators, arrays and kinds."""

import numpy as np
import pytest

from grader.checks import (
    Student,
    Work,
    accuracy,
    dataset,
    exercise,
    generator,
    narrowed,
    require,
    support,
    trained,
    trains,
    vectorised,
)

Rng = np.random.Generator
TRAIN = '''
import numpy as np


def probabilities(w, x):
    z = x @ w
    p = np.exp(z - z.max(axis=1, keepdims=True))
    return p / p.sum(axis=1, keepdims=True)


def fit(data, unseen, lr, weight_decay):
    """Train one layer with momentum; return a history and what it says of new images.

    A little of the right probability is added, so no two trials come out equal.
    """
    x, t, x_val, t_val = (np.asarray(each) for each in data)
    t, t_val = t.astype(int), t_val.astype(int)  # 8.11 judges kinds
    rng, rows = np.random.default_rng(1), np.eye(10)[t]
    w, history = rng.normal(0, 0.1, size=(65, 10)), []
    move = 0 * w
    for _ in range(8):
        for start in range(0, len(x), 30):
            some = x[start : start + 30]
            d = (probabilities(w, some) - rows[start : start + 30]) / len(some)
            move = 0.9 * move - lr * (some.T @ d + weight_decay * w)
            w = w + move
        p = probabilities(w, x_val)
        right = p.argmax(axis=1) == t_val
        near = p[np.arange(len(t_val)), t_val].mean()
        history.append(float(right.mean() + 1e-3 * near))
    return history, probabilities(w, unseen)


def train(student, x, t, unseen, rng):
    data = student.split(x, t, 0.4, rng)

    def evaluate(weight_decay, lr):
        return fit(data, unseen, lr, weight_decay)[0]

    best = student.random_search(evaluate, 40, rng)[0]
    return fit(data, unseen, **best[1])[1]
'''
GIVEN = '''
import numpy as np


class Evaluate:
    """Hands out histories that it keeps, and notes the settings that it got."""

    def __init__(self, histories):
        self.histories, self.calls = histories, []

    def __call__(self, *args, **kwargs):
        held = list(args) + [kwargs[name] for name in sorted(kwargs)]
        if held and isinstance(held[0], dict):
            held = [held[0][name] for name in sorted(held[0])]
        held = sorted(flat(held))  # by name or by place: 8.5 judges that
        if held not in self.calls:  # what is tried again comes out again
            self.calls.append(held)
        return self.histories[self.calls.index(held) % len(self.histories)]


def flat(values):
    values = values.values() if isinstance(values, dict) else values
    rows = [np.ravel(value) for value in values]
    return [float(x) for row in rows if row.dtype.kind in "fiu" for x in row]


def call(student, name, rng):
    """Return all numbers that come out of a function, in one list."""
    if name == "split":
        parts = student.split(np.arange(40) * 1.0, np.arange(40), 0.2, rng)
        return flat(parts)
    if name == "log_uniform":
        return flat([student.log_uniform(-5.0, -1.0, rng)])
    if name == "sample_hyperparameters":
        return flat(student.sample_hyperparameters(rng))
    evaluate = Evaluate([[0.1], [0.2], [0.3]])
    student.random_search(evaluate, 3, rng)
    return [x for call in evaluate.calls for x in call]


def twice(student, name, rng):
    return call(student, name, rng), call(student, name, rng)


def search(student, histories, rng):
    """Return the names of all kinds, the calls in order, and all histories."""
    evaluate = Evaluate(histories)
    try:
        trials = student.random_search(evaluate, len(histories), rng)
    except TypeError as error:
        if "not supported between instances of 'dict'" in str(error):
            return ["compared"], [], histories
        raise
    kinds = [type(trials).__name__, *sorted({type(x).__name__ for x in trials})]
    calls = [number(x, evaluate) for x in trials]
    return kinds, calls, evaluate.histories


def number(trial, evaluate):
    """Return the call of evaluate that a trial belongs to, told by its history."""
    first = [history[0] for history in evaluate.histories]
    return first.index(trial[2][0]) if trial[2][0] in first else -1
'''
NAMES = ("split", "log_uniform", "sample_hyperparameters", "random_search")
EACH = pytest.mark.parametrize("name", NAMES)
DRAWING = pytest.mark.parametrize("name", NAMES[1:])  # 8.2 tells it of split
ELSEWHERE = (
    "Chance comes from elsewhere than rng, such as np.random or a generator of the "
    "function's own."
)
SEARCH = (
    "split, the ranges and the ranking decide this: x and t in one order, small "
    "numbers as often as large ones, the best trial first. Look there, 8.2 to 8.6."
)
AGAIN = "Draw from the rng that is given, which goes on, and keep nothing for later."
TURNED = (
    "Among equals the later one comes first: sorted with reverse=True leaves them in "
    "their order; a list that is turned around, or an insert before equals, does not."
)
FURTHER = "Among equals the history decides: the key must be the accuracy alone."
LOST = "Some trials are gone: does one take the place of another that is equal?"
COMPARED = "Where accuracies are equal, dictionaries are compared: give sorted a key."
SHUFFLED = "rng.shuffle works in place, and so do sort and assignments to x[...]."
POPPED = "pop, sort, reverse and append change a history: only read it."
ONE_ARRAY = "x and t are put into one array, or something is converted."
PLAIN = "The list holds plain tuples: make each of them by Trial(...)."
SIZED = "The draw has a size: draw one number."


@exercise("8.7")
def test_a_small_search_reads_digits(student: Student, rng: Rng) -> None:
    """The best of forty random trials with your code reads digits it has not seen."""
    digits = dataset("digits", near=__file__)
    images, labels = digits["images"].reshape(-1, 64), digits["labels"].astype(int)
    x = np.hstack([(images - 5.0) / 6, np.ones((len(images), 1))])

    def run(start: Rng) -> float:
        order = start.permutation(len(x))
        known, new = order[:300], order[300:660]
        given = x[known], labels[known], x[new]
        return accuracy(trained(student, TRAIN, *given, start=start), labels[new])

    with narrowed(lambda: require(0, SEARCH, cause=SEARCH)):  # no step is taken here
        trains(run, rng, reaches=0.6, measure="test accuracy on 360 digits")


@exercise("8.8")
def test_four_trials_with_ties(student: Student, rng: Rng) -> None:
    """random_search keeps ties in trial order, as in handout section 4.3."""
    module = support(student, "given", GIVEN)
    histories = [[0.3, 0.5], [0.2, 0.9], [0.1, 0.5], [0.4, 0.9]]

    kinds, found, _ = module.search(student, histories, seeded(rng))

    compared = kinds == ["compared"]
    require(not compared, "Two dictionaries are compared, and fail.", cause=COMPARED)
    require(-1 not in found, "A trial must hold the history of its call.")
    order = [place for place in found if place in (0, 2)]
    order += [place for place in found if place in (1, 3)]
    shown = ", ".join(f"{place + 1}" for place in found) or "none"
    must = f"Equal trials must stay in order, 2, 4, 1, 3, found {shown}."
    cause = TURNED if order == [2, 0, 3, 1] else LOST if len(set(order)) < 4 else ""
    cause = FURTHER if order == [0, 2, 3, 1] else cause
    require(order == [0, 2, 1, 3], must, cause=cause)


@exercise("8.9")
@EACH
def test_one_seed_one_result(student: Student, rng: Rng, name: str) -> None:
    """Two generators with the same seed give the same result."""
    module, seed = support(student, "given", GIVEN), int(rng.integers(1 << 32))

    first = module.call(student, name, generator(seed))
    second = module.call(student, name, generator(seed))

    must = f"{name} must give the same for the same rng."
    require(first == second, must, cause=ELSEWHERE)


@exercise("8.9")
@DRAWING
def test_one_generator_two_results(student: Student, rng: Rng, name: str) -> None:
    """Two calls with the same generator give different results."""
    module = support(student, "given", GIVEN)

    first, second = module.twice(student, name, seeded(rng))

    must = f"Two calls of {name} must give two results."
    require(first != second, must, cause=AGAIN)


@exercise("8.10")
def test_split_leaves_both_alone(student: Student, rng: Rng) -> None:
    """split: x and t of ten examples are not modified."""
    x, t = 10.0 * np.arange(10)[:, np.newaxis], np.arange(10)

    student.split(x, t, 0.3, seeded(rng))

    is_same = np.array_equal(x.ravel(), 10 * t) and np.array_equal(t, range(10))
    require(is_same, "split must leave x and t as they are.", cause=SHUFFLED)


@exercise("8.10")
def test_search_only_reads(student: Student, rng: Rng) -> None:
    """random_search does not modify the histories of three trials."""
    module = support(student, "given", GIVEN)
    histories = [[0.3, 0.1], [0.2, 0.4], [0.7, 0.6]]

    _, _, found = module.search(student, histories, seeded(rng))

    right = [[0.3, 0.1], [0.2, 0.4], [0.7, 0.6]]
    require(found == right, "The histories must stay as they are.", cause=POPPED)


@exercise("8.11")
def test_bytes_stay_bytes(student: Student, rng: Rng) -> None:
    """split: float32 images and uint8 labels keep their dtypes."""
    x, t = rng.normal(size=(10, 2)).astype(np.float32), np.arange(10, dtype=np.uint8)

    found = student.split(x, t, 0.3, seeded(rng))

    parts = found if isinstance(found, (tuple, list)) else [found]
    cause = ONE_ARRAY if all(isinstance(x, np.ndarray) for x in parts) else ""
    dtypes = sorted(str(getattr(part, "dtype", type(part).__name__)) for part in parts)
    must = f"There must be two parts of each dtype, found {', '.join(dtypes)}."
    require(
        dtypes == ["float32"] * 2 + ["uint8"] * 2,
        must,
        cause=cause,
    )


@exercise("8.11")
def test_kinds_of_results(student: Student, rng: Rng) -> None:
    """log_uniform returns a float, and random_search a list of Trial."""
    module = support(student, "given", GIVEN)

    number = student.log_uniform(-5, -1, seeded(rng))

    kind = type(number).__name__
    must = f"log_uniform must return a float, found {kind}."
    require(kind in {"float", "float64"}, must, SIZED if kind == "ndarray" else "")
    kinds, _, _ = module.search(student, [[0.3, 0.1], [0.2, 0.4]], seeded(rng))
    must = "There must be a list of Trial, found "
    must += f"a {kinds[0]} of {', '.join(kinds[1:]) or 'nothing'}."
    compared, plain = kinds == ["compared"], kinds == ["list", "tuple"]
    require(not compared, "Two dictionaries are compared, and fail.", cause=COMPARED)
    require(kinds == ["list", "Trial"], must, cause=PLAIN if plain else "")


@exercise("8.12")
def test_split_of_many(student: Student) -> None:
    """split: no Python loop over examples or features."""

    def build(size: dict[str, int]) -> Work:
        x, t = np.ones((size["N"], size["D"])), np.arange(size["N"])
        return Work(student.split, (x, t, 0.3, generator(1)))

    vectorised(build, over={"N": 5, "D": 3})


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in your code's process."""
    return generator(int(rng.integers(1 << 32)))
