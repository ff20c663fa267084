"""Hidden checks of unit 8, third part: what random_search tries and keeps.

No network is trained: an `evaluate` of the suite's own hands out histories, and notes
how it is called. Each history begins with a number of its own, so every trial tells
which call it belongs to, and every defect is judged where it belongs.
"""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    attempt,
    calls_in_turn,
    drawn_by,
    each_turn_draws,
    exercise,
    generator,
    has_length,
    in_this_order,
    narrowed,
    numbers_in_turn,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Histories = list[list[float]]
Calls = list[tuple[list[object], dict[str, object]]]
Found = list[tuple[object, ...]]
T = 20.0  # 2 exp(-T) is the probability that each bound allows
LEVELS = np.arange(1, 40) / 40
RANGES = {"weight_decay": (-8.0, -4.0), "lr": (-6.0, -2.0)}
SEARCH = '''
"""Searches without training: histories are handed out in turn."""

import numpy as np


class Evaluate:
    def __init__(self, histories):
        self.histories, self.calls = histories, []

    def __call__(self, *args, **kwargs):
        self.calls.append((list(args), dict(kwargs)))
        return list(self.histories[(len(self.calls) - 1) % len(self.histories)])


def search(function, histories, n_trials, rng):
    evaluate = Evaluate(histories)
    trials = function(evaluate, n_trials, rng)
    if isinstance(trials, (list, tuple)):
        trials = [tuple(each) if isinstance(each, tuple) else each for each in trials]
    return trials, evaluate.calls


def samples(function, times, seed):
    rng = np.random.default_rng(seed)
    found = [function(rng) for _ in range(times)]
    return [dict(each) if isinstance(each, dict) else {} for each in found]
'''
OTHERS = (
    "A trial holds other hyperparameters than evaluate was called with: is one "
    "dictionary used for all trials, or sampled twice?"
)
EXCHANGED = "lr and weight_decay are exchanged where evaluate is called."
CUT = "The history is not whole: all epochs belong into it, first and last as well."
EVEN = (
    "The numbers are uniform, so hardly any is small: take them from "
    "sample_hyperparameters."
)
RANGES_SAID = "The hyperparameters are not what sample_hyperparameters draws: call it."


@exercise("8.5", weight=2)
@pytest.mark.parametrize("n", [1, 7], ids=["one trial", "seven trials"])
def test_one_evaluation_for_each_trial(student: Student, rng: Rng, n: int) -> None:
    """random_search calls evaluate n_trials times and returns n_trials trials."""
    trials, calls = searched(student, rng, drawn_histories(rng, n))

    must = f"{n} trials must call evaluate {n} times, found {len(calls)}"
    with narrowed(lambda: calls_in_turn(["evaluate"] * len(calls), ["evaluate"], n)):
        require(len(calls) == n, must)
    has_length(trials, n, "the list of trials")


@exercise("8.5")
def test_evaluate_gets_names(student: Student, rng: Rng) -> None:
    """random_search passes weight_decay and lr to evaluate as keyword arguments."""
    _, calls = searched(student, rng, drawn_histories(rng, 5))

    names = {tuple(sorted(kwargs)) for _, kwargs in calls}
    own = attempt(lambda: student.sample_hyperparameters(generator(1)))
    named = tuple(sorted(own)) if isinstance(own, dict) else ()
    must = "evaluate must be called with weight_decay and lr, by name"
    made = [
        ", ".join(["..."] * len(a) + [f"{k}=..." for k in sorted(kw)])
        for a, kw in calls
    ]
    said = [f"evaluate({each})" for each in made]
    right = "evaluate(lr=..., weight_decay=...)"
    with narrowed(lambda: calls_in_turn(said, [right], len(calls))):
        require(not any(args for args, _ in calls), must)
    require(names in ({("lr", "weight_decay")}, {named}), must)


@exercise("8.5", weight=2)
def test_trial_holds_what_was_tried(student: Student, rng: Rng) -> None:
    """random_search: a Trial holds the hyperparameters that its evaluate call got."""
    histories = drawn_histories(rng, 7)

    trials, calls = searched(student, rng, histories)

    numbers = calls_of(trials, histories)
    held = np.array([pair(trial[1]) for trial in trials])
    tried = np.array([given(calls[number]) for number in numbers])
    is_turned, names = np.array_equal(held, tried[:, ::-1]), list(RANGES)
    must = "a trial must hold the hyperparameters that evaluate was called with"
    is_same, order = np.array_equal(held, tried), np.argsort(numbers)
    with narrowed(
        lambda: in_this_order(names[::-1] if is_turned else names, names),
        lambda: numbers_in_turn(
            held[order, 0], tried[order, 0], "the list of settings"
        ),
    ):
        require(is_same, must, cause=EXCHANGED if is_turned else OTHERS)


@exercise("8.5", weight=2)
def test_trial_holds_its_history(student: Student, rng: Rng) -> None:
    """random_search: a Trial holds the whole history its evaluate call returned."""
    histories = drawn_histories(rng, 7)

    trials, _ = searched(student, rng, histories)

    rows = [numbers_of(trial[2]) for trial in trials]
    for row in rows:
        has_length(row, 4, "a history of 4 epochs")
    must = "each trial must hold the whole history that evaluate returned"
    require(set(map(tuple, rows)) == set(map(tuple, histories)), must, cause=CUT)


@exercise("8.5", weight=2)
def test_new_hyperparameters_for_each_trial(student: Student, rng: Rng) -> None:
    """random_search samples new hyperparameters for every trial."""
    _, calls = searched(student, rng, drawn_histories(rng, 7))

    tried = np.array([given(call) for call in calls])
    kinds = [np.unique(each).size for each in tried.T]
    must = f"7 trials must try 7 of each, found {kinds[0]} decays and {kinds[1]} rates"
    with narrowed(lambda: each_turn_draws(tried, "hyperparameters")):
        require(max(kinds) > 1, must)


