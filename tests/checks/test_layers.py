"""What holds for every layer, and how it is made: each wrong kind by its own check."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest

from grader.checks import (
    Student,
    averages_keep_arrays,
    averages_move_in_training,
    backward_is_of_latest_forward,
    backward_twice,
    gradients_start_at_zero,
    has_default,
    keeps_digits,
    keeps_given_arrays,
    learns_nothing,
    takes_by_place,
    takes_zero,
    whole_numbers,
)
from grader.errors import CheckFailed
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Right:
    def __init__(self, w=None, keep=0.9, gain=2.0):
        self.params = {"w": np.ones(3) if w is None else w}
        self.grads = {"w": np.zeros_like(self.params["w"])}
        self.keep, self.gain, self.mean = keep, gain, np.zeros(3)

    def forward(self, x, train=True):
        self.x = x
        if train:
            self.mean += (1 - self.keep) * (x.mean(axis=0) - self.mean)
        return self.gain * x * self.params["w"]

    def backward(self, dout):
        self.grads["w"] = self.gain * (dout * self.x).sum(axis=0)
        return self.gain * dout * self.params["w"] * np.sign(self.x)

class AddsUp(Right):
    def backward(self, dout):
        dx, before = self.x, self.grads["w"]
        back = super().backward(dout)
        self.grads["w"] = before + self.grads["w"]
        return back

class UsesItUp(Right):
    def backward(self, dout):
        back = super().backward(dout)
        del self.x
        return back

class Spoils(Right):
    def backward(self, dout):
        back = super().backward(dout)
        self.x = self.x + dout
        return back

class KeepsTheFirst(Right):
    def forward(self, x, train=True):
        first = getattr(self, "x", x)
        out = super().forward(x, train)
        self.x = first
        return out

class KeepsInTraining(Right):
    def forward(self, x, train=True):
        before = getattr(self, "x", None)
        out = super().forward(x, train)
        self.x = x if train else before
        return out

class KeepsOnTheClass(Right):
    def forward(self, x, train=True):
        out = super().forward(x, train)
        type(self).kept = x
        return out

    def backward(self, dout):
        self.x = self.kept
        return super().backward(dout)

class Copies(Right):
    def __init__(self, w=None, **settings):
        super().__init__(w.copy(), **settings)

class ReadsACopy(Right):
    def forward(self, x, train=True):
        self.old = getattr(self, "old", self.params["w"].copy())
        super().forward(x, train)
        return self.gain * x * self.old

class Replaces(Right):
    def backward(self, dout):
        back = super().backward(dout)
        self.params["w"] = self.params["w"] + 0
        return back

class StartsWithOnes(Right):
    def __init__(self, w=None):
        super().__init__(w)
        self.grads = {"w": np.ones(3)}

class StartsEmpty(Right):
    def __init__(self, w=None):
        super().__init__(w)
        self.grads = {}

class Truncates(Right):
    def forward(self, x, train=True):
        return super().forward(x, train) + np.full_like(x, 0.7)

class Rebinds(Right):
    def forward(self, x, train=True):
        self.mean = self.mean + 0
        return super().forward(x, train)

class MovesInEvaluation(Right):
    def forward(self, x, train=True):
        return super().forward(x, True)

class MovesInBackward(Right):
    def backward(self, dout):
        self.mean += 1
        return super().backward(dout)

class AnotherDefault(Right):
    def __init__(self, w=None, keep=0.5, gain=2.0):
        super().__init__(w, keep, gain)

class ZeroIsNone(Right):
    def __init__(self, w=None, keep=0.9, gain=2.0):
        super().__init__(w, keep or 0.9, gain)

class Exchanged(Right):
    def __init__(self, w=None, gain=2.0, keep=0.9):
        super().__init__(w, keep, gain)

class RemembersOnTheClass(Right):
    def forward(self, x, train=True):
        self.mean = vars(RemembersOnTheClass).get("held", self.mean)
        RemembersOnTheClass.held = self.mean
        return super().forward(x, train)

class Plain:
    def __init__(self):
        self.params, self.grads = {}, {}

    def forward(self, x, train=True):
        self.x = x
        return 2.0 * x

    def backward(self, dout):
        return 2.0 * dout

class KeepsInGrads(Plain):
    def backward(self, dout):
        self.grads["x"] = dout
        return 2.0 * dout
"""
RNG = np.random.default_rng
X, DOUT, BEFORE = RNG(0).normal(size=(3, 5, 3))
W = RNG(1).normal(size=3)
WHOLE = RNG(2).integers(-9, 10, size=(5, 3))
Kind = Student  # a class of the source


def _runs(kind: Kind) -> Callable[..., np.ndarray]:
    def run(*args: float, **kwargs: float) -> np.ndarray:
        layer = kind(W.copy(), *args, **kwargs)
        out = layer.forward(X.copy(), train=True)
        return np.stack([*np.asarray(out), np.asarray(layer.mean)])

    return run


def _latest(kind: Kind, *, train: bool) -> None:
    backward_is_of_latest_forward(
        lambda: kind(W.copy()), at=X, upstream=DOUT, earlier=BEFORE[:4], train=train
    )


