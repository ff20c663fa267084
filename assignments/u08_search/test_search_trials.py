"""Open checks of unit 8: what random_search tries, keeps and ranks.

No network is trained here: an `evaluate` of the suite's own hands out histories.
"""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.generic]
Rng = np.random.Generator
GIVEN = '''
class Evaluate:
    """Hands out histories in turn, and notes the settings that it gets."""

    def __init__(self, histories):
        self.histories, self.calls = histories, []

    def __call__(self, *args, **kwargs):
        self.calls.append((list(args), dict(kwargs)))
        return list(self.histories[(len(self.calls) - 1) % len(self.histories)])


def search(function, histories, rng):
    """Return all trials as plain tuples, and all calls of evaluate."""
    evaluate = Evaluate(histories)
    try:
        trials = function(evaluate, len(histories), rng)
    except TypeError as error:
        if "not supported between instances of 'dict'" in str(error):
            return "compared", evaluate.calls
        raise
    if isinstance(trials, (list, tuple)):
        trials = [tuple(each) if isinstance(each, tuple) else each for each in trials]
    return trials, evaluate.calls
'''
BY_NAME = "evaluate takes its arguments by name: evaluate(weight_decay=..., lr=...)."
OTHERS = (
    "A trial holds other hyperparameters than evaluate was called with: sample once in "
    "each turn, and keep what you sampled."
)
EXCHANGED = "evaluate gets lr for weight_decay, and weight_decay for lr."
ONE_DICT = (
    "All trials hold the same hyperparameters, as where one dictionary serves for all: "
    "make a new one in each turn."
)
ONE_LIST = (
    "The history of a trial must be the list that its own evaluate returned: one list "
    "serves for several."
)
A_LIST = "The third field of a Trial is no list: keep the whole history there."
ONE_SAMPLE = "One set of hyperparameters serves all trials: sample inside of the loop."
ALL = "All trials are wanted, each as a Trial, the best first."
NONE = "Nothing comes back: a return is missing, or sort is used, which returns None."
COUNT = "Each turn of a loop over range(n_trials) makes one Trial, and all come back."
ONE = "One Trial comes back: all are wanted, the best first."
FIELDS = (
    "The fields of a Trial are exchanged: they must be accuracy, hyperparameters and "
    "history."
)
CALLS = "evaluate is called once for each trial: keep what it returns."
POPPED = "The last number of each is gone, as after pop: read it as history[-1]."
BEST_EPOCH = (
    "A trial counts by its best epoch: the last one must count, of a history that is "
    "in the order of its epochs."
)
MEAN = "A trial counts by the mean of its epochs: the last one must count."
FIRST_EPOCH = "A trial counts by its first epoch: the last one must count."
WORST_FIRST = "The worst trial comes first: turn the order around."
COMPARED = (
    "A Trial begins with its accuracy, then come its hyperparameters and its history: "
    "sort by the accuracy."
)
OTHER_KEY = (
    "These are the right accuracies in the order of another number: sort by the last "
    "of each history, and not by its mean, its best or its first, or by a setting."
)
BY_SETTING = "The trials are in the order of {}: sort by the last of each history."
BY_MEAN = (
    "The trials are in the order of the means of their histories: sort by the last."
)
BY_BEST = "The trials are in the order of their best epochs: sort by the last epoch."
BY_FIRST = "The trials are in the order of their first epochs: sort by the last epoch."
BY_ROUNDED = "The accuracies are rounded before they are sorted: sort them as they are."
ROUNDED = "The accuracies are rounded to {} digits: keep them as they are."
MADE_TURNED = "The trial that was made last comes first: sort them by the accuracy."
AS_MADE = "The trials are in the order of their making: return what sorted gives."


