"""As short as it gets."""

from collections import namedtuple

Trial = namedtuple("Trial", "accuracy hyperparameters history")  # noqa: PYI024


def split(x, t, validation_rate, rng):
    p, n = rng.permutation(len(x)), round(len(x) * validation_rate)
    return x[p[n:]], t[p[n:]], x[p[:n]], t[p[:n]]


def log_uniform(low_exp, high_exp, rng):
    return 10 ** rng.uniform(low_exp, high_exp)


def sample_hyperparameters(rng):
    return dict(weight_decay=log_uniform(-8, -4, rng), lr=log_uniform(-6, -2, rng))  # noqa: C408


def random_search(evaluate, n_trials, rng):
    tried = [(h := sample_hyperparameters(rng), evaluate(**h)) for _ in range(n_trials)]
    return sorted((Trial(e[-1], h, e) for h, e in tried), key=lambda x: -x[0])
