"""Unit 11: transfer learning, what one network knows put to use in another.

Read README.md in this folder first; it derives every rule used here.
Papers: Yosinski et al. (2014), "How transferable are features in deep neural
networks?", arXiv:1411.1792; Howard and Ruder (2018), "Universal Language Model
Fine-tuning for Text Classification", arXiv:1801.06146, sections 3.2 and 3.3, for
learning rates by layer; He et al. (2015), arXiv:1502.01852, section 2.2, for the
first weights of a head.

A network is known by two dictionaries of arrays, `params` and `grads`, with keys
such as "0.W", "0.b" and "10.W": the number of the layer, a dot, a name.

A prefix is the beginning of a key, letter by letter: "1." begins the keys of layer
1, and "1" those of layer 10 as well.

Shapes:
    D  numbers that go into the head, the last layer
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Protocol

import numpy as np
from array_api_compat import array_namespace
from numpy.typing import NDArray

# Or CuPy's: xp is the library that made the array, so write xp.zeros(...).
Array = NDArray[np.floating]
Arrays = dict[str, Array]  # by key, such as "0.W" and "0.b"
Rng = np.random.Generator  # draw with rng.random and rng.standard_normal alone


class Optimizer(Protocol):
    """What unit 4 wrote: SGD, Momentum, Adam and the like."""

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Move, in place, the entries of params whose keys are in grads."""


def freeze(params: Arrays, prefixes: Iterable[str]) -> set[str]:
    """Return the keys that shall stay as they are: exercise 11.1.

    Args:
        params: the parameters by key, left unchanged.
        prefixes: beginnings of keys. One that no key begins with freezes nothing.

    Returns:
        every key of params that begins with at least one of the prefixes.
    """
    # 11.1  A key is a string, and so is a prefix: handout 2.
    raise NotImplementedError("11.1 freeze")


def trainable(grads: Arrays, frozen: Collection[str]) -> Arrays:
    """Return the gradients that an optimizer may see: exercise 11.2.

    Args:
        grads: the gradients by key, left unchanged.
        frozen: keys, whole ones and no prefixes; grads need not have all of them.

    Returns:
        a new dictionary of those entries of grads whose keys are not frozen. It
        holds the arrays of grads themselves, not copies.
    """
    # 11.2  A gradient of zero is not the same as no gradient: handout 2.2.
    raise NotImplementedError("11.2 trainable")


def copy_parameters(
    source: Arrays, target: Arrays, keys: Iterable[str] | None = None
) -> list[str]:
    """Copy values from one network into the arrays of another: 11.3 and 11.4.

    Args:
        source: the parameters to copy from, left unchanged.
        target: the parameters to copy to; their arrays are updated in place and
            keep their dtype. Keys that are not copied are left alone.
        keys: which ones to copy; None means every key of source.

    Returns:
        the keys that were copied, in the order of keys, or of source.

    Raises:
        KeyError: source or target lacks one of the keys; the message names it.
        ValueError: the two arrays of a key have different shapes; the message
            holds both shapes, as Python prints them. In either case nothing has
            been copied.
    """
    # 11.3  The layers of the target hold its arrays: write into them (handout 3.1).
    # 11.4  Nothing is copied if anything is wrong, so what comes first? Handout 3.2.
    raise NotImplementedError("11.3 copy_parameters")


def reinitialize_head(params: Arrays, prefix: str, n_classes: int, rng: Rng) -> Arrays:
    """Return the parameters with a new last layer for other classes: exercise 11.5.

    The weights are normal numbers of variance 2 / D around 0 (He et al., section
    2.2), the biases are 0.

    Args:
        params: the parameters by key; the dictionary and its arrays are left
            unchanged.
        prefix: the number of the last layer, with or without the dot: "4" and "4."
            both mean "4.W" and "4.b".
        n_classes: how many numbers the new layer gives.
        rng: where every number comes from.

    Returns:
        a new dictionary with W (D, n_classes) and b (n_classes,), in the dtype of
        the old W, and with the very arrays of params under all other keys.
    """
    xp = array_namespace(*params.values())
    # 11.5  D is known from the old W. The rest is handout 4.
    raise NotImplementedError("11.5 reinitialize_head")


class GroupedOptimizer:
    """An optimizer for each group of parameters, each with a learning rate of its own.

    Each prefix of scales is one group, and all keys that no prefix begins are
    another. A key belongs to the longest prefix that it begins with.
    """

    def __init__(
        self,
        make_optimizer: Callable[[float], Optimizer],
        lr: float,
        scales: Mapping[str, float],
    ) -> None:
        """Make the groups' optimizers: exercises 11.6 to 11.8.

        Args:
            make_optimizer: called as make_optimizer(learning_rate), makes a fresh
                optimizer, such as unit 4's SGD.
            lr: the learning rate of a group whose factor is 1.
            scales: prefix -> factor that the learning rate of its group is
                multiplied by, left unchanged. Keys without a prefix have the factor
                1. A group with the factor 0 is never touched.
        """
        # 11.6  One optimizer a group, made once: it remembers (handout 5.1).
        raise NotImplementedError("11.6 GroupedOptimizer")

    def update(self, params: Arrays, grads: Arrays) -> None:
        """Let each group's optimizer move its own parameters: exercises 11.6 to 11.8.

        Every optimizer is called once in every update, also where no gradient is of
        its group, since some of them count.

        Args:
            params: the parameters by key; the arrays are updated in place.
            grads: the gradient of the loss for some or all of them, left
                unchanged. A parameter whose key is not here is not touched.
        """
        # 11.7  Of several prefixes that fit, the longest wins (handout 5.2).
        # 11.8  Untouched is more than a step of length 0 (handout 5.3).
        raise NotImplementedError("11.6 GroupedOptimizer.update")
