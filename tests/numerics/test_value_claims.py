"""What the rules for values do not say: nothing of right code, nothing by chance."""

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, Scene, Suspect
from grader.numerics.diagnosis.values import explain_values

Rng = np.random.Generator
MANY = 200
SHAPES = ((), (2,), (7,), (5, 8))
PLAIN = Scene("out")

UNNAMED: dict[str, Callable[[Rng, Array], Array]] = {
    "another array": lambda rng, x: rng.normal(size=x.shape),
    "another formula": lambda _, x: np.tanh(x) * 1.31 + 0.1 * x**2,
    "noise": lambda rng, x: x + 0.1 * rng.normal(size=x.shape),
    "noise on half": lambda rng, x: (
        x + rng.normal(size=x.shape) * (rng.random(x.shape) < 0.5)
    ),
    "another array of positive numbers": lambda rng, x: 1 + rng.random(x.shape),
}


def full(rng: Rng, shape: tuple[int, ...]) -> Scene:
    """Return a scene with everything that a claim could be made of."""
    axes = ("N", "D", "H")[: len(shape)]
    return Scene(
        "out",
        axes,
        {**dict(zip(axes, shape, strict=True)), "T": 11, "M": 13},
        constants={"lr": 0.3, "1 - p": 0.61, "eps": 1e-5},
        known={"x": rng.normal(size=shape), "b": rng.normal(size=shape[-1:])},
        terms={"first": rng.normal(size=shape), "second": rng.normal(size=shape)},
        suspects=(Suspect("known", "It is known.", rng.normal(size=shape)),),
        blocks={"D": ("i", "f", "g", "o")},
    )


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """Return the codes of findings."""
    return [finding.code for finding in findings]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_right_code_gets_no_finding(shape: tuple[int, ...]) -> None:
    """Another order of operations is no mistake, with every clue there is."""
    for seed in range(MANY):
        rng = np.random.default_rng(seed)
        right = rng.normal(size=shape)
        got = right * (1.0 + 1e-15 * rng.normal(size=shape))

        assert () == explain_values(got, right, full(rng, shape))


@pytest.mark.parametrize("kind", UNNAMED)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_no_cause_is_named_by_chance_twice(shape: tuple[int, ...], kind: str) -> None:
    """Numbers without a pattern get no sentence that a second run would confirm."""
    before: set[str] = set()
    for seed in range(MANY):
        rng = np.random.default_rng(seed)
        right = rng.normal(size=shape)
        got = np.asarray(UNNAMED[kind](rng, right))

        now = set(codes(explain_values(got, right, full(rng, shape))))

        assert set() == now & before
        before = now


@pytest.mark.parametrize("size", [1, 2, 3])
def test_small_whole_numbers_agree_with_anything(size: int) -> None:
    """A count that is off by one, or twice as large, is no proof of a cause."""
    right = np.arange(1.0, size + 1)

    assert [] == codes(explain_values(2 * right, right, PLAIN))
    assert [] == codes(explain_values(right + 1, right, PLAIN))
    assert ["factor:2"] == codes(explain_values(2 * right + 1, right + 0.5, PLAIN))[:1]


@pytest.mark.parametrize(
    ("sizes", "said"),
    [
        ({"N": 5, "D": 7}, "factor:1/N"),
        ({"N": 5, "D": 5}, "factor:1/N or 1/D"),
        ({"N": 5, "D": 5, "T": 5, "M": 5}, "factor:other"),
    ],
    ids=["one", "two", "four"],
)
def test_a_factor_with_several_names_gets_all_or_none(
    sizes: dict[str, int], said: str
) -> None:
    """Half of the readings would be half of the truth."""
    right = np.random.default_rng(0).normal(size=(5, 7))
    around = Scene("out", sizes=sizes)

    assert said == codes(explain_values(right / 5, right, around))[0]


def test_a_weight_with_several_names_is_a_number() -> None:
    """The sentence about a term has room for one."""
    terms = dict(
        zip("ab", np.random.default_rng(0).normal(size=(2, 5, 7)), strict=True)
    )
    around = Scene("out", sizes={"N": 5, "D": 5}, terms=terms)

    findings = explain_values(
        terms["a"] + 5 * terms["b"], terms["a"] + terms["b"], around
    )

    assert "The term b comes in 5 times instead of once." == findings[0].text


def test_a_factor_on_one_side_with_several_names_is_a_number() -> None:
    """So has the sentence about a side."""
    x, right = np.random.default_rng(0).normal(size=(2, 5, 7))
    around = Scene("out", sizes={"N": 5, "D": 5}, known={"x": x})

    (finding,) = explain_values(np.where(x > 0, 5 * right, right), right, around)

    assert ("where:x > 0:factor", True) == (finding.code, finding.is_fit)
    assert finding.text == (
        "It is wrong only where x > 0: look at what happens there. It is the right "
        "value times 5 there."
    )


def test_two_suspects_with_one_result_are_none() -> None:
    """Which of them it was, nobody knows."""
    right = np.random.default_rng(0).normal(size=(5, 7))
    one = Suspect("one", "It is one.", right**3)
    around = dataclasses.replace(PLAIN, suspects=(one, Suspect("two", "", right**3)))

    assert [] == codes(explain_values(right**3, right, around))
    around = dataclasses.replace(PLAIN, suspects=(one,))
    assert ["one"] == codes(explain_values(right**3, right, around))


