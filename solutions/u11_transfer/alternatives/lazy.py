"""Optimizers made in the first update, and generators all over."""

from collections import defaultdict
from itertools import chain

import numpy as np
from array_api_compat import array_namespace


def freeze(params, prefixes):
    return set(chain.from_iterable(
        (key for key in params if key[: len(p)] == p) for p in prefixes
    ))


def trainable(grads, frozen):
    return dict(item for item in grads.items() if item[0] not in frozen)


def _problems(source, target, keys):
    for key in keys:
        if key not in source or key not in target:
            yield KeyError(key)
        elif source[key].shape != target[key].shape:
            yield ValueError(key, source[key].shape, target[key].shape)


def copy_parameters(source, target, keys=None):
    keys = list(source) if keys is None else [*keys]
    for problem in _problems(source, target, keys):
        raise problem
    for new, old in ((source[key], target[key]) for key in keys):
        old[:] = new
    return keys


def reinitialize_head(params, prefix, n_classes, rng):
    if not prefix.endswith("."):
        prefix += "."
    new = dict(params)
    w = params[prefix + "W"]
    d = len(w)
    new[prefix + "W"] = (rng.standard_normal((d, n_classes)) * (2 / d) ** 0.5).astype(w.dtype)
    new[prefix + "b"] = array_namespace(w).zeros(n_classes, dtype=w.dtype)
    return new


class GroupedOptimizer:
    def __init__(self, make_optimizer, lr, scales):
        self.make, self.lr = make_optimizer, lr
        self.factors = sorted(scales.items(), key=lambda item: -len(item[0]))
        self.optimizers = None

    def group(self, key):
        for number, (prefix, factor) in enumerate(self.factors):
            if key.startswith(prefix):
                return number if factor else None
        return len(self.factors)

    def update(self, params, grads):
        if self.optimizers is None:
            rates = [self.lr * factor for _, factor in self.factors] + [self.lr]
            self.optimizers = [self.make(rate) for rate in rates]
        parts = defaultdict(dict)
        for key in grads:
            parts[self.group(key)][key] = grads[key]
        for number, optimizer in enumerate(self.optimizers):
            optimizer.update(params, parts[number])
