"""What must come back to each array of a forward pass, without a derivative."""

from collections.abc import Mapping

import numpy as np

from grader.numerics.chains import Chain, expected, expected_at_input, lay, noise
from grader.numerics.closeness import Array

RNG = np.random.default_rng(0)
X, W, DOUT = RNG.normal(size=(4, 3)), RNG.normal(size=(3, 2)), RNG.normal(size=(4, 2))
CLOSE = 1e-7  # far below a wrong term, far above the noise of differences


def two_maps(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return (x W)^2 + row means of x W, so that one array is used twice."""
    a = chain.through(at["x"] @ at["W"], "da", "dz")
    chain.holds(a, "a")
    mean = chain.through(a.mean(axis=1, keepdims=True), "dmean")
    return a**2 + mean


LAID = lay(two_maps, {"x": X, "W": W}, DOUT.reshape(-1))


def test_the_links_are_those_of_the_way_forward() -> None:
    """Their order is the order in which the formulas meet them."""
    assert [("da", "dz"), ("a",), ("dmean",)] == [link.names for link in LAID.links]
    assert [True, False, True] == [link.is_gradient for link in LAID.links]
    np.testing.assert_array_equal(LAID.links[0].value, X @ W)


def test_all_ways_to_the_output_are_added_up() -> None:
    """Who moves `a` moves the mean as well."""
    by_hand = 2 * (X @ W) * DOUT + DOUT.sum(axis=1, keepdims=True) / 2

    np.testing.assert_allclose(expected(LAID, 0), by_hand, rtol=0, atol=CLOSE)


def test_what_comes_before_stays_where_it_is() -> None:
    """Who moves the mean moves nothing else."""
    by_hand = DOUT.sum(axis=1, keepdims=True)

    np.testing.assert_allclose(expected(LAID, 2), by_hand, rtol=0, atol=CLOSE)


def test_an_array_that_is_held_is_expected_as_it_is() -> None:
    """The way back may need it, and nothing comes back to it by this name."""
    np.testing.assert_array_equal(expected(LAID, 1), X @ W)


def test_an_input_gets_its_gradient_as_well() -> None:
    """It shows whether what a layer hands on is wrong."""
    da = 2 * (X @ W) * DOUT + DOUT.sum(axis=1, keepdims=True) / 2

    found = expected_at_input(LAID, "x")

    np.testing.assert_allclose(found, da @ W.T, rtol=0, atol=CLOSE)


def test_several_outputs_are_one_vector() -> None:
    """A cell returns two states, and both have a gradient."""
    laid = lay(lambda at, _: (at["x"], 2 * at["x"]), {"x": X}, np.ones(24))

    np.testing.assert_allclose(expected_at_input(laid, "x"), 3, rtol=0, atol=CLOSE)


def test_what_has_no_value_warns_nobody() -> None:
    """The arrays are a student's, and may be anything."""
    laid = lay(lambda at, _: np.log(at["x"]), {"x": -np.ones(2)}, np.ones(2))

    assert np.isnan(laid.output).all()


def test_the_noise_grows_with_the_output() -> None:
    """A difference of large numbers has few digits."""
    large = lay(two_maps, {"x": 1e4 * X, "W": W}, DOUT.reshape(-1))

    assert noise(large) > 1e4 * noise(LAID)
