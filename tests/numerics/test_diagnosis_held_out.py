"""How many mistakes the rules explain that they were not made for, and none wrongly."""

import pytest

from grader.numerics.closeness import gradient_outside
from tests.numerics.held_out import case
from tests.numerics.wronged import codes

EXPLAINED = 33  # of 49
SEEDS = (0, 1)  # a cause is told if it is found on both
TIMES = ("lstm with 1 step", "lstm with 2 steps", "lstm")  # the smallest that fails
# True, and no cause: the student reads it after "right for T = 1, wrong from T = 2".
ONLY_WHERE = {"gate:i,g,o", "gate:i,g", "but:first:T"}
# layer, leaf, mistake -> what is said about it, "" for nothing
HELD_OUT = {
    ("layer norm", "x", "no gamma"): "",
    ("layer norm", "x", "over N"): "",
    ("layer norm", "x", "sums"): "offset:D+multiple:x",
    ("layer norm", "x", "no mean"): "offset:D",
    ("layer norm", "x", "no variance"): "multiple:x_hat:N",
    ("layer norm", "x", "neither"): "offset:D+multiple:x",
    ("layer norm", "x", "no spread"): "slices:N",
    ("layer norm", "gamma", "x for x_hat"): "formula:dout * x summed over N",
    ("layer norm", "gamma", "no x_hat"): "equals:dout summed over N",
    ("layer norm", "gamma", "mean"): "factor:1/N",
    ("cross-entropy", "x", "no labels"): "multiple:one_hot",
    ("cross-entropy", "x", "no mean"): "factor:N",
    ("cross-entropy", "x", "no dout"): "dout:ignored",
    ("cross-entropy", "x", "right class only"): "mask:dropped",
    ("cross-entropy", "x", "sign"): "factor:-1",
    ("attention", "q", "no inner"): "",
    ("attention", "q", "no scale"): "factor:sqrt(D)",
    ("attention", "q", "masked"): "but:first:T",
    ("attention", "k", "k not turned"): "",
    ("attention", "k", "no inner"): "",
    ("attention", "k", "no scale"): "factor:sqrt(D)",
    ("attention", "v", "v not turned"): "formula:weights @ dout",
    ("max-pool", "x", "everywhere"): "mask:missing:factor",
    ("max-pool", "x", "mean"): "factor:other",
    ("max-pool", "x", "last column"): "counted:some:OW",
    ("lstm", "b", "no hidden carry"): "gate:i,g,o",
    ("lstm", "b", "no tanh slope"): "gate:i,g",
    ("lstm", "b", "no cell carry"): "gate:i,g",
    ("lstm", "b", "o without tanh"): "gate:o",
    ("lstm", "b", "new cell"): "gate:f",
    ("lstm", "b", "sigmoid for g"): "gate:g",
    ("lstm", "b", "i without slope"): "gate:i",
    ("lstm", "b", "gates exchanged"): "gate:i,f",
    ("lstm", "b", "overwritten"): "",
    ("lstm", "b", "mean"): "factor:1/N",
    ("lstm", "b", "f not in carry"): "gate:i,g",
    ("lstm", "x", "no hidden carry"): "before:T",
    ("lstm", "x", "no cell carry"): "before:T",
    ("lstm", "x", "gates exchanged"): "",
    ("lstm", "x", "f not in carry"): "before:T",
    ("convolution", "x", "crop"): "shifted:W",
    ("convolution", "x", "not flipped"): "",
    ("convolution", "K", "first image left out"): "counted:some:N",
    ("convolution", "K", "turned"): "swapped:KH and KW",
    ("convolution", "K", "mean"): "factor:1/N",
    ("block", "x", "no skip"): "missing:dout",
    ("block", "x", "no scale"): "",
    ("block", "x", "slope of itself"): "",
    ("block", "x", "no mask"): "",
}
LEAVES = sorted({(layer, leaf) for layer, leaf, _ in HELD_OUT})


def told(layer: str, leaf: str, mistake: str) -> str:
    """Return the code of the cause that a student would read."""
    for size in TIMES if layer == "lstm" else (layer,):
        seen = [case(size, leaf, mistake, seed) for seed in SEEDS]
        if all(gradient_outside(each.analytic, each.numeric).any() for each in seen):
            first, second = (codes(each.findings()) for each in seen)
            return next((code for code in first if code in second), "")
    return "right"


@pytest.mark.parametrize(("layer", "leaf"), LEAVES)
def test_the_layers_are_right_without_a_mistake(layer: str, leaf: str) -> None:
    """Else the mistakes would be other ones than their names say."""
    right = [case(layer, leaf, "", seed) for seed in SEEDS]

    assert not any(
        gradient_outside(each.analytic, each.numeric, 1e-7).any() for each in right
    )


@pytest.mark.parametrize(("layer", "leaf", "mistake"), HELD_OUT)
def test_a_mistake_is_told_by_its_cause_or_not_at_all(
    layer: str, leaf: str, mistake: str
) -> None:
    """Each code in the table was compared with the mistake by hand."""
    assert HELD_OUT[layer, leaf, mistake] == told(layer, leaf, mistake)


def test_most_mistakes_are_explained() -> None:
    """The rest is for the unit's own bank of mistakes."""
    explained = [code for code in HELD_OUT.values() if code not in {"", *ONLY_WHERE}]

    assert (EXPLAINED, 49) == (len(explained), len(HELD_OUT))
