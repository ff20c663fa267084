"""What holds for every optimizer: one wrong kind is caught by one check alone."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from grader.checks import (
    Student,
    counts_updates,
    keeps_no_gradient,
    leaves_gradients,
    moves_given_arrays,
    moves_only_given_keys,
    no_gradient_is_special,
    remembers_by_key,
    shares_no_memory,
    zeros_move_nothing,
)
from grader.errors import CheckFailed
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Right:
    def __init__(self):
        self.t = 0
        self.v = {}

    def push(self, key, g):
        v = self.v.setdefault(key, np.zeros_like(g))
        v[...] = 0.6 * v + g
        return v * (1 + 0.1 * self.t)

    def update(self, params, grads):
        self.t += 1
        for key, g in grads.items():
            params[key] -= 0.3 * self.push(key, g)

class ScalesGradients(Right):
    def push(self, key, g):
        g *= 0.5
        return super().push(key, g)

class PutsNewArrays(Right):
    def update(self, params, grads):
        self.t += 1
        for key, g in grads.items():
            params[key] = params[key] - 0.3 * self.push(key, g)

class MovesRavelled(Right):
    def update(self, params, grads):
        self.t += 1
        for key, g in grads.items():
            params[key].reshape(-1)[...] -= 0.3 * self.push(key, g).reshape(-1)

class KeepsTheGradient(Right):
    def push(self, key, g):
        old = self.v.get(key, 0 * g)
        self.v[key] = g
        return g + 0.5 * old

class SharesItsMemory(Right):
    shared = {}

    def __init__(self):
        super().__init__()
        self.v = self.shared

class SharesItsRate(Right):
    def __init__(self, rate=0.3):
        super().__init__()
        type(self).rate = rate

    def push(self, key, g):
        return self.rate * super().push(key, g)

class MovesEveryKey(Right):
    def update(self, params, grads):
        super().update(params, {k: grads.get(k, 0 * p) for k, p in params.items()})

class AddsGradients(Right):
    def update(self, params, grads):
        super().update(params, dict(grads))
        for key, p in params.items():
            grads.setdefault(key, 0 * p)

class MovesOneKey(Right):
    def update(self, params, grads):
        super().update(params, dict(list(grads.items())[:1]))

class FadesInAPause(Right):
    def update(self, params, grads):
        for key, v in self.v.items():
            if key not in grads:
                v *= 0.6
        super().update(params, grads)

class CountsKeys(Right):
    def update(self, params, grads):
        self.t += len(grads) - 1
        super().update(params, grads)

class SkipsZeros(Right):
    def push(self, key, g):
        return super().push(key, g) if g.any() else 0 * g

class LiftsZeros(Right):
    def push(self, key, g):
        return super().push(key, np.where(g == 0, 1e-3, g))
"""
RNG = np.random.default_rng
W = RNG(1).normal(size=(3, 5))
EACH = RNG(2).normal(size=(4, 3, 5))
ROW, OTHER, LAST = RNG(3).normal(size=(3, 5))
Make = Callable[[], Student]


def _special(make: Make) -> None:
    zero, faint = ({"b": size * ROW} for size in (0.0, 1e-150))
    each, alike = ([{"b": LAST}, some, {"b": OTHER}] for some in (zero, faint))
    no_gradient_is_special(make, each, alike, RNG(0))


CHECKS: Mapping[str, Callable[[Make], None]] = {
    "gradients": lambda make: leaves_gradients(make, W, EACH[0], RNG(0)),
    "arrays": lambda make: moves_given_arrays(make, W, EACH, RNG(0)),
    "views": lambda make: moves_given_arrays(make, W, EACH, RNG(0), turned=True),
    "buffers": lambda make: keeps_no_gradient(make, W, EACH, RNG(0)),
    "memory": lambda make: shares_no_memory(make, make, W, EACH, RNG(0)),
    "keys": lambda make: moves_only_given_keys(
        make,
        {"a": ROW, "b": OTHER},
        [{"a": LAST, "b": ROW}, {"b": LAST}, {}],
        RNG(0),
    ),
    "pauses": lambda make: remembers_by_key(make, ROW, OTHER, LAST, RNG(0), warm=2),
    "counts": lambda make: counts_updates(make, [{}], [{"c": ROW}], LAST, RNG(0)),
    "zeros": _special,
    "zero entries": lambda make: zeros_move_nothing(
        make, {"b": ROW}, [{"b": LAST * (ROW > 0)}], RNG(0)
    ),
}
WRONG = {  # a wrong kind -> the check that catches it, and the code
    "ScalesGradients": ("gradients", "changed:grads"),
    "PutsNewArrays": ("arrays", "moved:another array"),
    "MovesRavelled": ("views", "moved:a copy of a view"),
    "KeepsTheGradient": ("buffers", "memory:the gradient itself"),
    "SharesItsMemory": ("memory", "memory:shared"),
    "MovesEveryKey": ("keys", "keys:others move"),
    "AddsGradients": ("keys", "keys:added"),
    "MovesOneKey": ("keys", "keys:given stay"),
    "FadesInAPause": ("pauses", "memory:of a pause"),
    "CountsKeys": ("counts", "memory:counts keys"),
    "SkipsZeros": ("zeros", "zeros:special"),
    "LiftsZeros": ("zero entries", "zeros:move"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_a_right_optimizer_passes(local: Start, check: str) -> None:
    """Whatever its formula is: the checks hold it against itself."""
    CHECKS[check](local(SOURCE).Right)


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_kind_is_named(local: Start, kind: str) -> None:
    """By the code of the convention, before anything that its numbers agree with."""
    check, code = WRONG[kind]

    with pytest.raises(CheckFailed) as caught:
        CHECKS[check](getattr(local(SOURCE), kind))

    assert code == caught.value.findings[0].code


def test_a_rate_on_the_class_is_shared_too(local: Start) -> None:
    """The optimizer that is made last sets the rate of all."""
    kind = local(SOURCE).SharesItsRate

    with pytest.raises(CheckFailed) as caught:
        shares_no_memory(lambda: kind(0.3), lambda: kind(0.1), W, EACH, RNG(0))

    assert "memory:shared" == caught.value.findings[0].code


def test_the_sentence_of_a_convention_says_what_to_do(local: Start) -> None:
    """It is the engine's, so that no suite has to write it again."""
    with pytest.raises(CheckFailed) as caught:
        CHECKS["memory"](local(SOURCE).SharesItsMemory)

    text = (
        "Another optimizer changes what this one keeps, its memory or its "
        "rates: keep them on self, not on the class or in the module."
    )
    assert text == caught.value.findings[0].text


def test_a_key_that_is_missing_is_named_as_the_suite_called_it(local: Start) -> None:
    """The keys are new ones in every walk, and no student reads them."""
    with pytest.raises(CheckFailed) as caught:
        CHECKS["keys"](local(SOURCE).MovesOneKey)

    assert 'params["b"] has a gradient, so it must move.' == caught.value.symptom
