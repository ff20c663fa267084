"""Open checks of unit 4: zeros, keys, arrays, dtypes, and where the code can run."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    Work,
    close,
    exercise,
    leaves_gradients,
    moves_given_arrays,
    moves_only_given_keys,
    quiet,
    require,
    runs_on_device,
    vectorised,
    zeros_move_nothing,
)

Array = NDArray[np.floating]
Rng = np.random.Generator
ANOTHER = (
    "Another array stands under the key now, as p = p - ... or .astype make one: write "
    "into the array that is there, in its own dtype."
)
ZERO_COUNTS = (
    "A gradient of zero stops the ball: look for a test for zeros, and leave it out."
)


@exercise("4.5")
def test_adam_under_a_steady_gradient(student: Student, rng: Rng) -> None:
    """Adam.update makes equal steps under a constant gradient, with two keys too."""
    adam, g = student.Adam(lr=0.3, beta1=0.8, beta2=0.6, eps=0.4), rng.normal(size=3)
    params = {"w": np.zeros(3), "b": np.zeros(2)}
    grads = {"w": g, "b": np.ones(2)}

    adam.update(params, grads)
    adam.update(params, grads)
    adam.update(params, grads)

    step = -0.3 * g / (np.abs(g) + 0.4)
    clues = Clues(suspects=counted_by_key(g))
    close(
        params["w"],
        3 * step,
        "w, moved together with b, after three updates",
        clues=clues,
    )


@exercise("4.6")
@pytest.mark.parametrize("name", ["AdaGrad", "Adam"])
def test_zero_gradient_at_first(student: Student, rng: Rng, name: str) -> None:
    """The optimizer leaves an entry with gradient 0 in place, without a warning."""
    start, grads = {"w": np.array([2.0, 3.0])}, {"w": np.array([0.0, 1e4])}

    with quiet(student):
        zeros_move_nothing(getattr(student, name), start, [grads], rng)


@exercise("4.6")
def test_momentum_rolls_on_without_slope(student: Student) -> None:
    """Momentum.update goes on moving a parameter when its gradient becomes 0."""
    momentum, params = student.Momentum(lr=1.0, momentum=0.75), {"w": np.array([0.0])}

    momentum.update(params, {"w": np.array([8.0])})
    (before,) = _entries(params, "w", 1)
    momentum.update(params, {"w": np.array([0.0])})

    (after,) = _entries(params, "w", 1)
    must = "w must move on by what is left of its velocity."
    require(after != before, must, cause=ZERO_COUNTS)


@exercise("4.7")
@pytest.mark.parametrize("name", ["SGD", "Momentum", "Adam"])
def test_only_keys_with_gradients_move(student: Student, rng: Rng, name: str) -> None:
    """The optimizer moves no parameter that grads lacks, also after it moved."""
    params = {"w": np.array([1.0]), "b": np.array([2.0])}
    each = [{"w": np.array([3.0])}, {"b": np.array([4.0])}, {"b": np.array([4.0])}]

    moves_only_given_keys(getattr(student, name), params, each, rng)


@exercise("4.8")
@pytest.mark.parametrize("name", ["SGD", "Momentum", "AdaGrad", "RMSProp", "Adam"])
def test_update_edits_the_given_array(student: Student, rng: Rng, name: str) -> None:
    """The optimizer writes into the array in params, not into that in grads."""
    w, g = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    make = getattr(student, name)

    moves_given_arrays(make, w, g[np.newaxis], rng)
    leaves_gradients(make, w, g, rng)


@exercise("4.9")
@pytest.mark.parametrize("name", ["SGD", "Momentum", "RMSProp"])
def test_float32_stays_float32(student: Student, name: str) -> None:
    """The optimizer keeps a float32 parameter float32 over two steps."""
    optimizer = getattr(student, name)()
    params = {"w32": np.array([1.0, 2.0], np.float32)}
    grads = {"w32": np.array([3.0, -4.0], np.float32)}

    optimizer.update(params, grads)
    optimizer.update(params, grads)

    found = params["w32"].dtype if isinstance(params["w32"], np.ndarray) else "no array"
    must = f"w32 must stay float32, found {found}."
    require(str(found) == "float32", must, cause=ANOTHER)
    close(params["w32"], _entries(params, "w32", 2), "w32", dtype="float32")


@exercise("4.10")
def test_adam_moves_all_at_once(student: Student, rng: Rng) -> None:
    """Adam.update has no Python loop over the entries of a parameter."""

    def build(size: dict[str, int]) -> Work:
        p, g = rng.normal(size=(2, size["N"], size["N"]))
        params, grads = {f"{size}": p}, {f"{size}": g}
        return Work(student.Adam().update, (params, grads))

    vectorised(build, over={"N": 5})


@exercise("4.11")
def test_adam_on_the_gpu(student: Student, rng: Rng) -> None:
    """Adam.update keeps parameters and gradients on the GPU."""
    params, grads = {"gpu": rng.normal(size=5)}, {"gpu": rng.normal(size=5)}

    runs_on_device(lambda: Work(student.Adam().update, (params, grads)))


def _entries(params: dict[str, Array], key: str, size: int) -> list[float]:
    """Return the entries under a key, once there is an array of the right size."""
    found: object = params.get(key)
    kept = isinstance(found, np.ndarray) and found.shape == (size,)
    require(kept, f'params["{key}"] must stay an array of shape ({size},).')
    entries: list[float] = params[key].tolist()
    return entries


def counted_by_key(g: Array) -> dict[str, tuple[str, Array]]:
    """Return where w is after three updates if t goes up with each of two keys."""
    text = "t goes up with every key: count updates, however many keys are in them."
    found: dict[str, tuple[str, Array]] = {}
    for first in (1, 2):  # w comes before b, or after it
        way = np.zeros_like(g)
        for number in (1, 2, 3):
            t = 2 * number + first - 2
            m = (1 - 0.8**number) / (1 - 0.8**t) * g
            v = (1 - 0.6**number) / (1 - 0.6**t) * g**2
            way += m / (np.sqrt(v) + 0.4)
        found[f"count:by-key-{first}"] = (text, -0.3 * way)
    return found