@exercise("8.5")
def test_three_trials(student: Student, rng: Rng) -> None:
    """random_search calls evaluate by name, once a trial, as in handout section 4.1."""
    histories = [[0.2, 0.6], [0.7, 0.5], [0.1, 0.55]]

    trials, calls = searched(student, histories, rng)

    is_turned = any(is_row(row[0]) and not is_row(row[2]) for row in trials)
    require(are_in_order(trials) and not is_turned, FIELDS, cause=FIELDS)
    must = f"evaluate must be called 3 times, found {len(calls)}."
    require(len(calls) == 3, must, cause=CALLS)
    named = [len(kwargs) for _, kwargs in calls] == [2, 2, 2]  # which ones: 8.4
    names, held = {str(sorted(kwargs)) for _, kwargs in calls}, "['lr', 'weight_decay']"
    if {str(sorted(settings(trial))) for trial in trials} == {held}:
        named = named and names == {held}
    found = ", ".join(sorted(key for _, kwargs in calls[:1] for key in kwargs))
    must = f"evaluate must get weight_decay and lr by name, found {found or 'no name'}."
    require(named, must, cause=BY_NAME)
    kept = sorted(history(trial) for trial in trials)
    is_cut = kept == sorted(row[:-1] for row in histories)
    kinds = sorted({type(row[2]).__name__ for row in trials if not is_row(row[2])})
    must = f"Each history must be a list, found {', '.join(kinds)}."
    require(not kinds, must, cause=A_LIST)
    longest = max(map(len, kept))
    must = "Each history must be in one trial, whole: evaluate returned 2 numbers, "
    must += f"found a history of {longest if longest > 2 else min(map(len, kept))}."
    cause = POPPED if is_cut else ONE_LIST if longest > 2 else ""
    require(kept == sorted(histories), must, cause=cause)


@exercise("8.5")
def test_drawn_trials_remember(student: Student, rng: Rng) -> None:
    """random_search samples for each trial, and the Trial holds what was sampled."""
    histories = rng.uniform(0.1, 0.9, size=(5, 3)).tolist()

    trials, calls = searched(student, histories, rng)

    require(are_in_order(trials), FIELDS, cause=FIELDS)
    tried = [list(kwargs.values()) or args for args, kwargs in calls]
    kinds = len({str(each) for each in tried})
    must = f"5 trials must try 5 settings, found {kinds}."
    require(kinds > 1, must, cause=ONE_SAMPLE)
    kinds_held = {type(trial[1]).__name__ for trial in trials}
    must = "hyperparameters must be the dictionary that was sampled, found "
    require(kinds_held == {"dict"}, f"{must}{', '.join(sorted(kinds_held))}.")
    held = sorted(str(sorted(settings(trial).items())) for trial in trials)
    given = sorted(str(sorted(kwargs.items())) for _, kwargs in calls)
    is_same = held == given or not all(kwargs for _, kwargs in calls)
    turned = [dict(zip(kw, [*kw.values()][::-1], strict=True)) for _, kw in calls]
    is_turned = held == sorted(str(sorted(each.items())) for each in turned)
    cause = EXCHANGED if is_turned else ONE_DICT if len(set(held)) == 1 else OTHERS
    require(is_same, "A trial must hold the settings of its call.", cause=cause)


@exercise("8.6")
def test_three_trials_ranked(student: Student, rng: Rng) -> None:
    """random_search ranks the three trials of handout section 4.2 as it says there."""
    trials, _ = searched(student, [[0.2, 0.6], [0.7, 0.5], [0.1, 0.55]], rng)

    suspects = {
        "rank:best": (BEST_EPOCH, [0.7, 0.6, 0.55]),
        "rank:mean": (MEAN, [0.6, 0.4, 0.325]),
        "rank:first": (FIRST_EPOCH, [0.7, 0.2, 0.1]),
        "rank:worst": (WORST_FIRST, [0.5, 0.55, 0.6]),
        "rank:other": (OTHER_KEY, [0.5, 0.6, 0.55]),
        "rank:as-made": (AS_MADE, [0.6, 0.5, 0.55]),
        "rank:turned": (MADE_TURNED, [0.55, 0.5, 0.6]),
    }
    clues = Clues(suspects=suspects)
    close(accuracies(trials), [0.6, 0.55, 0.5], "the list of accuracies", clues=clues)


@exercise("8.6")
def test_drawn_trials_ranked(student: Student, rng: Rng) -> None:
    """random_search sorts trials by the last number of their history, largest first."""
    rows = rng.uniform(0.1, 0.9, size=(7, 4))

    trials, _ = searched(student, rows.tolist(), rng)

    last = rows[:, -1]
    suspects = {
        "ranks:best": (BEST_EPOCH, np.sort(rows.max(axis=1))[::-1]),
        "ranks:mean": (MEAN, np.sort(rows.mean(axis=1))[::-1]),
        "ranks:first": (FIRST_EPOCH, np.sort(rows[:, 0])[::-1]),
        "ranks:worst": (WORST_FIRST, np.sort(last)),
        "ranks:as-made": (AS_MADE, last),
        "ranks:turned": (MADE_TURNED, last[::-1]),
        "ranks:by-mean": (BY_MEAN, last[np.argsort(-rows.mean(axis=1))]),
        "ranks:by-best": (BY_BEST, last[np.argsort(-rows.max(axis=1))]),
        "ranks:by-first": (BY_FIRST, last[np.argsort(-rows[:, 0])]),
        "value:rounded": (ROUNDED.format(1), np.sort(np.round(last, 1))[::-1]),
        "value:rounded-2": (ROUNDED.format(2), np.sort(np.round(last, 2))[::-1]),
        "value:rounded-3": (ROUNDED.format(3), np.sort(np.round(last, 3))[::-1]),
        "ranks:rounded": (BY_ROUNDED, rounded(last, 1)),
        "ranks:rounded-2": (BY_ROUNDED, rounded(last, 2)),
    }
    found, right = accuracies(trials), np.sort(last)[::-1]
    is_moved = np.array_equal(np.sort(found)[::-1], right)
    clues = Clues(suspects=suspects, cause=of_setting(trials) if is_moved else "")
    close(found, right, "the list of accuracies", clues=clues)


