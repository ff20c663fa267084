"""Derivatives good to nine digits, and an honest word where there is none."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.authoring.derivatives import RTOL, Method, by_complex_step, certify

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]
SMOOTH: dict[str, tuple[Curve, Curve]] = {
    "exp": (np.exp, np.exp),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "root": (lambda x: np.sqrt(x * x + 0.3), lambda x: x / np.sqrt(x * x + 0.3)),
}
POINT = np.array([[-1.3, 0.4], [2.1, -0.2]])


def real_only(value: Array) -> Array:
    """Refuse complex numbers, as a function written for floats does."""
    if np.iscomplexobj(value):
        msg = "no complex numbers"
        raise TypeError(msg)
    return value


@pytest.mark.parametrize("name", SMOOTH)
def test_a_right_gradient_is_certified_to_rounding(name: str) -> None:
    """A complex step has no cancellation."""
    function, derivative = SMOOTH[name]

    found = certify(lambda x: function(x).sum(), POINT, derivative(POINT))

    assert found.holds
    assert (Method.COMPLEX, True) == (found.method, found.error < 1e-14)


@pytest.mark.parametrize("name", SMOOTH)
def test_differences_stand_in_where_complex_numbers_are_refused(name: str) -> None:
    """They are good to more than nine digits."""
    function, derivative = SMOOTH[name]

    found = certify(lambda x: function(real_only(x)).sum(), POINT, derivative(POINT))

    assert found.holds
    assert (Method.DIFFERENCES, True) == (found.method, found.error < RTOL)


@pytest.mark.parametrize("name", SMOOTH)
@pytest.mark.parametrize("guard", [np.array, real_only], ids=["complex", "real"])
def test_one_entry_that_is_a_little_wrong_is_found(
    name: str, guard: Callable[[Array], Array]
) -> None:
    """An error of 1e-8 is a hundred times below what a central difference sees."""
    function, derivative = SMOOTH[name]
    claimed = derivative(POINT)
    claimed[1, 0] += 1e-8 * np.abs(claimed).max()

    found = certify(lambda x: function(guard(x)).sum(), POINT, claimed)

    assert not found.holds
    assert ((1, 0), True) == (found.index, found.is_settled)


def test_a_real_buffer_refuses_a_complex_step() -> None:
    """What NumPy would only warn of must not count as a derivative of zero."""

    def loss(value: Array) -> float:
        buffer = np.empty(value.shape)
        buffer[...] = value
        return float(buffer.sum())

    assert by_complex_step(loss, POINT) is None


def test_a_kink_beside_the_point_is_no_obstacle() -> None:
    """Steps become small enough to stay on one side of it."""
    point, claimed = np.array([0.01, -0.01]), np.array([1.0, 0.0])

    found = certify(lambda x: np.maximum(real_only(x), 0).sum(), point, claimed)

    assert found.holds


def test_a_kink_at_the_point_has_no_derivative() -> None:
    """Then nothing can be certified, and nothing is claimed to be."""
    point, claimed = np.zeros(1), np.ones(1)

    found = certify(
        lambda x: np.sqrt(np.maximum(real_only(x), 0)).sum(), point, claimed
    )

    assert (False, False) == (found.holds, found.is_settled)
