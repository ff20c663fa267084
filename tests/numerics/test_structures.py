"""Rules for forms that no unit names: divisors, noise, ranges, products, shares."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from grader.numerics.diagnosis.gradients import explain_gradient
from grader.numerics.diagnosis.scene import Array, Scene
from grader.numerics.diagnosis.trajectories import Walk, explain_steps
from grader.numerics.diagnosis.values import explain_values
from grader.numerics.ratios import bracket
from tests.numerics.planted import with_terms
from tests.numerics.wronged import codes, measured, scene

SEEDS = range(5)
LR, EPS = 0.3, 0.5


def divided_by(form: str, seed: int) -> Walk:
    """Return an optimizer's walk whose steps are divided in another way."""
    rng = np.random.default_rng(seed)
    g, start = rng.normal(size=(4, 3, 5)), rng.normal(size=(3, 5))
    s = np.cumsum(g**2, axis=0)
    forms = {
        "divisor:in-root": np.sqrt(s + EPS),
        "divisor:alone": np.sqrt(s),
        "divisor:no-root": s + EPS,
        "half a root": np.sqrt(s) / 2 + EPS,
        "right": np.sqrt(s) + EPS,
    }
    got, right = (
        start + np.cumsum(-LR * g / forms[each], axis=0) for each in (form, "right")
    )
    return Walk(
        name="w", got=got, expected=right, wrong=0, start=start, terms={"gradient": g}
    )


IN_ROOT = (
    "What is added to the divisor (eps) stands under the root: take the root first, "
    "then add it."
)
ALONE = (
    "The step is divided by the root alone: the number that keeps the division from "
    "one by zero is left out."
)
NO_ROOT = "The step is divided by squares: the root is left out."


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("divisor:in-root", IN_ROOT),
        ("divisor:alone", ALONE),
        ("divisor:no-root", NO_ROOT),
    ],
)
def test_a_divisor_shows_its_form_in_the_first_step(
    form: str, text: str, seed: int
) -> None:
    """Without a formula of the optimizer's: there a root is the size of the push."""
    found = {f.code: f.text for f in explain_steps(divided_by(form, seed))}

    assert text == found.get(form)
    assert 1 == sum(code.startswith("divisor:") for code in found)


def test_a_divisor_of_another_form_has_no_name() -> None:
    """Half of the root plus eps is none of them."""
    found = codes(explain_steps(divided_by("half a root", 0)))

    assert not [code for code in found if code.startswith("divisor:")]


def test_a_divisor_without_a_constant_has_no_forms() -> None:
    """Where nothing is added, nothing can stand in a wrong place."""
    walk = divided_by("divisor:no-root", 0)
    alone = divided_by("divisor:alone", 0).got

    found = codes(explain_steps(dataclasses.replace(walk, expected=alone)))

    assert not [code for code in found if code.startswith("divisor:")]


def rounded(seed: int) -> tuple[Array, Array]:
    """Return a product of which one factor was kept in float32, and the right one."""
    left, right = np.random.default_rng(seed).normal(size=(2, 5, 7))
    return left.astype(np.float32).astype(float) * right, left * right


@pytest.mark.parametrize("seed", SEEDS)
def test_rounding_on_the_way_is_told_from_a_term(seed: int) -> None:
    """Its errors are as large as float32's, and have no form."""
    (finding,) = explain_values(*rounded(seed), Scene("y"))

    text = (
        "It is right in some seven digits only: part of it is kept in float32, or is "
        "measured by differences."
    )
    assert ("precision:on the way", text) == (finding.code, finding.text)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_rounding_to_half_precision_is_told(seed: int, dtype: type) -> None:
    """A term that went through float16 leaves some four digits of the sum."""
    left, right = np.random.default_rng(seed).normal(size=(2, 5, 7)).astype(dtype)
    rough = 0.1 * left.astype(np.float16).astype(dtype) + right

    found = explain_values(rough, 0.1 * left + right, Scene("y"))

    text = (
        "It is right in some four digits only: is part of it kept in float16, or "
        "rounded?"
    )
    assert ("precision:half on the way", text) in [
        (one.code, one.text) for one in found
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_few_entries_that_are_cut_off_are_no_half_precision(seed: int) -> None:
    """Most of them are right to the last digit."""
    right = np.tanh(np.random.default_rng(seed).uniform(-5.0, 5.0, size=80))

    found = explain_values(np.clip(right, -0.99933, 0.99933), right, Scene("y"))

    assert "precision:half on the way" not in codes(found)


def test_few_numbers_from_single_precision_are_told_as_a_fact() -> None:
    """An example by hand is the same in every run, and confirms nothing else."""
    right = np.array([0.292416, 0.4436142, -1.5])
    rough = right.astype(np.float32).astype(float)

    (first, *_) = explain_values(rough, right, Scene("h"))

    assert not first.is_fit
    assert ("precision:few", first.text) == (
        first.code,
        (
            "It is right in some seven digits only: does something on the way go "
            "through float32, or is something tiny added?"
        ),
    )


@pytest.mark.parametrize("off", [1e-12, 1e-4])
def test_few_numbers_that_are_nearer_or_farther_are_not(off: float) -> None:
    """Float64 rounds less, and a mistake is larger."""
    right = np.array([0.292416, 0.4436142, -1.5])

    found = explain_values(right + off, right, Scene("h"))

    assert "precision:few" not in codes(found)


def test_what_is_zero_is_no_factor() -> None:
    """A half that was written over is not multiplied by anything."""
    right = np.random.default_rng(0).normal(size=(7, 4))
    half = right * np.array([1.0, 1.0, 0.0, 0.0])

    found = explain_values(half, right, Scene("out", ("N", "H")))

    assert not [code for code in codes(found) if code.startswith("factor-per:")]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_small_error_with_a_form_is_no_rounding(seed: int) -> None:
    """A floor of a variance moves each column by a factor of its own."""
    right = np.random.default_rng(seed).normal(size=(7, 3))
    wrong = right * (1 + 1e-6 * np.array([1.0, -2.0, 3.0]))

    assert [] == codes(explain_values(wrong, right, Scene("y")))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("where", "said"),
    [("inside", "lies between about "), ("outside", "is below about ")],
)
def test_a_range_of_wrong_entries_is_named_with_its_ends(
    where: str, said: str, seed: int
) -> None:
    """A limit that nobody asked for shows where a known array crosses it."""
    rng = np.random.default_rng(seed)
    x, noise = rng.uniform(-3.0, 3.0, size=60), rng.normal(size=60)
    is_wrong = (np.abs(x) < 1) == (where == "inside")
    right = rng.normal(size=60)

    found = explain_values(right + is_wrong * noise, right, Scene("y", known={"x": x}))

    told = {f.code: f.text for f in found}[f"where:x:{where}"]
    assert told.startswith(f"It is wrong only where x {said}")
    assert told.endswith(": look for a limit there.")