def rounded(last: NDArray[np.float64], digits: int) -> Array:
    """Return accuracies in the order that they have once they are rounded."""
    return last[np.argsort(-np.round(last, digits), kind="stable")]


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in your code's process."""
    return generator(int(rng.integers(1 << 32)))


def searched(
    student: Student, histories: list[list[float]], rng: Rng
) -> tuple[list[tuple[object, ...]], list[tuple[list[object], dict[str, object]]]]:
    """Return all trials, and all calls of evaluate."""
    module = support(student, "given", GIVEN)
    found, calls = module.search(student.random_search, histories, seeded(rng))
    rows = found if isinstance(found, list) else []
    are_trials = all(isinstance(each, tuple) and len(each) == 3 for each in rows)
    is_list = len(rows) == len(histories) and are_trials
    shown, cause = told(found, len(histories))
    must = f"There must be a list of {len(histories)} Trials, found {shown}."
    require(is_list, must, cause=cause)
    return rows, calls


def told(found: object, wanted: int) -> tuple[str, str]:
    """Return what random_search gave in place of its trials, and what that means."""
    if found is None:
        return "None", NONE
    if isinstance(found, str) and found == "compared":
        return "that your code compares Trials by their dictionaries", COMPARED
    if isinstance(found, np.ndarray):
        return f"an array of shape {found.shape}", ALL
    if not isinstance(found, (list, tuple)):
        return f"a {type(found).__name__}", ALL
    if len(found) == 3 and sum(isinstance(each, dict) for each in found) == 1:
        return "one Trial alone", ONE
    return f"{len(found)}", COUNT if len(found) != wanted else ALL


def are_in_order(trials: list[tuple[object, ...]]) -> bool:
    """Whether no trial has its hyperparameters at the place of something else."""
    return not any(isinstance(each, dict) for row in trials for each in row[::2])


def is_row(value: object) -> bool:
    """Whether something is a row of numbers, of any kind, and not a single one."""
    return isinstance(value, (list, tuple)) or np.ndim(as_array(value)) > 0


def as_array(value: object) -> Array:
    """Return an array as it is, and anything else as one without axes."""
    return value if isinstance(value, np.ndarray) else np.zeros(())


def of_setting(trials: list[tuple[object, ...]]) -> str:
    """Return which hyperparameter the trials are sorted by, "" if it is none."""
    for name in ("lr", "weight_decay"):
        values = [settings(trial).get(name) for trial in trials]
        numbers = np.array([x for x in values if isinstance(x, (float, np.floating))])
        steps = np.sign(np.diff(numbers))
        if len(numbers) == len(trials) and abs(steps.sum()) == len(steps):
            return BY_SETTING.format(name)
    return ""


def history(trial: tuple[object, ...]) -> list[float]:
    """Return the history of a trial, in whatever kind of row it is."""
    rows = trial[2] if isinstance(trial[2], (list, tuple, np.ndarray)) else []
    return [float(value) for value in rows]


def settings(trial: tuple[object, ...]) -> dict[str, object]:
    """Return the hyperparameters of a trial."""
    return trial[1] if isinstance(trial[1], dict) else {}


def accuracies(trials: list[tuple[object, ...]]) -> Array:
    """Return the accuracy of each trial."""
    are_numbers = all(isinstance(trial[0], (float, np.floating)) for trial in trials)
    found = ", ".join(repr(trial[0])[:30] for trial in trials)
    must = f"The accuracy of a trial must be a float from history, found {found}."
    require(are_numbers, must)
    return np.array([trial[0] for trial in trials])
