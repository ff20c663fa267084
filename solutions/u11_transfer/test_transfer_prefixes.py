"""Hidden checks of unit 11: which group a key belongs to."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, support

Array = NDArray[np.float64]
Scales = dict[str, float]
Rng = np.random.Generator
KIT = """
class SGD:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for key, grad in grads.items():
            params[key] -= self.lr * grad
"""
OTHERS = "It has the factor of another prefix."
INSIDE = (
    "It has the factor of a prefix that stands inside the key, not at its beginning."
)
PRODUCT = "All factors that fit are multiplied: only that of the longest prefix counts."
MANY = "It moves once for every prefix that fits: a key belongs to one group."
SHORTER = "A shorter prefix decides: the longest one that fits must."


@exercise("11.7", weight=2)
@pytest.mark.parametrize(
    "turned", [False, True], ids=["short prefixes first", "long prefixes first"]
)
@pytest.mark.parametrize(
    "falling", [False, True], ids=["rising factors", "falling factors"]
)
def test_nested_prefixes(
    student: Student, rng: Rng, *, turned: bool, falling: bool
) -> None:
    """GroupedOptimizer uses the factor of the longest of four nested prefixes."""
    factors = np.sort(rng.uniform(0.2, 0.9, size=4))[:: -1 if falling else 1]
    prefixes = ["net", "net.1", "net.12", "net.12.W"]
    scales = dict(zip(prefixes, factors.tolist(), strict=True))
    if turned:
        scales = dict(reversed(scales.items()))
    keys = {"net.12.W": "net.12.W", "net.12.b": "net.12", "net.13.W": "net.1"}
    keys |= {"net.2.W": "net"}

    require_factors(student, rng, keys, scales)


@exercise("11.7")
@pytest.mark.parametrize("number", ["1", "1."], ids=["no dot", "dot"])
def test_a_prefix_is_letters(student: Student, rng: Rng, number: str) -> None:
    """GroupedOptimizer compares prefix and key letter by letter, from the start."""
    scales = {number: 0.3, "2.": 0.7}
    fits = {"1.W": number, "1.b": number, "2.W": "2."}
    others = {"21.W": "", "0.1.W": "", "22.b": "", "20.2.W": ""}
    longer = dict.fromkeys(["10.W", "11.b"], number if number == "1" else "")

    require_factors(student, rng, {**fits, **others, **longer}, scales)


@exercise("11.7")
def test_the_prefix_of_no_letters(student: Student, rng: Rng) -> None:
    """GroupedOptimizer uses the prefix "" where no longer prefix begins the key."""
    scales = {"": 0.35, "1": 0.8, "branch.": 1.6}
    keys = {"0.W": "", "1.W": "1", "10.b": "1", "branch.1.W": "branch.", "b": ""}

    require_factors(student, rng, keys, scales)


def require_factors(
    student: Student, rng: Rng, keys: dict[str, str], scales: Scales
) -> None:
    """Check that each key moves by the factor of the prefix that it belongs to."""
    start = {key: rng.normal(size=3) for key in keys}
    params = {key: w.copy() for key, w in start.items()}
    grads = {key: rng.normal(size=3) for key in keys}
    kit = support(student, "optimizers", KIT)
    optimizer = student.GroupedOptimizer(kit.SGD, 1.0, scales)

    optimizer.update(params, {key: g.copy() for key, g in grads.items()})

    every = {"": 1.0, **scales}
    for key, prefix in keys.items():
        w, g = start[key], grads[key]
        fit = [f for p, f in every.items() if key.startswith(p)]
        rates = {f"prefix:{p}": (OTHERS, f) for p, f in every.items() if p != prefix}
        for p, f in every.items():
            if p in key and not key.startswith(p):
                rates[f"prefix:{p}"] = INSIDE, f
            if key.startswith(p) and p != prefix:
                rates[f"prefix:{p}"] = SHORTER, f
        if len(fit) > 1:
            rates["prefix:product"] = PRODUCT, float(np.prod(fit))
            rates["prefix:sum"] = MANY, float(np.sum(fit))
        suspects = {code: (text, w - f * g) for code, (text, f) in rates.items()}
        right = w - every[prefix] * g
        close(params.get(key), right, f'"{key}"', clues=Clues(suspects=suspects))