def test_wrong_entries_here_and_there_lie_in_no_range() -> None:
    """Two ends fit nothing that is wrong by chance."""
    rng = np.random.default_rng(0)
    x, right = rng.normal(size=(2, 60))

    found = explain_values(
        right + rng.normal(size=60) * (rng.random(60) < 0.4),
        right,
        Scene("y", known={"x": x}),
    )

    assert [] == codes(found)


@pytest.mark.parametrize("code", ["sum", "mean"])
def test_one_number_for_all_entries_is_a_sum_or_a_mean(code: str) -> None:
    """A reduction over the whole array, where each entry has its own."""
    right = np.random.default_rng(0).uniform(1.0, 2.0, size=(3, 5))
    number = getattr(np, code)(right)

    first, *_ = explain_values(np.full_like(right, number), right, Scene("s"))

    verb = {"sum": "added up", "mean": "averaged"}[code]
    text = (
        f"All entries are one number, the {code} of the right ones: each entry has its "
        f"own, so nothing may be {verb} over the array."
    )
    assert (f"one-for-all:{code}", text) == (first.code, first.text)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("formula", "slope"),
    [
        ("dout * (1 - x^2)", lambda x, _: 1 - x**2),
        ("dout * y^2", lambda _, y: y**2),
        ("dout * x * y", lambda x, y: x * y),
    ],
    ids=["rest of a square", "square", "two arrays"],
)
def test_a_product_of_known_arrays_is_spelled_out(
    formula: str, slope: Callable[[Array, Array], Array], seed: int
) -> None:
    """The wrong array, or the wrong function of the right one."""
    x, dout = np.random.default_rng(seed).normal(size=(2, 5, 7))
    y = np.tanh(x)
    numeric, flow = measured(np.tanh, x, (dout,), ("N D",))
    around = scene("N D", x=x, y=y)

    found = explain_gradient(dout * slope(x, y), numeric, around, flow)

    assert f"formula:{formula}" in codes(found)


@pytest.mark.parametrize(
    ("shares", "code", "text"),
    [
        (
            (1, 0, 0),
            "term:mean:missing,variance:missing",
            "The terms mean and variance are missing.",
        ),
        (
            (1, 5, 5),
            "term:mean:N,variance:N",
            "The terms mean and variance enter with a factor of N.",
        ),
        (
            (1, 1, 0.123),
            "term:variance:other",
            "The term variance enters with a wrong factor.",
        ),
    ],
    ids=["missing", "one factor", "without a name"],
)
def test_terms_that_come_in_alike_share_a_sentence(
    shares: tuple[float, float, float], code: str, text: str
) -> None:
    """One cause for both is likelier than one for each."""
    found = with_terms(np.random.default_rng(0), shares).findings()

    assert text == {f.code: f.text for f in found}.get(code)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lr", "lr"),
        ("1 - beta", "(1 - beta)"),
        ("(1 - beta)", "(1 - beta)"),
        ("(1 - b^2) / (1 - b)", "((1 - b^2) / (1 - b))"),
        ("sqrt(1 - beta)", "(sqrt(1 - beta))"),
    ],
)
def test_a_name_stands_in_one_pair_of_brackets(name: str, said: str) -> None:
    """A product of names is read as it is computed."""
    assert said == bracket(name)
