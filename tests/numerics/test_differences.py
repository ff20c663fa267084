"""Central differences: right gradients pass, wrong entries are found and placed."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.numerics.closeness import Array, difference, gradient_outside
from grader.numerics.differences import Entries, Gradient, judge

Forward = Callable[[dict[str, Array]], Array]
Layer = tuple[Forward, dict[str, Array], dict[str, Array], Array]


def problem(
    forward: Forward,
    leaves: dict[str, Array],
    analytic: dict[str, Array],
    upstream: Array,
) -> Gradient:
    """A gradient of a local function, evaluated as the worker would."""

    def evaluate(whole: Sequence[dict[str, Array]], entries: Entries) -> Array:
        points = [leaves, *({**leaves, **variant} for variant in whole)]
        for name, indices, values in entries:
            for index, value in zip(indices, values, strict=True):
                changed = leaves[name].copy()
                changed.reshape(-1)[index] = value
                points.append({**leaves, name: changed})
        return np.stack([forward(point).reshape(-1) for point in points])

    return Gradient(leaves, analytic, upstream.reshape(-1), evaluate)


def affine(seed: int) -> Layer:
    """Return an affine layer: forward, leaves, their gradients, upstream."""
    rng = np.random.default_rng(seed)
    leaves = {
        "b": rng.normal(size=7),
        "W": rng.normal(size=(5, 7)),
        "x": rng.normal(size=(3, 5)),
    }
    upstream = rng.normal(size=(3, 7))
    analytic = {
        "b": upstream.sum(0),
        "W": leaves["x"].T @ upstream,
        "x": upstream @ leaves["W"].T,
    }
    return lambda p: p["x"] @ p["W"] + p["b"], leaves, analytic, upstream


def batchnorm(seed: int) -> Layer:
    """Return batch normalization likewise."""
    rng = np.random.default_rng(seed)
    x, upstream = rng.normal(2.0, 3.0, size=(5, 3)), rng.normal(size=(5, 3))

    def forward(point: dict[str, Array]) -> Array:
        x = point["x"]
        return np.asarray((x - x.mean(0)) / np.sqrt(x.var(0) + 0.3))

    x_hat, inverse = forward({"x": x}), 1 / np.sqrt(x.var(0) + 0.3)
    through_mean = upstream.mean(0)
    through_var = x_hat * (upstream * x_hat).mean(0)
    analytic = {"x": inverse * (upstream - through_mean - through_var)}
    return forward, {"x": x}, analytic, upstream


@given(st.integers(0, 10_000), st.sampled_from([affine, batchnorm]))
def test_a_right_gradient_is_never_called_wrong(
    seed: int, layer: Callable[[int], Layer]
) -> None:
    """Whatever the numbers."""
    forward, leaves, analytic, upstream = layer(seed)

    found = judge(
        problem(forward, leaves, analytic, upstream), np.random.default_rng(seed)
    )

    assert found is None


@given(st.integers(0, 10_000), st.sampled_from(["b", "W", "x"]), st.floats(-6, 1))
def test_one_wrong_entry_is_found_where_it_is(
    seed: int, leaf: str, exponent: float
) -> None:
    """From a millionth part above the tolerance up to a wholly wrong number."""
    forward, leaves, analytic, upstream = affine(seed)
    scale = np.abs(analytic[leaf]).max()
    wrong = {name: value.copy() for name, value in analytic.items()}
    index = np.unravel_index(seed % wrong[leaf].size, wrong[leaf].shape)
    wrong[leaf][index] += 10.0**exponent * 30 * scale

    found = judge(
        problem(forward, leaves, wrong, upstream), np.random.default_rng(seed)
    )

    assert found is not None
    assert leaf == found.name
    assert tuple(index) == found.discrepancy.index
    assert 1 == found.discrepancy.count


def test_the_first_wrong_leaf_is_reported() -> None:
    """Leaves are in the order in which an error travels back."""
    forward, leaves, analytic, upstream = affine(1)
    wrong = {name: 2 * value for name, value in analytic.items()}

    found = judge(problem(forward, leaves, wrong, upstream), np.random.default_rng(1))

    assert found is not None
    assert "b" == found.name
    assert (7, 7) == (found.discrepancy.count, found.discrepancy.size)


@pytest.mark.parametrize("near", [0.0, 1e-9, 1e-8, 1e-6, 3e-6])
def test_a_kink_at_or_beside_the_point_is_no_mistake(near: float) -> None:
    """ReLU's derivative at 0 may be 0 or 1; beside 0 it is what it is."""
    rng = np.random.default_rng(3)
    x, upstream = rng.normal(size=(5, 7)), rng.normal(size=(5, 7))
    x[0, 0] = near
    analytic = {"x": upstream * (x > 0)}

    found = judge(
        problem(lambda p: np.maximum(p["x"], 0), {"x": x}, analytic, upstream),
        np.random.default_rng(3),
    )

    assert found is None


