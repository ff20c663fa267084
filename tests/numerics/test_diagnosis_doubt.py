"""Where two causes give the same numbers, and where a rule must keep silent."""

import dataclasses

import numpy as np
import pytest

from grader.numerics.diagnosis.gradients import explain_gradient, signature
from grader.numerics.diagnosis.scene import Array, Flow, Scene
from tests.numerics.planted import PLANTED
from tests.numerics.wronged import SIZES, Case, affine, codes, measured, scene

SEEDS = range(20)


def with_dout(number: float, seed: int) -> Case:
    """Return x ** 3 with a dout of one number everywhere, which is not used."""
    x, dout = np.random.default_rng(seed).normal(size=(5, 7)), np.full((5, 7), number)
    numeric, flow = measured(lambda v: v**3, x, (dout,), ("N M",))
    return Case(numeric / number, numeric, scene("N M"), flow)


def looked_up(rows: list[int], kept: list[int], seed: int) -> Case:
    """Return rows of a table (6, 3), of which only some count in its gradient."""
    weight, dout = np.random.default_rng(seed).normal(size=(2, 6, 3))
    numeric, flow = measured(lambda w: w[rows], weight, (dout[: len(rows)],), ("N D",))
    analytic = np.zeros_like(weight)
    np.add.at(analytic, np.array(rows)[kept], dout[kept])
    return Case(analytic, numeric, scene("V D"), flow)


def along_time(wrong: list[int], seed: int) -> Case:
    """Return a gradient over (N, T = 6, D) that is wrong at some steps."""
    rng = np.random.default_rng(seed)
    right, analytic = rng.normal(size=(2, 5, 6, 3))
    steps = np.isin(np.arange(6), wrong)[:, None]
    shown = Scene("dx", ("N", "T", "D"), SIZES)
    unknown = Flow(np.zeros((1, 90)), (np.ones(1),), ((),))
    return Case(np.where(steps, analytic, right), right, shown, unknown)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dout_of_one_number_that_means_something_else_is_told_as_both(
    seed: int,
) -> None:
    """Half the gradient: dout = 2 is not used, or a factor 2 is missing."""
    first = with_dout(2.0, seed).findings()[0]

    assert "factor:1/2 or 1/dout" == first.code
    assert first.text == (
        "It is the right gradient times 0.5, which is 1/2 or 1/dout here: a factor 2 "
        "is missing (the derivative of a square has one), or a factor 1/2 came in once "
        "too often; or that factor is missing, or a division by it came in once too "
        "often."
    )


def test_the_upstream_gradient_has_the_name_that_backward_gives_it() -> None:
    """Nobody finds a dout in a method that has none."""
    case = with_dout(1.7, 0)
    assert case.flow is not None
    flow = dataclasses.replace(case.flow, names=("dh_next",))

    found = explain_gradient(case.analytic, case.numeric, case.scene, flow)

    assert found[0].text == (
        "It is the gradient for a dh_next of ones: backward does not use the dh_next "
        "that it is given."
    )
    assert "factor:1/dh_next" == found[1].code


@pytest.mark.parametrize("seed", SEEDS)
def test_a_dout_of_one_number_without_a_meaning_is_not_used(seed: int) -> None:
    """Nothing else gives the gradient divided by 1.7."""
    assert ["dout:ignored", "factor:1/dout"] == codes(with_dout(1.7, seed).findings())


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("rows", "kept", "code"),
    [
        ([1, 4, 1, 0, 4], [2, 3, 4], "counted:overwritten:N"),
        ([1, 4, 1, 0, 4], [1, 2, 3, 4], "counted:some:N"),
        ([1, 4, 1, 0, 4], [0, 1, 3], "counted:some:N"),
        ([1, 4, 2, 0, 5], [4], "counted:last:N"),
    ],
    ids=["overwritten", "added elsewhere", "the first one stays", "one"],
)
def test_rows_that_are_added_up_elsewhere_do_not_overwrite(
    rows: list[int], kept: list[int], code: str, seed: int
) -> None:
    """Only where the last one always wins is it an assignment."""
    assert code == looked_up(rows, kept, seed).findings()[0].code


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("wrong", "code", "text"),
    [
        (
            [0, 1, 2, 3, 4],
            "before:T",
            (
                "It is right at the last step and wrong before: look at what is "
                "carried back from one step to the one before."
            ),
        ),
        (
            [0, 1, 2],
            "before:T",
            (
                "It is right at the last 3 steps and wrong before: look at what is "
                "carried back from one step to the one before."
            ),
        ),
        ([0], "only:first:T", "Only the first T is wrong; everything else is right."),
        ([5], "only:last:T", "Only the last T is wrong; everything else is right."),
    ],
    ids=["all but the last", "half", "first", "last"],
)
def test_wrong_steps_are_told_exactly(
    wrong: list[int], code: str, text: str, seed: int
) -> None:
    """One finding, and it is about these steps."""
    findings = along_time(wrong, seed).findings()

    assert [(code, text)] == [(each.code, each.text) for each in findings]


