"""Functions that make functions: samplers by range, and a key for the sort."""

import math
from operator import itemgetter
from typing import NamedTuple


class Trial(NamedTuple):
    accuracy: float
    hyperparameters: dict
    history: list


def chooser(places):
    return lambda array: array[places]


def split(x, t, validation_rate, rng):
    places = rng.permutation(x.shape[0])
    cut = x.shape[0] - round(validation_rate * x.shape[0])
    choosers = chooser(places[:cut]), chooser(places[cut:])
    return tuple(choose(array) for choose in choosers for array in (x, t))


def decades(low_exp, high_exp):
    def draw(rng):
        return math.pow(10, low_exp + (high_exp - low_exp) * rng.random())

    return draw


def log_uniform(low_exp, high_exp, rng):
    return decades(low_exp, high_exp)(rng)


SAMPLERS = {"lr": decades(-6, -2), "weight_decay": decades(-8, -4)}


def sample_hyperparameters(rng):
    return {name: draw(rng) for name, draw in SAMPLERS.items()}


def random_search(evaluate, n_trials, rng):
    def attempt(_):
        settings = sample_hyperparameters(rng)
        *_, last = history = evaluate(**settings)
        return Trial(last, settings, history)

    trials = list(map(attempt, range(n_trials)))
    trials.sort(key=itemgetter(0), reverse=True)
    return trials