def test_a_wrong_mask_beside_a_kink_is_a_mistake() -> None:
    """The kink rule must not excuse a mask that is wrong at 0.01."""
    rng = np.random.default_rng(4)
    x, upstream = rng.normal(size=(5, 7)), rng.normal(size=(5, 7))
    x[0, 0] = 0.01
    mask = x > 0
    mask[0, 0] = False

    found = judge(
        problem(
            lambda p: np.maximum(p["x"], 0), {"x": x}, {"x": upstream * mask}, upstream
        ),
        np.random.default_rng(4),
    )

    assert found is not None
    assert (0, 0) == found.discrepancy.index


def test_a_gradient_that_is_nan_is_wrong() -> None:
    """A comparison with NaN must not pass by being neither."""
    forward, leaves, analytic, upstream = affine(2)
    wrong = {**analytic, "b": np.full(7, np.nan)}

    found = judge(problem(forward, leaves, wrong, upstream), np.random.default_rng(2))

    assert found is not None


def test_a_large_offset_in_x_is_no_false_alarm() -> None:
    """Steps are taken relative to the entry, and the step really taken is used."""
    rng = np.random.default_rng(5)
    x, upstream = 1e4 + rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
    analytic = {"x": upstream * 2.0}

    found = judge(
        problem(lambda p: 2.0 * (p["x"] - 1e4), {"x": x}, analytic, upstream),
        np.random.default_rng(5),
    )

    assert found is None


def test_values_are_judged_against_the_largest_entry() -> None:
    """A tiny entry may be off by what a large one may be off by."""
    expected = np.array([1000.0, 1e-6])

    assert difference(expected + 5e-7, expected, rtol=1e-9) is None
    found = difference(expected + np.array([0, 5e-6]), expected, rtol=1e-9)
    assert found is not None
    assert (1,) == found.index


@pytest.mark.parametrize(
    ("got", "expected", "same"),
    [
        ([np.nan], [np.nan], True),
        ([np.inf], [np.inf], True),
        ([-np.inf], [np.inf], False),
        ([np.nan], [1.0], False),
        ([1.0], [np.nan], False),
        ([np.inf], [1e308], False),
    ],
)
def test_non_finite_values_must_be_the_same(
    got: list[float], expected: list[float], *, same: bool
) -> None:
    """A NaN never passes for a number, nor a number for a NaN."""
    found = difference(np.array(got), np.array(expected), rtol=1e-9)

    assert same == (found is None)


def test_large_complex_and_integer_arrays_compare() -> None:
    """Integers are compared as floats, complex numbers by modulus."""
    assert difference(np.array([1, 2]), np.array([1.0, 2.0]), rtol=1e-9) is None
    assert difference(np.array([1 + 1e-3j]), np.array([1.0]), rtol=1e-9) is not None
    assert difference(np.array([True]), np.array([1]), rtol=1e-9) is None


def test_the_gradient_tolerance_is_norm_aware() -> None:
    """1e-7 of the largest entry, whatever the entry itself."""
    numeric = np.array([10.0, 0.0])

    assert not gradient_outside(numeric + np.array([0, 0.9e-6]), numeric).any()
    assert gradient_outside(numeric + np.array([0, 1.1e-6]), numeric).any()
