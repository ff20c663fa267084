"""Formulas that are one change from the right one, and give what was found."""

from collections.abc import Mapping

import numpy as np
import pytest

from grader.errors import CourseError, Finding
from grader.numerics.diagnosis.formulas import evaluate, explain_formula

RNG = np.random.default_rng(5)
X, W, B = RNG.normal(size=(7, 3)), RNG.normal(size=3), 0.7
FANS = {"fan_in": 37.0, "fan_out": 301.0}
SLOPE = {"fan_in": 37.0, "alpha": 0.43}
SPREAD = "sqrt(2 / (fan_in + fan_out))"
BOUND = {"bound": 0.3, "u": RNG.random(9), "z": RNG.normal(size=9)}
LAYER = {"x": X, "w": W, "b": B}
GAP = {"a": RNG.normal(size=(4, 3)), "n": RNG.normal(size=(4, 3))}
ERROR = "max(abs(a - n)) / maximum(max(abs(a)) + max(abs(n)), 1e-8)"
POWER = {"low": -3.0, "high": 1.5, "u": RNG.random(9)}
SUMS = {"V": X, "W": W, "c": 0.3}
SQUARES = "c / 2 * (sum(V ** 2) + sum(W ** 2))"
CASES: tuple[tuple[str, Mapping[str, object], str, str], ...] = (
    (SPREAD, FANS, "2 / (fan_in + fan_out)", "`sqrt` is not taken"),
    (SPREAD, FANS, "sqrt(2 / fan_in)", "`+ fan_out` is left out"),
    (SPREAD, FANS, "sqrt(2 / fan_out)", "`fan_in` is left out"),
    (SPREAD, FANS, "sqrt(6 / (fan_in + fan_out))", "6 stands where 2 belongs"),
    (
        SPREAD,
        FANS,
        "sqrt(2 / (fan_in + fan_in))",
        "`fan_in` stands where `fan_out` belongs",
    ),
    (SPREAD, FANS, "sqrt(2 / (fan_in * fan_out))", "`*` stands where `+` belongs"),
    (SPREAD, FANS, "sqrt(2) / (fan_in + fan_out)", "`sqrt` is taken of `2` alone"),
    (
        "sqrt(2 / fan_in)",
        FANS,
        "1 / fan_in",
        "`sqrt` is not taken, and `2` is left out",
    ),
    ("a - b", {"a": 2.3, "b": 0.4}, "b - a", "the two sides of `-` are exchanged"),
    ("-a", {"a": 2.3}, "a", "a minus is missing"),
    ("a - b", {"a": 2.3, "b": 0.4}, "-b", "`a` is left out"),
    ("a / b", {"a": 2.3, "b": 0.4}, "1 / b", "`a` is left out"),
    ("a", {"a": 2.3}, "a / 2", "`a` is halved"),
    ("a", {"a": 2.3}, "a * 3", "it is multiplied by 3"),
    (
        "sqrt(2 / ((1 + alpha ** 2) * fan_in))",
        SLOPE,
        "sqrt(2 / ((1 + alpha) ** 2 * fan_in))",
        "parentheses are missing, or stand in another place",
    ),
    (
        "sqrt(2 / fan_in)",
        FANS,
        "sqrt(2 / ((fan_in + fan_out) / 2))",
        "`(fan_in + fan_out) / 2` stands where `fan_in` belongs",
    ),
    (
        "bound * (2 * u - 1)",
        BOUND,
        "bound * u",
        "`u` stands where `2 * u - 1` belongs",
    ),
    (
        "bound * (2 * u - 1)",
        BOUND,
        "bound * z",
        "`z` stands where `2 * u - 1` belongs",
    ),
    (
        "x @ w + b",
        LAYER,
        "(x + b) @ w",
        "parentheses are missing, or stand in another place",
    ),
    ("x @ w + b", LAYER, "x @ w", "`+ b` is left out"),
    (
        "exp(x) / sum(exp(x), 1)",
        {"x": X},
        "exp(x) / sum(exp(x))",
        "`sum` runs over all entries",
    ),
    (
        "exp(x) / sum(exp(x), 1)",
        {"x": X},
        "exp(x) / sum(exp(x), 0)",
        "0 stands where 1 belongs",
    ),
    (
        "exp(x) / sum(exp(x), 1)",
        {"x": X},
        "x / sum(x, 1)",
        "`exp` is not taken, in all places",
    ),
    (
        "where(u < p, 0, x)",
        {"u": BOUND["u"], "p": 0.3, "x": BOUND["z"]},
        "where(u >= p, 0, x)",
        "it compares as by `>=`, and must by `<`",
    ),
    (
        "where(u < p, 0, x)",
        {"u": BOUND["u"], "p": 0.3, "x": BOUND["z"]},
        "x",
        "it stands there in every case",
    ),
    (
        ERROR,
        GAP,
        "max(abs(a - n)) / (max(abs(a)) + max(abs(n)) + 1e-08)",
        "`+` stands where `maximum` belongs",
    ),
    (
        ERROR,
        GAP,
        "mean(abs(a - n)) / maximum(max(abs(a)) + max(abs(n)), 1e-08)",
        "`mean` stands where `max` belongs",
    ),
    (
        "10 ** (low + (high - low) * u)",
        POWER,
        "exp(low + (high - low) * u)",
        "`exp` stands where `10 **` belongs",
    ),
    (
        "10 ** (low + (high - low) * u)",
        POWER,
        "10 ** low + (10 ** high - 10 ** low) * u",
        "`10 **` is taken of `low` and `high`, and not of what they make",
    ),
    (
        "tanh(x @ w)",
        {"x": X, "w": RNG.normal(size=(3, 3))},
        "tanh(x @ T(w))",
        "`w` is transposed",
    ),
    (
        SQUARES,
        SUMS,
        "c / 2 * (mean(V ** 2) + mean(W ** 2))",
        "`mean` stands where `sum` belongs, in all places",
    ),
    ("sigmoid(a)", {"a": X}, "sigmoid(sigmoid(a))", "`sigmoid` is taken twice"),
    ("log(a)", {"a": 2.5}, "log2(a)", "`log2` stands where `log` belongs"),
)