@pytest.mark.parametrize("wrong", [[0, 2], [1], [1, 2, 3], [3, 4, 5]])
def test_other_wrong_steps_have_no_name(wrong: list[int]) -> None:
    """They have another cause, and no rule knows it."""
    said = [along_time(wrong, seed).findings() for seed in SEEDS]

    assert {()} == set(said)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_the_same_everywhere_is_not_shifted(seed: int) -> None:
    """Where all steps are alike, each of them is its neighbour too."""
    case = along_time([0, 5], seed)
    right = np.broadcast_to(case.numeric[:, :1], case.numeric.shape)
    steps = np.array([1, 0, 0, 0, 0, 1])[:, None]

    findings = dataclasses.replace(
        case, analytic=right + steps * case.analytic, numeric=right
    ).findings()

    assert () == findings


def plus(part: Array, size: float) -> Array:
    """Return part with its first row larger by a factor."""
    return part * np.where(np.arange(len(part)) == 0, size, 1.0)[:, None]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_error_is_explained_or_nothing_is(seed: int) -> None:
    """What is nearly right is nearly everything that is nearly right."""
    rng = np.random.default_rng(seed)
    case = affine(rng, "W", lambda p: p["right"] + 1e-4 * np.abs(p["right"]) ** 1.5)

    assert () == case.findings()


@pytest.mark.parametrize("seed", SEEDS)
def test_two_wrong_formulas_that_agree_are_not_told_apart(seed: int) -> None:
    """The suite knows both, and the student wrote one of them."""
    case = PLANTED["abs"](np.random.default_rng(seed))
    (known,) = case.scene.suspects
    both = (known, dataclasses.replace(known, code="root", text="A root was taken."))

    findings = dataclasses.replace(
        case, scene=dataclasses.replace(case.scene, suspects=both)
    ).findings()

    assert ["sign:some"] == codes(findings)


@pytest.mark.parametrize("code", PLANTED)
def test_only_a_formula_of_the_suite_needs_no_fresh_numbers(code: str) -> None:
    """All else may agree by accident, and is asked again on other inputs."""
    first = PLANTED[code](np.random.default_rng(0)).findings()[0]

    assert (code != "abs") == first.is_fit


def test_numbers_that_are_not_finite_have_no_cause() -> None:
    """Their place is told, and that is all."""
    case = PLANTED["factor:-1"](np.random.default_rng(0))
    gone = np.where(np.arange(3) == 1, np.nan, case.analytic)

    assert () == explain_gradient(gone, case.numeric, case.scene, case.flow)
    assert () == explain_gradient(case.numeric, gone, case.scene, case.flow)


def test_a_jacobian_of_another_function_is_not_used() -> None:
    """The rules for paths speak about the gradient that it makes."""
    case = PLANTED["counted:last:N"](np.random.default_rng(0))
    other = dataclasses.replace(case.flow, jacobian=case.flow.jacobian[:, ::-1])

    with_it = explain_gradient(case.analytic, case.numeric, case.scene, other)
    without = explain_gradient(case.analytic, case.numeric, case.scene, None)

    assert without == with_it


@pytest.mark.parametrize(
    ("wrong", "axes", "text"),
    [
        (lambda g: g**2, "N D", "dx (N, D): all entries wrong, ratio not constant"),
        (lambda g: 1.7 * g, "N D", "dx (N, D): all entries wrong, ratio constant"),
        (
            lambda g: plus(g, 2.0),
            "N D",
            "dx (N, D): some entries wrong at some N, ratio not constant",
        ),
        (
            lambda g: plus(g, 2.0),
            "",
            "dx (5, 3): some entries wrong, ratio not constant",
        ),
    ],
    ids=["all", "constant", "rows", "no names"],
)
def test_what_no_rule_explains_has_a_signature(
    wrong: object, axes: str, text: str
) -> None:
    """The same on every seed, so that failures can be grouped by it."""
    assert callable(wrong)
    cases = [
        affine(np.random.default_rng(seed), "x", lambda p: wrong(p["right"]))
        for seed in SEEDS
    ]

    looks = {signature(c.analytic, c.numeric, scene(axes)) for c in cases}

    assert {text} == looks
