"""gradient: a failure is looked at on smaller inputs, and told from which size on."""

from collections.abc import Mapping

import numpy as np
import pytest

from grader.checks import Clues, gradient
from grader.checks.causes import merged
from grader.errors import CheckFailed, Finding, Origin
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class Recurrent:
    bug = ""
    def __init__(self, U):
        self.params, self.grads = {"U": U}, {}

    def forward(self, x, train=True):
        h = np.full((len(x), len(self.params["U"])), 0.1)
        self.before, self.h = [], []
        for t in range(x.shape[1]):
            self.before.append(h)
            h = np.tanh(x[:, t] + h @ self.params["U"])
            self.h.append(h)
        return np.stack(self.h, axis=1)

    def slope(self, h):
        return 1 - h ** 2

    def carried(self, t, da):
        return da @ self.params["U"].T

    def backward(self, dout):
        dx, dU, dh = np.zeros_like(dout), np.zeros_like(self.params["U"]), 0
        for t in reversed(range(dout.shape[1])):
            da = (dout[:, t] + dh) * self.slope(self.h[t])
            dx[:, t] = da
            dU = self.added(dU, self.before[t].T @ da)
            dh = self.carried(t, da)
        self.grads["U"] = dU
        return dx

    def added(self, dU, part):
        return dU + part

class WrongStep(Recurrent):
    def slope(self, h):
        return 1 - h

class ForgetsTheCarry(Recurrent):
    def carried(self, t, da):
        return 0

class HandsOnTwice(ForgetsTheCarry):
    def backward(self, dout):
        return 2 * super().backward(dout)

class Overwrites(Recurrent):
    def added(self, dU, part):
        return part

class CarriesOneStep(Recurrent):
    def backward(self, dout):
        dx, dh = np.zeros_like(dout), 0
        for t in reversed(range(dout.shape[1])):
            dx[:, t] = (dout[:, t] + dh) * self.slope(self.h[t])
            dh = self.carried(t, dout[:, t] * self.slope(self.h[t]))
        return dx

class NeedsTwo(ForgetsTheCarry):
    def forward(self, x, train=True):
        if x.shape[1] < 2:
            raise ValueError("two steps, please")
        return super().forward(x)

class Bias:
    def __init__(self, b):
        self.params, self.grads = {"b": b}, {}

    def forward(self, x, train=True):
        return x + self.params["b"]

    def backward(self, dout):
        self.grads["b"] = dout.mean(0)
        return dout

class TwiceCentred:
    params, grads = {}, {}

    def forward(self, x, train=True):
        return x - x.mean(0)

    def backward(self, dout):
        return 2 * (dout - dout.mean(0))

class AnyBias(Bias):
    def backward(self, dout):
        self.grads["b"] = dout.sum(0) ** 2
        return dout