CHECKS: Mapping[str, Callable[[Kind], None]] = {
    "twice": lambda kind: backward_twice(kind(W), at=X, upstream=DOUT, train=True),
    "latest": lambda kind: _latest(kind, train=True),
    "evaluated": lambda kind: _latest(kind, train=False),
    "given": lambda kind: keeps_given_arrays(kind, {"w": W}, at=X, upstream=DOUT),
    "zeros": lambda kind: gradients_start_at_zero(kind(W), {"w": W}, at=X),
    "whole": lambda kind: whole_numbers(lambda: kind(W), at=WHOLE, upstream=DOUT),
    "arrays": lambda kind: averages_keep_arrays(kind(W), ["mean"], at=X),
    "moves": lambda kind: averages_move_in_training(
        kind(W), ["mean"], at=X, upstream=DOUT
    ),
    "default": lambda kind: has_default(_runs(kind), "keep", 0.9),
    "zero": lambda kind: takes_zero(_runs(kind), "keep"),
    "place": lambda kind: takes_by_place(_runs(kind), {"keep": 0.7, "gain": 3.0}),
}
WRONG = {  # a wrong kind -> the check that catches it, and the code
    "AddsUp": ("twice", "state:added"),
    "UsesItUp": ("twice", "state:used-up"),
    "Spoils": ("twice", "state:spoiled"),
    "KeepsTheFirst": ("latest", "state:earlier"),
    "KeepsInTraining": ("evaluated", "state:mode"),
    "KeepsOnTheClass": ("latest", "state:shared"),
    "Copies": ("given", "params:copied"),
    "ReadsACopy": ("given", "params:an old copy"),
    "Replaces": ("given", "params:replaced"),
    "StartsWithOnes": ("zeros", "grads:not zero"),
    "StartsEmpty": ("zeros", "grads:keys"),
    "Truncates": ("whole", "integers:on the way"),
    "Rebinds": ("arrays", "averages:rebound:mean"),
    "MovesInEvaluation": ("moves", "averages:an evaluation"),
    "MovesInBackward": ("moves", "averages:backward"),
    "AnotherDefault": ("default", "default:keep"),
    "ZeroIsNone": ("zero", "zero:keep"),
    "Exchanged": ("place", "settings:order"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_a_right_layer_passes(local: Start, check: str) -> None:
    """Whatever its formula is: the checks hold it against itself."""
    CHECKS[check](local(SOURCE).Right)


@pytest.mark.parametrize("kind", WRONG)
def test_a_wrong_kind_is_named(local: Start, kind: str) -> None:
    """By the code of the convention, before anything that its numbers agree with."""
    check, code = WRONG[kind]

    with pytest.raises(CheckFailed) as caught:
        CHECKS[check](getattr(local(SOURCE), kind))

    assert code == caught.value.findings[0].code


@pytest.mark.parametrize("check", ["default", "place"])
def test_what_is_remembered_elsewhere_is_no_setting(local: Start, check: str) -> None:
    """Two objects made alike differ then, whatever is given or left out."""
    with pytest.raises(CheckFailed) as caught:
        CHECKS[check](local(SOURCE).RemembersOnTheClass)

    text = (
        "The same, done once more, gives something else: it depends on a name of the "
        "class or of the module, or on a random generator of its own. What an object "
        "remembers belongs on self."
    )
    assert ("outside", text) == (
        caught.value.findings[0].code,
        caught.value.findings[0].text,
    )


def test_what_is_used_up_is_told_with_its_line(local: Start) -> None:
    """The first backward was fine, so the exception is no accident of the numbers."""
    with pytest.raises(CheckFailed) as caught:
        CHECKS["twice"](local(SOURCE).UsesItUp)

    said = "a second backward after one forward raises AttributeError at "
    assert caught.value.symptom.startswith(said)
    text = (
        "A backward uses up what forward kept, so that a second one finds nothing: "
        "read it and leave it where it is."
    )
    assert text == caught.value.findings[0].text


def test_a_layer_without_parameters_keeps_both_dicts_empty(local: Start) -> None:
    """What it needs for backward has its place on self."""
    student = local(SOURCE)
    learns_nothing(student.Plain(), at=X, upstream=DOUT)

    with pytest.raises(CheckFailed) as caught:
        learns_nothing(student.KeepsInGrads(), at=X, upstream=DOUT)

    text = (
        "This layer has nothing to learn, so grads stays empty: keep what backward "
        "needs on self."
    )
    assert "grads must be an empty dict, also after backward." == caught.value.symptom
    assert ("grads:not empty", text) == (
        caught.value.findings[0].code,
        caught.value.findings[0].text,
    )


def test_digits_are_lost_where_the_rest_is_right() -> None:
    """What is far off has another cause, and is not told this one."""
    with pytest.raises(CheckFailed) as lost:
        keeps_digits(X * (1 + 1e-4), X, "out", 1e-8)
    with pytest.raises(CheckFailed) as other:
        keeps_digits(3 * X, X, "out", 1e-8)

    assert "digits:lost" == lost.value.findings[0].code
    assert "digits:lost" not in [finding.code for finding in other.value.findings]
