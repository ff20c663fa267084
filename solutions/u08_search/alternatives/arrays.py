"""Everything at once: all hyperparameters in one array, a stable argsort."""

from typing import NamedTuple

import numpy as np


class Trial(NamedTuple):
    accuracy: float
    hyperparameters: dict
    history: list


NAMES = ("weight_decay", "lr")
LOW, HIGH = np.array([-8.0, -6.0]), np.array([-4.0, -2.0])


def split(x, t, validation_rate, rng):
    n = len(x)
    keys = rng.random(n)
    order = np.argsort(keys)
    n_val = int(np.rint(n * validation_rate))
    parts = np.split(order, [n_val])
    return np.take(x, parts[1], axis=0), t[parts[1]], np.take(x, parts[0], 0), t[parts[0]]


def log_uniform(low_exp, high_exp, rng):
    return np.exp(np.log(10) * rng.uniform(low_exp, high_exp))


def sample_hyperparameters(rng):
    exponents = LOW + (HIGH - LOW) * rng.random(2)
    return dict(zip(NAMES, np.power(10.0, exponents).tolist(), strict=True))


def random_search(evaluate, n_trials, rng):
    table = 10.0 ** rng.uniform(LOW, HIGH, size=(n_trials, 2))
    settings = [dict(zip(NAMES, map(float, row), strict=True)) for row in table]
    histories = [evaluate(**each) for each in settings]
    accuracies = np.array([history[-1] for history in histories])
    order = np.argsort(-accuracies, kind="stable")
    return [Trial(float(accuracies[k]), settings[k], histories[k]) for k in order]