def test_a_clue_that_is_not_finite_is_passed_over() -> None:
    """The others are used all the same."""
    right, x = np.random.default_rng(0).normal(size=(2, 5, 7))
    holes = np.full((5, 7), np.nan)
    around = Scene("out", known={"holes": holes, "x": x}, terms={"a": x, "b": holes})

    assert ["equals:x"] == codes(explain_values(x, right, around))


def test_nan_and_inf_that_belong_there_are_no_gaps() -> None:
    """The rest is compared as ever."""
    right = np.append(
        np.random.default_rng(0).normal(size=9), [np.nan, np.inf, -np.inf]
    )

    assert () == explain_values(right, right, PLAIN)
    assert ["factor:2"] == codes(explain_values(2 * right, right, PLAIN))[:1]


def test_nothing_is_said_where_a_finite_number_belongs_nowhere() -> None:
    """Where inf must come out, a sum or product of the rest tells nothing."""
    assert () == explain_values(np.ones(4), np.full(4, np.inf), PLAIN)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (np.ones(3) * 1j, np.arange(3.0)),
        (np.arange(3.0), np.ones(3) * 1j),
        (np.ones((3, 1)), np.arange(3.0)),
    ],
    ids=["complex found", "complex expected", "shape"],
)
def test_other_numbers_get_no_claim(got: Array, expected: Array) -> None:
    """Complex ones, and those of another shape, which has its own rules."""
    assert () == explain_values(got, expected, PLAIN)


@pytest.mark.parametrize("seed", range(5))
def test_labels_in_other_places_are_only_wrong_labels(seed: int) -> None:
    """Of a one-hot array all numbers are there, wherever they stand."""
    rng = np.random.default_rng(seed)
    right, got = (np.eye(7)[rng.integers(0, 7, size=20)] for _ in range(2))
    got = got[:, rng.permutation(7)]

    assert [] == codes(explain_values(got, right, PLAIN))


def test_of_ones_no_size_is_right() -> None:
    """Signs that differ are then just wrong."""
    right = np.random.default_rng(0).choice([-1.0, 1.0], size=(5, 7))
    got = np.random.default_rng(1).choice([-1.0, 1.0], size=(5, 7))

    assert [] == codes(explain_values(got, right, PLAIN))


def test_a_small_array_has_no_ends() -> None:
    """One entry of seven that is wrong may be the last one by chance."""
    right = np.random.default_rng(0).normal(size=8)
    wrong = right + 0.3 * (np.arange(8) == 7)

    scene = Scene("out", axes=("N",))
    assert ["last:N"] == codes(explain_values(wrong, right, scene))
    assert [] == codes(explain_values(wrong[1:], right[1:], scene))


def test_an_axis_without_a_name_has_no_place() -> None:
    """Nobody is helped by "the first along axis 0"."""
    right = np.random.default_rng(0).normal(size=(8, 3))
    wrong = right + np.arange(3) * (np.arange(8) == 7).reshape(-1, 1)

    assert [] == codes(explain_values(wrong, right, PLAIN))


@pytest.mark.parametrize("axis", [0, 1])
def test_an_unnamed_axis_has_neither_border_nor_later_steps(axis: int) -> None:
    """Of four features the last two are wrong by chance."""
    right = np.random.default_rng(0).normal(size=(6, 6))
    for places in ([0, 5], [2, 3, 4, 5]):
        moved = np.exp(np.moveaxis(right, axis, 0))
        keep = np.isin(np.arange(6), places).reshape(-1, 1)
        got = np.moveaxis(np.where(keep, moved, np.log(moved)), 0, axis)

        assert [] == codes(explain_values(got, right, PLAIN))


def test_whole_rows_that_are_large_are_wrong_for_another_reason() -> None:
    """Row by row a cause is likelier than by size."""
    right = np.random.default_rng(0).uniform(1, 2, size=(2, 12)) * [[1.0], [9.0]]
    got = right + np.array([[0.0], [1.0]]) * np.sqrt(right)

    assert [] == codes(explain_values(got, right, PLAIN))


def test_a_few_large_values_are_wrong_by_chance() -> None:
    """Eight of them are enough."""
    right = np.linspace(1.0, 2.0, 30)

    for count, said in ((7, []), (8, ["where:large"])):
        is_last = np.arange(30) >= 30 - count
        shuffled = np.random.default_rng(0).permutation(30)
        got = np.where(is_last, right**3, right)

        assert said == codes(explain_values(got[shuffled], right[shuffled], PLAIN))


def test_a_row_that_is_off_by_a_factor_is_told_before_its_place() -> None:
    """What explains the numbers says more than where they are wrong."""
    right = np.random.default_rng(0).normal(size=(5, 7))
    got = right * np.array([[1.234], [1.0], [1.0], [1.0], [1.0]])

    said = codes(explain_values(got, right, Scene("out", axes=("N", "D"))))

    assert ["factor-per:N", "first:N"] == said


def test_zero_is_not_a_number_without_its_fraction() -> None:
    """Although it is all that conversion to integers leaves of a fraction."""
    right = np.random.default_rng(0).uniform(0.1, 0.9, size=(5, 7))

    assert ["zeros"] == codes(explain_values(0 * right, right, PLAIN))


def test_training_in_place_of_evaluation_is_a_known_array() -> None:
    """The suite gives what the other mode would return."""
    right, training = np.random.default_rng(0).normal(size=(2, 5, 7))
    around = Scene("out", known={"the output of training": training})

    (finding,) = explain_values(training, right, around)

    assert "It is exactly the output of training." == finding.text
