"""Hidden checks of unit 11: a new last layer.

Weights are random, so they are judged by what must hold for nearly all draws. Each of
three bounds fails right work with probability 2 exp(-20) = 4.1e-9 at most: the mean by
Chernoff's inequality, the variance by Lemma 1 of Laurent and Massart (2000), the
distribution by that of Dvoretzky, Kiefer and Wolfowitz in Massart's form.
"""

from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that each bound allows
LEVELS = np.arange(1, 40) / 40
GRID = np.array([NormalDist().inv_cdf(level) for level in LEVELS])
D, M = 113, 71
WRONG = {  # sentence -> the variance that is found
    "Yours has the variance 1 / D: behind a ReLU it must be twice as much.": 1 / D,
    "2 / D is taken for the standard deviation: it is the variance.": (2 / D) ** 2,
    "Yours has the variance 2 / n_classes: it must be 2 / D.": 2 / M,
    "Yours has the variance 2 / (D + n_classes): that is Glorot's.": 2 / (D + M),
    "The numbers are left as they are drawn, with variance 1.": 1.0,
}
POSITIVE = "No weight is below 0: rng.standard_normal gives numbers around 0."
NOT_NORMAL = "The weights are not normally distributed: draw with rng.standard_normal."
REPEATED = "Weights are repeated: draw the whole matrix from the generator."
TURNED = "W is turned around: its shape is (D, n_classes)."
OLD_SIZE = "The new layer has as many classes as the old: n_classes says how many."
TWO_DOTS = 'prefix has its dot already: "4." and "4" both mean "4.W".'
NO_DOT = 'There is no dot between prefix and name: "4" and "4." both mean "4.W".'
NOT_ZERO = "The biases must be 0: nothing has to be drawn for them."
BODY = (
    "Only the head is made anew: under the other keys the arrays of params come back."
)
NOT_GIVEN = (
    "The numbers are not those of the generator that was given: draw from rng, and "
    "make no generator of your own."
)


@exercise("11.5", weight=3)
def test_weights_of_a_new_head(student: Student, rng: Rng) -> None:
    """reinitialize_head draws weights from a normal distribution of variance 2 / D."""
    params = network(rng, "6", D, 3)

    found = head(student, params, "6", M, rng)

    w = weights(found, "6.W", (D, M))
    require(len(np.unique(w)) > 0.99 * w.size, "the weights must differ", REPEATED)
    require((w < 0).any(), "some weights must lie below 0", POSITIVE)
    n, variance = w.size, float((w**2).mean())
    causes = [text for text, v in WRONG.items() if abs(variance / v - 1) < 0.1]
    gap = 2 * np.sqrt(T / n) + 2 * T / n
    must = f"the variance of W must be near {2 / D:.3g}, found {variance:.3g}"
    require(abs(variance / (2 / D) - 1) < gap, must, cause="".join(causes[:1]))
    z = w.reshape(-1) / np.sqrt(2 / D)
    must = f"the mean of W must be near 0, found {w.mean():.3g}"
    require(abs(z.mean()) < np.sqrt(2 * T / n), must)
    shares = np.searchsorted(np.sort(z), GRID) / n
    is_bell = np.abs(shares - LEVELS).max() < np.sqrt(T / (2 * n))
    require(is_bell, "the weights must be normally distributed", NOT_NORMAL)


@exercise("11.5")
@pytest.mark.parametrize(
    ("d", "old", "new"),
    [(7, 3, 5), (5, 3, 1), (1, 5, 3), (7, 5, 5)],
    ids=[
        "D=7, 3 to 5 classes",
        "D=5, 3 to 1 classes",
        "D=1, 5 to 3 classes",
        "D=7, 5 to 5 classes",
    ],
)
def test_heads_of_any_size(
    student: Student, rng: Rng, d: int, old: int, new: int
) -> None:
    """reinitialize_head gives a new W (D, n_classes) and b of zeros."""
    params = network(rng, "2", d, old)
    before = params["2.W"].copy()

    found = head(student, params, "2", new, rng)

    fresh = weights(found, "2.W", (d, new))
    require(np.all(fresh != 0), "the weights must be drawn")
    is_kept = old == new and np.isin(fresh, before).any()
    require(not is_kept, "the new weights must be others than the old")
    suspects = {"head:ones": ("The biases are 1: they must be 0.", np.ones(new))}
    clues = Clues(suspects=suspects, cause=NOT_ZERO)
    close(found.get("2.b"), np.zeros(new), '"2.b"', clues=clues)


