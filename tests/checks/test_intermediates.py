"""gradient: the first wrong array that the code names as the handout does is told."""

from collections.abc import Mapping

import numpy as np
import pytest

from grader.checks import Chain, Clues, gradient
from grader.errors import CheckFailed
from grader.numerics.closeness import Array
from tests.checks.conftest import Start

SOURCE = """
import os
import numpy as np

class Layer:
    def __init__(self, W):
        self.params, self.grads = {"W": W}, {}

    def forward(self, x, train=True):
        self.x, self.a = x, x @ self.params["W"]
        return self.a ** 2 + self.a.mean(axis=1)[:, None]

    def ends(self, da):
        self.grads["W"] = self.x.T @ da
        return da @ self.params["W"].T

class Right(Layer):
    def backward(self, dout):
        dmean = dout.sum(axis=1)
        da = 2 * self.a * dout + dmean[:, None] / 2
        return self.ends(da)

class WrongAfter(Layer):
    def backward(self, dout):
        dmean = dout.sum(axis=1)
        da = 2 * self.a * dout + dmean[:, None] / 2
        return 3 * self.ends(da)

class WrongLast(Layer):
    def backward(self, dout):
        D_mean = dout.sum(axis=1, keepdims=True)
        da = 2 * self.a * dout
        return self.ends(da)

class WrongAtOnce(Layer):
    def backward(self, dout):
        dmean = -dout.sum(axis=1)
        da = 2 * self.a * dout + dmean[:, None] / 2
        return self.ends(da)

class Unsummed(Layer):
    def backward(self, dout):
        dmean = dout
        da = 2 * self.a * dout + dmean / 2
        return self.ends(da)

class ThenAnother(Layer):
    def backward(self, dout):
        da = 2 * self.a * dout + dout.sum(axis=1)[:, None] / 2
        da = da[::-1]
        return self.ends(da)

class NanAtOnce(Layer):
    def backward(self, dout):
        dmean = dout.sum(axis=1) * [1, np.nan, 1, 1]
        da = 2 * self.a * dout + np.nan_to_num(dmean)[:, None]
        return self.ends(da)

class OnlyTurned(Layer):
    def backward(self, dout):
        da = (2 * self.a * dout + dout.sum(axis=1)[:, None] / 2)[::-1]
        return self.ends(da)

class Transposed(Layer):
    def backward(self, dout):
        da = (2 * self.a * dout + dout.sum(axis=1)[:, None] / 2).T
        return -self.ends(da.T)

class InPlace(Layer):
    def backward(self, dout):
        dmean = dout.sum(axis=1)
        dmean /= 3
        return self.ends(2 * self.a * dout + dmean[:, None])

class OfAnotherShape(Layer):
    def backward(self, dout):
        dmean = dout[:2]
        da = 2 * self.a * dout
        return self.ends(da)

class AnotherNameOfAnotherShape(Layer):
    def backward(self, dout):
        dz = 3
        da = 2 * self.a * dout
        return self.ends(da)

class BoundTooOften(Layer):
    def backward(self, dout):
        for n in range(4):
            da = n * dout
        return self.ends(da)

class WrongForW(Layer):
    def backward(self, dout):
        dmean = dout.sum(axis=1) * 7
        dx = self.ends(2 * self.a * dout + dout.sum(axis=1)[:, None] / 2)
        self.grads["W"] = -self.grads["W"]
        return dx

class WrongForWAlone(WrongAfter):
    def backward(self, dout):
        dx = super().backward(dout) / 3
        self.grads["W"] = -self.grads["W"]
        return dx

class OnlyHere(Layer):
    def backward(self, dout):
        third = 3 if self.x[0, 0] == 1.0 else 1
        da = (2 * self.a * dout + dout.sum(axis=1)[:, None] / 2) / third
        return self.ends(da)

class FailsElsewhere(WrongLast):
    def backward(self, dout):
        if self.x[0, 0] != 1.0:
            raise ValueError
        return super().backward(dout)

class EndsElsewhere(WrongLast):
    def backward(self, dout):
        if self.x[0, 0] != 1.0:
            os._exit(1)
        return super().backward(dout)

class OtherForward(WrongLast):
    def forward(self, x, train=True):
        return super().forward(x) + x.sum()

class OtherKey(WrongLast):
    def __init__(self, W):
        self.params, self.grads = {"V": W}, {}

    def forward(self, x, train=True):
        self.x, self.a = x, x @ self.params["V"]
        return self.a ** 2 + self.a.mean(axis=1)[:, None]

    def ends(self, da):
        self.grads["V"] = self.x.T @ da
        return da @ self.params["V"].T

class NamesNothing(Layer):
    def backward(self, dout):
        return self.ends(2 * self.a * dout)
"""
RNG = np.random.default_rng(0)
X, W, DOUT = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 2)), RNG.normal(size=(4, 2))
X[0, 0] = 1.0
OF = "Of the arrays you named as the handout does, "


