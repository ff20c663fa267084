"""Closures and map in place of loops; an optimizer that is a function of two dicts."""

from functools import partial

import numpy as np
from array_api_compat import array_namespace


def begins(prefixes):
    prefixes = list(prefixes)
    return lambda key: any(map(key.startswith, prefixes))


def freeze(params, prefixes):
    return frozenset(filter(begins(prefixes), params))


def trainable(grads, frozen):
    free = [key for key in grads.keys() - frozenset(frozen)]
    return {key: grads[key] for key in sorted(free)}


def copy_parameters(source, target, keys=None):
    wanted = tuple(source.keys() if keys is None else keys)
    missing = [k for k in wanted if not (k in source and k in target)]
    if missing:
        raise KeyError("not in both networks: " + ", ".join(missing))
    odd = [k for k in wanted if np.shape(source[k]) != np.shape(target[k])]
    if odd:
        told = (f"{k}: {source[k].shape} into {target[k].shape}" for k in odd)
        raise ValueError("; ".join(told))

    def write(key):
        target[key][...] = source[key]
        return key

    return list(map(write, wanted))


def reinitialize_head(params, prefix, n_classes, rng):
    weight, bias = map((prefix.rstrip(".") + ".{}").format, "Wb")
    old = params[weight]
    shape = old.shape[0], n_classes
    fresh = rng.standard_normal(shape).astype(old.dtype)
    fresh *= (2.0 / shape[0]) ** 0.5
    return params | {weight: fresh, bias: 0 * fresh[0]}


def grouped(make_optimizer, lr, scales):
    scales = dict(scales)
    names = sorted({*scales, ""}, key=len)
    optimizers = {name: make_optimizer(lr * scales.get(name, 1)) for name in names}

    def owner(key):
        *_, last = (name for name in names if key.startswith(name))
        return last

    def update(params, grads):
        owners = {key: owner(key) for key in grads}
        for name, optimizer in optimizers.items():
            own = {k: grads[k] for k, o in owners.items() if o == name}
            optimizer.update(params, own if scales.get(name, 1) else {})

    return update


class GroupedOptimizer:
    def __init__(self, make_optimizer, lr, scales):
        self.update = partial(grouped(make_optimizer, lr, scales))
