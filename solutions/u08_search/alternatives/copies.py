"""Copies that are shuffled in place, by one seed for both; a heap of trials."""

import heapq
from typing import NamedTuple

import numpy as np


class Trial(NamedTuple):
    accuracy: float
    hyperparameters: dict
    history: list


def split(x, t, validation_rate, rng):
    seed = int(rng.integers(2**63))
    x, t = np.array(x), np.array(t)
    for array in (x, t):
        np.random.default_rng(seed).shuffle(array)
    n_train = len(x) - round(len(x) * validation_rate)
    return x[:n_train], t[:n_train], x[n_train:], t[n_train:]


def log_uniform(low_exp, high_exp, rng):
    return 10.0**high_exp / 10.0 ** ((high_exp - low_exp) * rng.random())


def sample_hyperparameters(rng):
    sampled = {}
    for name, low in (("lr", -6), ("weight_decay", -8)):
        sampled[name] = log_uniform(low, low + 4, rng)
    return sampled


def random_search(evaluate, n_trials, rng):
    heap = []
    for number in range(n_trials):
        settings = sample_hyperparameters(rng)
        history = evaluate(**settings)
        heapq.heappush(heap, (-history[-1], number, Trial(history[-1], settings, history)))
    return [heapq.heappop(heap)[2] for _ in range(n_trials)]