@exercise("8.5", weight=2)
def test_trials_reach_over_both_ranges(student: Student, rng: Rng) -> None:
    """random_search tries what sample_hyperparameters draws, over both ranges.

    Or it has the right distribution, by the inequality of Dvoretzky, Kiefer and
    Wolfowitz: right work that draws in another way misses one of the two bounds with
    probability 4 exp(-20) = 8.3e-9 at most.
    """
    n, seed = 400, int(rng.integers(1 << 32))
    histories = [[number / n] for number in range(n)]

    _, calls = searched(student, rng, histories, seed)

    tried = np.array([given(call) for call in calls])
    is_own = np.array_equal(tried, sampled(student, n, seed))
    spans = np.array(list(RANGES.values()))
    with np.errstate(all="ignore"):
        share = (np.log10(tried) - spans[:, 0]) / (spans[:, 1] - spans[:, 0])
    below = np.array([(share < level).mean(axis=0) for level in LEVELS])
    off = float(np.abs(below - LEVELS[:, np.newaxis]).max())
    level, place = np.unravel_index(
        np.abs(below - LEVELS[:, None]).argmax(), below.shape
    )
    first, last = spans[place]
    must = (
        f"Of the trials {LEVELS[level]:.0%} must have a {list(RANGES)[place]} below "
        f"{10 ** (first + (last - first) * LEVELS[level]):.3g}, found "
        f"{below[level, place]:.0%}."
    )
    ends = 10.0**spans
    evenly = (tried - ends[:, 0]) / (ends[:, 1] - ends[:, 0])
    even = np.array([(evenly < level).mean(axis=0) for level in LEVELS])
    is_even = float(np.abs(even - LEVELS[:, np.newaxis]).max()) < np.sqrt(T / 2 / n)
    require(is_own or not is_even, must, cause=EVEN)
    is_right = off <= np.sqrt(T / 2 / n) and share.min() > -1e-9
    low, high = np.broadcast_to(spans.T[:, np.newaxis], (2, *tried.shape)).copy()
    with drawn_by(
        tried, "10 ** (low + (high - low) * u)", {"low": low, "high": high}, seed
    ):
        require(is_own or is_right, must, cause=RANGES_SAID)


def drawn_histories(rng: Rng, n: int) -> Histories:
    """Return histories of four epochs; no two numbers of them are alike.

    The first is not the smallest and the last not the largest, as a rule.
    """
    histories: Histories = rng.uniform(0.1, 0.9, size=(n, 4)).tolist()
    return histories


def searched(
    student: Student, rng: Rng, histories: Histories, seed: int | None = None
) -> tuple[Found, Calls]:
    """Return all trials as plain tuples, and all calls of evaluate."""
    module = support(student, "searches", SEARCH)
    rng_there = generator(int(rng.integers(1 << 32)) if seed is None else seed)
    found, calls = module.search(
        student.random_search, histories, len(histories), rng_there
    )
    rows = found if isinstance(found, list) else []
    are_trials = all(isinstance(each, tuple) and len(each) == 3 for each in rows)
    require(rows and are_trials, "random_search must return a list of Trial")
    require(calls, "random_search must call evaluate")
    return rows, calls


def calls_of(trials: Found, histories: Histories) -> list[int]:
    """Return which call of evaluate each trial belongs to, by its numbers.

    One number of a call's own is enough, so a history may have lost some.
    """
    values = [value for row in histories for value in row]
    owners = {
        value: number
        for number, row in enumerate(histories)
        for value in row
        if values.count(value) == 1
    }
    numbers = [
        next((owners[value] for value in numbers_of(trial[2]) if value in owners), -1)
        for trial in trials
    ]
    must = "the history of a trial must be one that evaluate returned"
    require(-1 not in numbers, must)
    return numbers


def numbers_of(history: object) -> list[float]:
    """Return a history as a list of numbers, also where it is a single one."""
    rows = (
        history if isinstance(history, (list, tuple)) else np.ravel(as_array(history))
    )
    return [one(value) for value in rows]


def one(value: object) -> float:
    """Return a number, once it is known to be one."""
    number = as_array(value)
    is_number = number.size == 1 and number.dtype.kind in "fiu"
    require(is_number, "a number must be where an accuracy or a setting is")
    return float(number.reshape(()))


def as_array(value: object) -> NDArray[np.generic]:
    """Return numbers as an array, and anything else as an empty one."""
    is_numbers = isinstance(value, (float, int, np.generic, np.ndarray))
    return np.asarray(value) if is_numbers else np.zeros(0)


def pair(hyperparameters: object) -> list[float]:
    """Return the weight decay and lr; what they are called is judged elsewhere."""
    held = hyperparameters if isinstance(hyperparameters, dict) else {}
    require(len(held) == 2, "the hyperparameters must be a dictionary of two numbers")
    by_place = list(held.values())
    return [one(held.get(name, by_place[k])) for k, name in enumerate(RANGES)]


def given(call: tuple[list[object], dict[str, object]]) -> list[float]:
    """Return the weight decay and lr that evaluate was called with, in any way."""
    args, kwargs = call
    if kwargs:
        return pair(kwargs)
    by_place = dict(zip(RANGES, args, strict=False))
    return pair(args[0] if len(args) == 1 else by_place)


def sampled(student: Student, n: int, seed: int) -> Array:
    """Return what the student's own sample_hyperparameters draws, (n, 2)."""
    module = support(student, "searches", SEARCH)
    found = attempt(partial(module.samples, student.sample_hyperparameters, n, seed))
    return np.array([pair(each) for each in found]) if found else np.zeros((n, 2))