@pytest.mark.parametrize(("right", "parts", "wrong", "said"), CASES)
def test_a_formula_one_change_away_is_named_as_it_stands(
    right: str, parts: Mapping[str, object], wrong: str, said: str
) -> None:
    """What gives the numbers is told, and what it lacks."""
    found = explain_formula(evaluate(wrong, parts), right, parts)

    text = f"It is exactly `{wrong}`: {said}."
    assert Finding(f"formula:{wrong}", text, is_fit=True) in found


def test_names_that_a_reader_does_not_know_are_explained() -> None:
    """And the value is called as the suite calls it."""
    got = 0.3 * np.asarray(BOUND["u"]) ** 2
    notes = {"u": "rng.random(shape)", "z": "unused"}

    (found, *_) = explain_formula(
        got, "bound * u", {"bound": 0.3, "u": BOUND["u"]}, name="The draw", notes=notes
    )

    assert found.text == (
        "The draw is exactly `bound * u ** 2` (u is rng.random(shape)): `u` is squared."
    )
    assert found.code == "formula:The draw:bound * u ** 2"


@pytest.mark.parametrize(
    "got",
    [
        pytest.param(evaluate(SPREAD, FANS), id="right"),
        pytest.param(np.array(3.0), id="one whole number"),
        pytest.param(np.array([0.0, 1.0, 1.0]), id="three bits"),
        pytest.param(np.array(np.nan), id="no number"),
        pytest.param(np.array(0.123456789), id="nothing near it"),
        pytest.param(np.array(["a"]), id="text"),
        pytest.param(np.zeros((0,)), id="nothing"),
        pytest.param(np.array([0.1, 0.2]), id="another shape"),
    ],
)
def test_nothing_is_said_of_what_tells_nothing(got: np.ndarray) -> None:
    """Whole numbers agree with anything unless there are many of them."""
    assert () == explain_formula(got, SPREAD, FANS)


def test_many_whole_numbers_tell_enough() -> None:
    """Five products of drawn sizes are no other product by chance."""
    sizes = {"C": np.array([3, 5, 8, 13, 20]), "k": np.array([7, 4, 9, 2, 6])}

    (found, *_) = explain_formula(sizes["C"] + sizes["k"], "C * k", sizes)

    assert "It is exactly `C + k`: `+` stands where `*` belongs." == found.text


def test_many_bits_tell_enough() -> None:
    """Of 100 answers no other rule gives all."""
    x = RNG.normal(size=100)

    (found, *_) = explain_formula(x < 0, "step(x)", {"x": x})

    said = "1 minus `step(x)` stands where `step(x)` belongs"
    assert f"It is exactly `1 - step(x)`: {said}." == found.text


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        (
            "a +",
            "formula 'a +' cannot be computed: invalid syntax (<unknown>, line 1).",
        ),
        ("b", "formula 'b' cannot be computed: 'b'."),
        ("a.T", "formula 'a.T' cannot be computed: 'a.T' cannot stand in a formula."),
        (
            "sum(a, 0.5)",
            "formula 'sum(a, 0.5)' cannot be computed: there is no axis 0.5.",
        ),
    ],
)
def test_a_formula_that_cannot_be_computed_is_the_authors_error(
    formula: str, said: str
) -> None:
    """It is told when the check runs, whatever the student handed in."""
    with pytest.raises(CourseError) as caught:
        evaluate(formula, {"a": np.ones(3)})

    assert said == str(caught.value)


@pytest.mark.parametrize("formula", [SPREAD, "sqrt(2 / fan_in)", "fan_in * fan_out"])
def test_other_numbers_are_no_formula_by_chance(formula: str) -> None:
    """Nine digits agree by formula only."""
    numbers = np.random.default_rng(6).uniform(0.0, 2.0, size=100)

    found = [explain_formula(each, formula, FANS) for each in numbers]

    assert [()] * 100 == found