@exercise("11.5", weight=2)
@pytest.mark.parametrize("layer", ["4", "12", "branch.3"], ids="layer {}".format)
def test_head_with_and_without_a_dot(student: Student, rng: Rng, layer: str) -> None:
    """reinitialize_head takes the prefix with or without its dot, adding no key."""
    params = network(rng, layer, 3, 2)

    for prefix in (layer, f"{layer}."):
        found = head(student, params, prefix, 5, rng)

        more = set(found) - set(params)
        dots = {TWO_DOTS: f"{layer}..W" in more, NO_DOT: f"{layer}W" in more}
        cause = next((text for text, is_so in dots.items() if is_so), "")
        must = f"with the prefix {prefix!r} the keys must stay "
        must += f"{sorted(map(str, params))}, found {sorted(map(str, found))}"
        require(set(found) == set(params), must, cause=cause)
        weights(found, f"{layer}.W", (3, 5))


@exercise("11.5")
def test_other_layers_keep_their_numbers(student: Student, rng: Rng) -> None:
    """reinitialize_head leaves the values of all other layers unchanged."""
    params = network(rng, "1", 3, 2)
    old = {key: array.copy() for key, array in params.items()}

    found = head(student, params, "1.", 5, rng)

    for key in set(old) - {"1.W", "1.b"}:
        close(found.get(key), old[key], f'"{key}"', clues=Clues(cause=BODY))
    weights(found, "1.W", (3, 5))


@exercise("11.5")
def test_weights_come_from_the_generator(student: Student, rng: Rng) -> None:
    """reinitialize_head draws from the given rng: its seed decides the weights."""
    params, seed = network(rng, "2", 5, 2), int(rng.integers(1 << 32))

    one, again, other = (
        weights(head(student, params, "2", 3, rng, s), "2.W", (5, 3))
        for s in (seed, seed, seed + 1)
    )

    must = "the same generator must give the same weights"
    require(np.array_equal(one, again), must, cause=NOT_GIVEN)
    must = "another generator must give other weights"
    require(not np.isin(one, other).any(), must, cause=NOT_GIVEN)


def network(rng: Rng, layer: str, d: int, classes: int) -> Arrays:
    """Return a network whose last layer is `layer`, D to classes."""
    params = {
        f"{key}.W": rng.normal(size=(2, 3)) for key in ("0", f"{layer}1", f"0.{layer}")
    }
    params[f"{layer}.W"] = rng.normal(size=(d, classes))
    params[f"{layer}.b"] = rng.normal(size=classes)
    return params


def head(
    student: Student,
    params: Arrays,
    prefix: str,
    n_classes: int,
    rng: Rng,
    seed: int | None = None,
) -> Arrays:
    """Return the network with a new head, once it is a dictionary."""
    drawn = generator(int(rng.integers(1 << 32)) if seed is None else seed)
    given = {key: array.copy() for key, array in params.items()}
    found = student.reinitialize_head(given, prefix, n_classes, drawn)
    require(isinstance(found, dict), "reinitialize_head must return a dictionary")
    return dict(found)


def weights(found: Arrays, key: str, shape: tuple[int, int]) -> Array:
    """Return what is under a key, once it is an array of finite numbers."""
    array: object = found.get(key)
    is_real = isinstance(array, np.ndarray) and array.dtype.kind == "f"
    require(is_real, f'"{key}" must be an array of real numbers')
    numbers = np.asarray(array, float)
    cause = TURNED if numbers.shape == shape[::-1] else ""
    if numbers.ndim == 2 and numbers.shape[0] == shape[0]:
        cause = OLD_SIZE
    must = f'"{key}" must have shape {shape}, found {numbers.shape}'
    require(numbers.shape == shape, must, cause=cause)
    require(np.isfinite(numbers).all(), f'"{key}" must hold finite numbers')
    return numbers
