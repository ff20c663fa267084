"""A class for a network's arrays, one for prefixes, and results of those."""

import numpy as np
from array_api_compat import array_namespace


class Keys:
    """The prefixes of some keys, the longest first."""

    def __init__(self, prefixes):
        self.prefixes = sorted(prefixes, key=len, reverse=True)

    def longest(self, key):
        """Return the longest prefix of a key, None if there is none."""
        for prefix in self.prefixes:
            if key[: len(prefix)] == prefix:
                return prefix
        return None

    def __contains__(self, key):
        return self.longest(key) is not None


class Network(dict):
    """Arrays by key that know how to check and how to take over others."""

    def require(self, key):
        if key not in self:
            raise KeyError(f"there is no {key}")
        return self[key]

    def fits(self, other, key):
        mine, theirs = self.require(key), other.require(key)
        if mine.shape != theirs.shape:
            raise ValueError(f"{key}: {theirs.shape} does not fit {mine.shape}")

    def take(self, other, keys):
        for key in keys:
            self.fits(other, key)
        for key in keys:
            xp = array_namespace(self[key])
            self[key][...] = xp.astype(other[key], self[key].dtype)


def freeze(params, prefixes):
    known = Keys(prefixes)
    frozen = set()
    for key in params:
        if key in known:
            frozen.add(key)
    return frozen


def trainable(grads, frozen):
    free = {}
    for key in grads:
        if key not in frozen:
            free[key] = grads[key]
    return free


def copy_parameters(source, target, keys=None):
    if keys is None:
        keys = source.keys()
    keys = list(keys)
    Network(target).take(Network(source), keys)
    return keys


def reinitialize_head(params, prefix, n_classes, rng):
    layer = prefix[:-1] if prefix[-1:] == "." else prefix
    old = params[layer + ".W"]
    xp = array_namespace(old)
    new = {}
    for key, array in params.items():
        if key not in (layer + ".W", layer + ".b"):
            new[key] = array
    drawn = rng.standard_normal((n_classes, old.shape[0])).T
    new[layer + ".W"] = xp.asarray(drawn / (old.shape[0] / 2) ** 0.5, dtype=old.dtype)
    new[layer + ".b"] = xp.zeros((n_classes,), dtype=old.dtype)
    return new


class Group:
    """An optimizer, and the gradients that wait for it."""

    def __init__(self, optimizer):
        self.optimizer = optimizer
        self.waiting = {}

    def move(self, params):
        """Hand over what waits."""
        waiting, self.waiting = self.waiting, {}
        self.optimizer.update(params, waiting)


class Nobody(Group):
    """The group that is never touched."""

    def __init__(self):
        super().__init__(None)

    def move(self, params):
        self.waiting = {}


class GroupedOptimizer(Keys):
    def __init__(self, make_optimizer, lr, scales):
        super().__init__(scales)
        self.groups = {None: Group(make_optimizer(lr))}
        for prefix, factor in scales.items():
            group = Nobody() if factor == 0 else Group(make_optimizer(factor * lr))
            self.groups[prefix] = group

    def update(self, params, grads):
        for key, grad in grads.items():
            self.groups[self.longest(key)].waiting[key] = grad
        for group in self.groups.values():
            group.move(params)
