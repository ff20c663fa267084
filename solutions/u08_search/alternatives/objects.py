"""Class-heavy: a range that draws, a record that keeps trials sorted by insertion."""

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple


class Trial(NamedTuple):
    accuracy: float
    hyperparameters: dict
    history: list


@dataclass(frozen=True)
class Decades:
    """A range of orders of magnitude."""

    low: float
    high: float

    def draw(self, rng):
        return float(10.0 ** (self.low + rng.random() * (self.high - self.low)))


@dataclass
class Record:
    """Trials, the best first; an equal one goes behind those that are there."""

    trials: list = field(default_factory=list)

    def add(self, trial):
        keys = [-each.accuracy for each in self.trials]
        self.trials.insert(bisect_right(keys, -trial.accuracy), trial)


class Divider:
    """Holds a shuffled order and where it is cut."""

    def __init__(self, n, rate, rng):
        self.order = rng.choice(n, size=n, replace=False)
        self.n_val = round(n * rate)

    def train(self, array):
        return array[self.order[self.n_val :]]

    def val(self, array):
        return array[self.order[: self.n_val]]


def split(x, t, validation_rate, rng):
    divider = Divider(len(x), validation_rate, rng)
    return divider.train(x), divider.train(t), divider.val(x), divider.val(t)


def log_uniform(low_exp, high_exp, rng):
    return Decades(low_exp, high_exp).draw(rng)


def sample_hyperparameters(rng):
    ranges = {"weight_decay": Decades(-8, -4), "lr": Decades(-6, -2)}
    return {name: each.draw(rng) for name, each in ranges.items()}


def random_search(evaluate, n_trials, rng):
    record = Record()
    while len(record.trials) < n_trials:
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        record.add(Trial(float(history[-1]), settings, list(history)))
    return record.trials