def squared(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return what `Layer` does."""
    a = chain.through(at["x"] @ at["W"], "da", "dz")
    mean = chain.through(a.mean(axis=1), "dmean")
    return np.asarray(a**2 + mean[:, np.newaxis])


def halved(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return what `Layer` does, with two arrays whose gradients have one name."""
    a = chain.through(at["x"] @ at["W"], "da")
    mean = chain.through(chain.through(a.sum(axis=1), "dmean") / 2, "dmean")
    return np.asarray(a**2 + mean[:, np.newaxis])


ADVICE = {
    "WrongAfter": "dmean (4,) and da (4, 2), which you named as the handout does, are "
    "right: the mistake is in other lines.",
    "WrongLast": OF + "D_mean (4, 1) is right and da (4, 2) is the first that is not: "
    "expected 0.050228, found -0.67684 at da[0, 1].",
    "WrongAtOnce": OF + "dmean (4,) is the first that is wrong: expected 1.4541, "
    "found -1.4541 at dmean[0].",
    "Unsummed": OF + "dmean (4, 2) is right once it is summed to (4,).",
    "Transposed": "da (2, 4), which you named as the handout does, is right: the "
    "mistake is in other lines.",
    "InPlace": "dmean (4,), which you named as the handout does, is right: the "
    "mistake is in other lines.",
    "OnlyTurned": OF + "da (4, 2) is the first that is wrong: it holds the right "
    "numbers in another order.",
    "NanAtOnce": OF + "dmean (4,) is the first that is wrong: expected 1.2379, found "
    "nan at dmean[1].",
    "AnotherNameOfAnotherShape": OF + "da (4, 2) is the first that is wrong: expected "
    "0.050228, found -0.67684 at da[0, 1].",
    "WrongForWAlone": "dmean (4,) and da (4, 2), which you named as the handout does, "
    "are right: the mistake is in other lines.",
}
SILENT = [
    "OfAnotherShape",
    "BoundTooOften",
    "ThenAnother",
    "WrongForW",
    "OnlyHere",
    "FailsElsewhere",
    "OtherForward",
    "OtherKey",
    "NamesNothing",
]


def told(start: Start, name: str, clues: Clues) -> str:
    """Return what is said below the table, "" where nothing is."""
    layer = getattr(start(SOURCE), name)(W.copy())
    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=X, upstream=DOUT, clues=clues)
    return caught.value.symptom.partition("of the largest entry)")[2].strip()


@pytest.mark.parametrize("name", ADVICE)
def test_the_first_wrong_array_is_told(submission: Start, name: str) -> None:
    """In the order of the way back, with the name as the code writes it."""
    assert ADVICE[name] == told(submission, name, Clues(chain=squared))


def test_an_array_that_may_lack_a_line_is_told_so(submission: Start) -> None:
    """A name that stands for two arrays holds the one that comes back first."""
    asked = "Is a slope or a factor of D_mean left out?"

    assert (
        f"{OF}D_mean (4, 1) holds what comes earlier on the way back, and da (4, 2) is "
        f"not right: expected 0.050228, found -0.67684 at da[0, 1]. {asked}"
    ) == told(submission, "WrongLast", Clues(chain=halved))
    assert (
        "da (4, 2), which you named as the handout does, is right: the mistake is in "
        "other lines."
    ) == told(submission, "WrongAfter", Clues(chain=halved))


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_told_that_is_not_known(local: Start, name: str) -> None:
    """A name may mean something else, and forward may compute something else."""
    assert "" == told(local, name, Clues(chain=squared))


def test_advice_leaves_the_outcome_as_it_was(walled: Start) -> None:
    """The extra question may end the worker, and the check is wrong all the same."""
    assert "" == told(walled, "EndsElsewhere", Clues(chain=squared))


def test_no_suite_advises_that_names_no_chain(local: Start) -> None:
    """A hidden suite says nothing of the kind unless it asks for it."""
    assert "" == told(local, "WrongLast", Clues())


def test_nothing_is_asked_where_nothing_failed(local: Start) -> None:
    """Advice costs a right submission nothing."""
    called = []

    def noted(at: Mapping[str, Array], chain: Chain) -> Array:
        called.append(at)
        return squared(at, chain)

    gradient(
        local(SOURCE).Right(W.copy()), at=X, upstream=DOUT, clues=Clues(chain=noted)
    )

    assert [] == called


@pytest.mark.parametrize("name", ["WrongLast", "FailsElsewhere"])
def test_advice_is_no_part_of_what_a_check_was_answered(
    local: Start, name: str
) -> None:
    """A known mistake is recognised by the answers, whatever its variables' names."""
    student, beside = local(SOURCE), local(SOURCE)
    for module, clues in ((student, Clues(chain=squared)), (beside, Clues())):
        with pytest.raises(CheckFailed):
            gradient(getattr(module, name)(W.copy()), at=X, upstream=DOUT, clues=clues)

    assert len(beside._session.replies) == len(student._session.replies)
