"""Hidden checks of unit 8, fourth part: how random_search ranks its trials.

No network is trained: an `evaluate` of the suite's own hands out histories, and notes
how it is called. Each history begins with a number of its own, so every trial tells
which call it belongs to, and every defect is judged where it belongs.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    equals_keep_order,
    exercise,
    generator,
    narrowed,
    numbers_in_turn,
    require,
    support,
)

Rng = np.random.Generator
Histories = list[list[float]]
Found = list[tuple[object, ...]]
SEARCH = '''
"""Searches without training: histories are handed out in turn."""


class Evaluate:
    def __init__(self, histories):
        self.histories, self.calls = histories, []

    def __call__(self, *args, **kwargs):
        held = str(list(args) + [kwargs[name] for name in sorted(kwargs)])
        if held not in self.calls:  # what is tried again comes out again
            self.calls.append(held)
        return list(self.histories[self.calls.index(held) % len(self.histories)])


def call_of(trial, evaluate):
    """Return the number of the call whose settings a trial holds, or -1."""
    if len(trial) != 3 or not isinstance(trial[1], dict):
        return -1
    held = str([trial[1][name] for name in sorted(trial[1])])
    return evaluate.calls.index(held) if held in evaluate.calls else -1


def search(function, histories, n_trials, rng):
    evaluate = Evaluate(histories)
    trials = function(evaluate, n_trials, rng)
    if not isinstance(trials, (list, tuple)):
        return trials
    return [
        (*each, call_of(each, evaluate)) if isinstance(each, tuple) else each
        for each in trials
    ]
'''
BEST_EPOCH = "A trial counts by its best epoch: the last one must count."
BY_LENGTH = (
    "The trials are in the order of how long their histories are: the accuracy alone "
    "must decide."
)
MIDDLE = (
    "It is a number from the middle of that trial's history: the last one must count, "
    "however long the other histories are."
)
MEAN = "A trial counts by the mean of its epochs: the last one must count."
FIRST_EPOCH = "A trial counts by its first epoch: the last one must count."
WORST_FIRST = "The worst trial comes first: turn the order around."
AS_MADE = "The trials are in the order in which they were made: sort them."
BEST_ONLY = "Only the first place is right: all trials must be sorted."


@exercise("8.6", weight=2)
def test_accuracy_is_the_last(student: Student, rng: Rng) -> None:
    """random_search: the accuracy of a Trial is the last number of its history."""
    histories = drawn_histories(rng, 7)

    trials = searched(student, rng, histories)

    rows = np.array([histories[number] for number in calls_of(trials, histories)])
    found = np.array([one(trial[0]) for trial in trials])
    suspects = {
        "accuracy:best": (BEST_EPOCH, rows.max(axis=1)),
        "accuracy:mean": (MEAN, rows.mean(axis=1)),
        "accuracy:first": (FIRST_EPOCH, rows[:, 0]),
    }
    clues = Clues(suspects=suspects)
    numbers_in_turn(found, rows[:, -1], "the list of accuracies", clues=clues)


@exercise("8.6", weight=3)
@pytest.mark.parametrize("gaps", [1.0, 1e-9], ids=["wide gaps", "narrow gaps"])
def test_best_trial_first(student: Student, rng: Rng, gaps: float) -> None:
    """random_search returns all trials sorted by accuracy, the largest first."""
    histories = drawn_histories(rng, 11)
    last = 0.4 + gaps * rng.permutation(11) / 22
    histories = [
        [*row[:-1], float(end)] for row, end in zip(histories, last, strict=True)
    ]

    trials = searched(student, rng, histories)

    found = calls_of(trials, histories)
    right = sorted(found, key=ranked(histories, -1).index)
    rows = np.array(histories)
    wrong = {
        WORST_FIRST: right[::-1],
        AS_MADE: list(range(11)),
        BEST_EPOCH: np.argsort(-rows.max(axis=1), kind="stable").tolist(),
        MEAN: np.argsort(-rows.mean(axis=1)).tolist(),
        FIRST_EPOCH: ranked(histories, 0),
    }
    named = [said for said, order in wrong.items() if order == found]
    first = BEST_ONLY if found[:1] == right[:1] else ""
    must = "the trials must be sorted by their last accuracy, the largest first"
    last = np.array([histories[number][-1] for number in found])
    with narrowed(
        lambda: numbers_in_turn(last, np.sort(last)[::-1], "the list of accuracies")
    ):
        require(found == right, must, cause=named[0] if len(named) == 1 else first)


@exercise("8.6")
def test_histories_of_any_length(student: Student, rng: Rng) -> None:
    """random_search: whatever the lengths of histories, the last numbers rank them."""
    lengths = rng.permutation(np.arange(1, 8))
    histories = [rng.uniform(0.1, 0.9, size=n).tolist() for n in lengths]

    trials = searched(student, rng, histories)

    found = np.array([one(trial[0]) for trial in trials])
    right = np.array([row[-1] for row in histories])[calls_of(trials, histories)]
    own = [histories[k] for k in calls_of(trials, histories)]
    ends = [[row[:epochs][-1] for row in own] for epochs in range(2, 7)]
    cause = MIDDLE if found.tolist() in ends else ""
    require(not cause, "Each accuracy must be the last of its history.", cause=cause)
    numbers_in_turn(found, right, "the list of accuracies, of 1 to 7 epochs")
    is_sorted, longest = np.diff(found).max() <= 0, [len(row) for row in own]
    cause = BY_LENGTH if longest in (sorted(longest), sorted(longest)[::-1]) else ""
    require(is_sorted, "The largest accuracy must come first.", cause=cause)


@exercise("8.8", weight=2)
@pytest.mark.parametrize(
    ("n", "kinds"), [(40, 3), (23, 1)], ids=["three accuracies", "all equal"]
)
def test_equal_trials_keep_their_order(
    student: Student, rng: Rng, n: int, kinds: int
) -> None:
    """random_search keeps trials of the same accuracy in the order they were made."""
    last = rng.integers(1, 1 + kinds, size=n) / 4
    histories = [
        [*row[:-1], float(end)]
        for row, end in zip(drawn_histories(rng, n), last, strict=True)
    ]

    trials = searched(student, rng, histories)

    numbers = np.array(calls_of(trials, histories))
    found = np.array([one(trial[0]) for trial in trials])
    groups = [numbers[found == each] for each in np.unique(found)]
    equals_keep_order(groups)


def drawn_histories(rng: Rng, n: int) -> Histories:
    """Return histories of four epochs; no two numbers of them are alike.

    The first is not the smallest and the last not the largest, as a rule.
    """
    histories: Histories = rng.uniform(0.1, 0.9, size=(n, 4)).tolist()
    return histories


def searched(student: Student, rng: Rng, histories: Histories) -> Found:
    """Return all trials as plain tuples."""
    module = support(student, "searches", SEARCH)
    seeded = generator(int(rng.integers(1 << 32)))
    found = module.search(student.random_search, histories, len(histories), seeded)
    rows = found if isinstance(found, list) else []
    are_trials = all(isinstance(each, tuple) and len(each) == 4 for each in rows)
    require(rows and are_trials, "random_search must return a list of Trial")
    return rows


def calls_of(trials: Found, histories: Histories) -> list[int]:
    """Return which call of evaluate each trial belongs to, by its numbers.

    One number of a call's own is enough, so a history may have lost some; where it
    has lost all, the hyperparameters tell.
    """
    values = [value for row in histories for value in row]
    owners = {
        value: number
        for number, row in enumerate(histories)
        for value in row
        if values.count(value) == 1
    }
    numbers = [
        next(
            (owners[value] for value in numbers_of(trial[2]) if value in owners),
            int(one(trial[3])),
        )
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


def ranked(histories: Histories, epoch: int) -> list[int]:
    """Return the calls in the order of one of their epochs, the largest first."""
    order = np.argsort([-row[epoch] for row in histories], kind="stable")
    return [int(number) for number in order]
