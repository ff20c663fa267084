"""Hidden checks of unit 11: a factor of 0 keeps a group as it is, bit for bit."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, exercise, in_turn, require, support

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Scales = dict[str, float]
Rng = np.random.Generator
KIT = '''
class Decaying:
    """Momentum that also shrinks every entry that has a gradient, whatever lr is."""

    def __init__(self, lr):
        self.lr, self.v = lr, {}

    def update(self, params, grads):
        for key, grad in grads.items():
            self.v[key] = 0.6 * self.v.get(key, 0.0) - self.lr * grad
            params[key] += self.v[key] - 0.125 * params[key]
'''
RATE_OF_ZERO = (
    "A learning rate of 0 is not enough: momentum, decay or nan still reach the group. "
    "Leave its gradients out, so that no optimizer sees them."
)
NOT_ZERO = "A factor of 0 is taken for one that is missing, as in `factor or 1.0`."
FALLS_BACK = (
    "A prefix with the factor 0 is passed over, and a shorter one moves its keys: look "
    "for the longest of all prefixes first."
)
ALL_STILL = "A longer prefix with another factor must move its keys."


@exercise("11.8", weight=2)
def test_still_under_momentum_and_decay(student: Student, rng: Rng) -> None:
    """GroupedOptimizer keeps a group of factor 0 bit for bit under weight decay."""
    start = {key: rng.normal(size=3) for key in ("0.W", "0.b", "10.W", "2.W")}

    after = walked(student, start, {"0.": 0.0, "2.": 0.5}, rng)

    require_still(after, start, ["0.W", "0.b"], RATE_OF_ZERO)
    require_moved(after, start, ["10.W", "2.W"])


@exercise("11.8", weight=2)
@pytest.mark.parametrize(
    "short",
    [{"net": 0.5}, {"": 0.5}, {}],
    ids=["beside a shorter prefix", "beside the empty prefix", "no other prefix"],
)
def test_zero_of_a_longer_prefix(student: Student, rng: Rng, short: Scales) -> None:
    """GroupedOptimizer freezes a key whose longest prefix has the factor 0."""
    start = {key: rng.normal(size=3) for key in ("net.1.W", "net.1.b", "net.2.W")}

    after = walked(student, start, {**short, "net.1.": 0.0}, rng)

    require_still(after, start, ["net.1.W", "net.1.b"], FALLS_BACK)
    require_moved(after, start, ["net.2.W"])


@exercise("11.8")
@pytest.mark.parametrize(
    "short", ["net", ""], ids=["a shorter prefix", "the empty prefix"]
)
def test_zero_of_a_shorter_prefix(student: Student, rng: Rng, short: str) -> None:
    """GroupedOptimizer moves a key by its longest prefix where a shorter one has 0."""
    start = {key: rng.normal(size=3) for key in ("net.4.W", "net.0.W", "net.40.W")}

    after = walked(student, start, {short: 0.0, "net.4.": 0.5}, rng)

    require_still(after, start, ["net.0.W", "net.40.W"], NOT_ZERO)
    require_moved(after, start, ["net.4.W"])


@exercise("11.8")
@pytest.mark.parametrize("bad", [np.nan, np.inf, -1e300], ids=str)
def test_any_gradient_under_zero(student: Student, rng: Rng, bad: float) -> None:
    """GroupedOptimizer keeps a group of factor 0 bit for bit under any gradient."""
    start = {key: rng.normal(size=3) for key in ("0.W", "2.W")}
    params = {key: w.copy() for key, w in start.items()}
    kit = support(student, "zeros", KIT)
    optimizer = student.GroupedOptimizer(kit.Decaying, 0.5, {"0.": 0.0})

    optimizer.update(params, {"0.W": np.full(3, bad), "2.W": rng.normal(size=3)})

    require_still(params, start, ["0.W"], RATE_OF_ZERO)
    require_moved(params, start, ["2.W"])


def walked(student: Student, start: Arrays, scales: Scales, rng: Rng) -> Arrays:
    """Return where parameters are after six updates of a decaying optimizer."""
    params = {key: w.copy() for key, w in start.items()}
    each = [{key: rng.normal(size=3) for key in start} for _ in range(6)]
    kit = support(student, "zeros", KIT)
    optimizer = student.GroupedOptimizer(kit.Decaying, 0.5, scales)
    in_turn(optimizer.update, params, each=each)
    return params


def require_still(after: Arrays, start: Arrays, keys: list[str], cause: str) -> None:
    """Check that these are the numbers that they were, to the last bit."""
    moved = [
        key
        for key in keys
        if not np.array_equal(np.asarray(after.get(key)), start[key])
    ]
    require(not moved, f"a factor of 0 must keep {moved} as they are", cause=cause)


def require_moved(after: Arrays, start: Arrays, keys: list[str]) -> None:
    """Check that these have moved, and are numbers."""
    arrays = [(key, after.get(key), start[key]) for key in keys]
    for key, found, old in arrays:
        is_array = isinstance(found, np.ndarray) and found.shape == old.shape
        is_array = is_array and np.asarray(found).dtype.kind == "f"
        require(is_array, f'params must still hold an array under "{key}"')
        has_moved = np.isfinite(np.asarray(found)).all() and not np.array_equal(
            np.asarray(found), old
        )
        require(has_moved, f'"{key}" must move', cause=ALL_STILL)
