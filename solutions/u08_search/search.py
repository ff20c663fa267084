"""Unit 8: train, validate, test, and random search.

Read README.md in this folder first; it derives what is used here.
Paper: Bergstra and Bengio (2012), "Random Search for Hyper-Parameter Optimization",
Journal of Machine Learning Research 13, 281-305.

Shapes:
    N   examples
    (N, ...)  whole examples of any shape: (N, D) rows, (N, 8, 8) images
"""

from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.generic]  # of any dtype, kept as it is
Rng = np.random.Generator  # any of its methods may be used here
Hyperparameters = dict[str, float]


class Trial(NamedTuple):
    """One set of hyperparameters that was tried; it is given.

    Attributes:
        accuracy: validation accuracy after the last epoch, by which it is ranked.
        hyperparameters: "weight_decay" and "lr", as they were tried.
        history: validation accuracy after each epoch, as `evaluate` returned it.
    """

    accuracy: float
    hyperparameters: Hyperparameters
    history: list[float]


class Evaluate(Protocol):
    """Trains a network with these hyperparameters; whoever searches brings it along."""

    def __call__(self, *, weight_decay: float, lr: float) -> list[float]:
        """Return the validation accuracy after each epoch; there is at least one."""


def split(
    x: Array, t: Array, validation_rate: float, rng: Rng
) -> tuple[Array, Array, Array, Array]:
    """Return a part to train with and a part to validate with: exercises 8.1 and 8.2.

    Every example goes into exactly one of the parts, together with its target. Which
    part, and at which place there, is drawn from rng.

    Args:
        x: (N, ...) examples, left unchanged.
        t: (N,) labels, or (N, ...) other targets; t[n] belongs to x[n]; left unchanged.
        validation_rate: the share that is for validation, from 0 to 1.
        rng: where the order comes from.

    Returns:
        (x_train, t_train, x_val, t_val), where x_val and t_val have
        round(N * validation_rate) examples, and x_train and t_train all others; in
        the dtypes of x and t.
    """
    # hole: 8.1 split
    #: 8.1  How many are for validation? Cut there: handout 2.2.
    #: 8.2  One random order, for x and for t: handout 2.3.
    order = rng.permutation(len(x))
    n_val = round(len(x) * validation_rate)
    val, train = order[:n_val], order[n_val:]
    return x[train], t[train], x[val], t[val]


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return a number whose order of magnitude is drawn: exercise 8.3.

    Args:
        low_exp: the exponent of the smallest, so 10 ** low_exp is the smallest.
        high_exp: the exponent of the largest; not below low_exp.
        rng: where the number comes from.

    Returns:
        10 to the power of an exponent that is uniform from low_exp to high_exp.
    """
    # hole: 8.3 log_uniform
    #: 8.3  What is it that is uniform? Handout 3.2.
    exponent = rng.uniform(low_exp, high_exp)
    return float(10.0**exponent)


def sample_hyperparameters(rng: Rng) -> Hyperparameters:
    """Return what to try next, each of both drawn by itself: exercise 8.4.

    Args:
        rng: where the numbers come from.

    Returns:
        "weight_decay", 10 to the power of U(-8, -4), and "lr", 10 to the power of
        U(-6, -2).
    """
    # hole: 8.4 sample_hyperparameters
    #: 8.4  Two draws, under the two names that `evaluate` knows: handout 3.3.
    return {
        "weight_decay": log_uniform(-8, -4, rng),
        "lr": log_uniform(-6, -2, rng),
    }


def random_search(evaluate: Evaluate, n_trials: int, rng: Rng) -> list[Trial]:
    """Try random hyperparameters and return all trials, the best first.

    Exercises 8.5, 8.6 and 8.8.

    Args:
        evaluate: called once a trial, as evaluate(weight_decay=..., lr=...); returns
            the validation accuracy after each epoch, which is left unchanged.
        n_trials: how many trials there are.
        rng: where the hyperparameters come from, new ones for each trial.

    Returns:
        n_trials trials. The one whose accuracy after its last epoch is largest comes
        first; trials of the same accuracy keep the order in which they were made.
    """
    # hole: 8.5 random_search
    #: 8.5  Sample, evaluate, note what came out, n_trials times: handout 4.1.
    #: 8.6  The last number of a history is what counts; the best comes first: 4.2.
    #: 8.8  Which way of sorting keeps the order of equals? 4.3.
    trials = []
    for _ in range(n_trials):
        hyperparameters = sample_hyperparameters(rng)
        history = evaluate(**hyperparameters)
        trials.append(Trial(history[-1], hyperparameters, history))
    return sorted(trials, key=lambda trial: trial.accuracy, reverse=True)