"""
RNG = np.random.default_rng(0)
U, B = RNG.normal(size=(3, 3)), RNG.normal(size=3)
STEPS = {"x": "N T D", "out": "N T D", "U": "D D2"}
ROWS = {"x": "N D", "out": "N D", "b": "D"}
AT_ONCE = (
    "It is wrong for T = 1 already: look at the formula of one step, and at what it "
    "begins with."
)
LATE = "It is right for T = 1 and wrong from T = 2"
PASSES = (
    ": look at what passes from one step to the next, and at what each step keeps of "
    "its own forward."
)
LATER = (
    "It is right for T = 1 and T = 2 and wrong for T = 4: look at what passes over "
    "more than one step."
)
OWN = "disagrees with a numerical derivative of your own forward pass."


def told(
    start: Start,
    name: str,
    shape: tuple[int, ...],
    axes: Mapping[str, str],
    *,
    inputs: bool = True,
    parameters: bool = True,
) -> tuple[str, str, tuple[Finding, ...]]:
    """Return the leaf, what is told after the table, and the findings."""
    made_of = U if "U" in axes else B
    layer = getattr(start(SOURCE), name)(made_of)
    x, dout = np.random.default_rng(1).normal(size=(2, *shape))
    with pytest.raises(CheckFailed) as caught:
        gradient(
            layer,
            at=x,
            upstream=dout,
            clues=Clues(axes=axes),
            inputs=inputs,
            parameters=parameters,
        )
    first, _, rest = str(caught.value).partition("\n\n")
    return first, rest.partition("\n\n")[2], caught.value.findings


@pytest.mark.parametrize(
    ("name", "steps", "text"),
    [
        ("WrongStep", 4, AT_ONCE),
        ("ForgetsTheCarry", 4, LATE + PASSES),
        ("ForgetsTheCarry", 2, LATE + PASSES),
        ("CarriesOneStep", 4, LATER),
    ],
)
def test_a_recurrent_layer_is_looked_at_with_fewer_steps(
    local: Start, name: str, steps: int, text: str
) -> None:
    """The first number of steps that is wrong says where to look."""
    first, after, _ = told(local, name, (5, steps, 3), STEPS, parameters=False)

    assert (f"dx {OWN}", text) == (first, after)


def test_without_inputs_all_is_looked_for(local: Start) -> None:
    """A sum over the steps is no carry, but it needs two steps as well."""
    first, after, _ = told(local, "Overwrites", (5, 4, 3), STEPS, inputs=False)

    assert f'grads["U"] {OWN}' == first
    assert after == (
        f"{LATE}: look at what passes from one step to the next, at what is added up "
        "over the steps, and at what each step keeps of its own forward."
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Overwrites",
            (
                ", and dx is right: look at what is added up over the steps, and at "
                "which step's arrays it is made of."
            ),
        ),
        ("ForgetsTheCarry", f", and so is dx{PASSES}"),
        (
            "HandsOnTwice",
            (
                ", but dx is wrong for T = 1 already: look at what a step hands back "
                "to the one before."
            ),
        ),
    ],
)
def test_other_gradients_say_which_of_these_it_is(
    local: Start, name: str, text: str
) -> None:
    """What a parameter gets rests on what the steps hand on, and not the reverse."""
    first, after, _ = told(local, name, (5, 4, 3), STEPS)

    assert f'grads["U"] {OWN}' == first
    assert LATE + text == after


@pytest.mark.parametrize("steps", [1, 4])
def test_a_layer_that_cannot_do_with_one_step_is_not_asked(
    local: Start, steps: int
) -> None:
    """What it does with another question is not judged, and nothing is told."""
    name = "NeedsTwo" if steps > 1 else "WrongStep"

    _, after, _ = told(local, name, (5, steps, 3), STEPS, parameters=False)

    assert "" == after


def test_causes_are_told_in_the_order_of_what_they_know() -> None:
    """The suite's formulas and terms, then the smaller inputs, then the check's own."""
    clues = Clues(
        suspects={"known": ("", 0.0)}, terms={"mean": 0.0}, cause="Read 3.2 again."
    )
    full = [Finding(each, "") for each in ("factor:2", "term:mean:missing")]
    full.insert(1, Finding("known", "", origin=Origin.SUSPECT))
    small = [Finding(each, "") for each in ("zero", "factor:2")]

    found = merged(tuple(full), tuple(small), clues)

    assert [each.code for each in found] == [
        "known",
        "term:mean:missing",
        "zero",
        "factor:2",
        "cause:read-3-2-again",
    ]


def test_without_steps_one_example_is_looked_at(local: Start) -> None:
    """A mean in place of a sum is right for one row."""
    first, after, findings = told(local, "Bias", (5, 3), ROWS, inputs=False)

    assert f'grads["b"] {OWN}' == first
    assert after == (
        "It is right for N = 1 and wrong for N = 5: look at what runs over the batch, "
        "such as sums, means and divisions by N."
    )
    assert "factor:1/N" == findings[0].code


def test_what_is_wrong_for_one_example_too_is_told_nothing_about(local: Start) -> None:
    """The batch is not to blame."""
    _, after, findings = told(local, "AnyBias", (5, 3), ROWS, inputs=False)

    assert ("", ()) == (after, findings)


def test_what_is_zero_for_one_example_says_nothing(local: Start) -> None:
    """One row less its mean is zero, and so is every gradient of it: twice as well."""
    layer = local(SOURCE).TwiceCentred()
    x, dout = np.random.default_rng(1).normal(size=(2, 5, 3))

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=x, upstream=dout, clues=Clues(axes=ROWS))

    assert 1 == str(caught.value).count("\n\n")
    assert "factor:2" == caught.value.findings[0].code


def test_without_names_nothing_is_looked_at_again(local: Start) -> None:
    """Which axis the steps are is the suite's to say."""
    _, after, _ = told(local, "ForgetsTheCarry", (5, 4, 3), {**STEPS, "x": ""})

    assert "" == after
