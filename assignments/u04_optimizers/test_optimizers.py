"""Open checks of unit 4: numbers that you can redo on paper, and one rule at a time."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import Student, close, exercise, quiet, require

Array = NDArray[np.floating]


@exercise("4.1")
def test_two_steps_of_sgd_by_hand(student: Student) -> None:
    """SGD from 1 with gradients 3 and -2 and lr 0.5 is at -0.5, then at 0.5."""
    sgd, params = student.SGD(lr=0.5), {"w": np.array([1.0])}

    sgd.update(params, {"w": np.array([3.0])})
    close(params["w"], [-0.5], "w after one step")

    sgd.update(params, {"w": np.array([-2.0])})
    close(params["w"], [0.5], "w after two steps")


@exercise("4.2")
def test_two_steps_of_momentum_by_hand(student: Student) -> None:
    """The example of handout 2.3: v is -0.4, then -0.7."""
    momentum, params = student.Momentum(lr=0.2, momentum=0.75), {"w": np.array([1.0])}

    momentum.update(params, {"w": np.array([2.0])})
    close(params["w"], [0.6], "w after one step")

    momentum.update(params, {"w": np.array([2.0])})
    close(params["w"], [-0.1], "w after two steps")


@exercise("4.3")
def test_two_steps_of_adagrad_by_hand(student: Student) -> None:
    """The example of handout 3.3: s is 9, then 25."""
    adagrad, params = student.AdaGrad(lr=0.6, eps=1.0), {"w": np.array([1.0])}

    adagrad.update(params, {"w": np.array([3.0])})
    close(params["w"], [0.55], "w after one step")

    adagrad.update(params, {"w": np.array([4.0])})
    close(params["w"], [0.15], "w after two steps")


@exercise("4.4")
def test_two_steps_of_rmsprop_by_hand(student: Student) -> None:
    """The example of handout 4.2: s is 16, then 12.25."""
    rmsprop = student.RMSProp(lr=0.9, decay_rate=0.75, eps=0.5)
    params = {"w": np.array([1.0])}

    rmsprop.update(params, {"w": np.array([8.0])})
    close(params["w"], [-0.6], "w after one step")

    rmsprop.update(params, {"w": np.array([-1.0])})
    close(params["w"], [-0.375], "w after two steps")


@exercise("4.5")
def test_two_steps_of_adam_by_hand(student: Student) -> None:
    """The example of handout 5.4: the corrected means are 1 and 1, then 2.2 and 4."""
    adam = student.Adam(lr=0.6, beta1=0.25, beta2=0.75, eps=0.2)
    params = {"w": np.array([1.0])}

    adam.update(params, {"w": np.array([1.0])})
    close(params["w"], [0.5], "w after one step")

    adam.update(params, {"w": np.array([2.5])})
    close(params["w"], [-0.1], "w after two steps")


@exercise("4.5")
def test_adam_under_a_steady_gradient(
    student: Student, rng: np.random.Generator
) -> None:
    """While the gradient stays the same, so does Adam's step, from the first on."""
    adam, g = student.Adam(lr=0.3, beta1=0.8, beta2=0.6, eps=0.4), rng.normal(size=3)
    params = {"w": np.zeros(3), "b": np.zeros(2)}
    grads = {"w": g, "b": np.ones(2)}

    adam.update(params, grads)
    adam.update(params, grads)
    adam.update(params, grads)

    close(params["w"], -3 * 0.3 * g / (np.abs(g) + 0.4), "w after three steps")


@exercise("4.6")
@pytest.mark.parametrize("name", ["AdaGrad", "Adam"])
def test_zero_gradient_at_first(student: Student, name: str) -> None:
    """An entry whose first gradient is zero stays where it is, without a warning."""
    optimizer = getattr(student, name)()
    params = {"w": np.array([2.0, 3.0])}

    with quiet(student):
        optimizer.update(params, {"w": np.array([0.0, 1e4])})

    still, moved = _entries(params, "w", 2)
    close(still, 2.0, "w[0]")
    require(moved != 3.0, "w[1] has a gradient, so it must move.")


@exercise("4.6")
def test_momentum_rolls_on_without_slope(student: Student) -> None:
    """After a push, a gradient of zero does not stop the ball."""
    momentum, params = student.Momentum(lr=1.0, momentum=0.75), {"w": np.array([0.0])}

    momentum.update(params, {"w": np.array([8.0])})
    (before,) = _entries(params, "w", 1)
    momentum.update(params, {"w": np.array([0.0])})

    (after,) = _entries(params, "w", 1)
    require(after != before, "w must move on by what is left of its velocity.")


@exercise("4.7")
@pytest.mark.parametrize("name", ["SGD", "Momentum", "Adam"])
def test_only_keys_with_gradients_move(student: Student, name: str) -> None:
    """A key that grads lacks stays where it is, also one that moved before."""
    optimizer = getattr(student, name)()
    params = {"w": np.array([1.0]), "b": np.array([2.0])}

    optimizer.update(params, {"w": np.array([3.0])})
    (w,) = _entries(params, "w", 1)
    optimizer.update(params, {"b": np.array([4.0])})
    optimizer.update(params, {"b": np.array([4.0])})

    (b,) = _entries(params, "b", 1)
    close(params["w"], [w], "w, which had a gradient in the first step only")
    require(b != 2.0, "b must move when its gradient comes.")


@exercise("4.8")
@pytest.mark.parametrize("name", ["SGD", "AdaGrad", "Adam"])
def test_update_edits_the_given_array(student: Student, name: str) -> None:
    """The array in params is edited in place, and the one in grads is left alone."""
    w, g = np.array([1.0, 2.0]), np.array([3.0, -4.0])
    params = {"w": w}

    getattr(student, name)().update(params, {"w": g})

    require(params["w"] is w, 'params["w"] must stay the array that it was.')
    close(g, [3.0, -4.0], "the gradient after the update")


@exercise("4.9")
@pytest.mark.parametrize("name", ["SGD", "Momentum", "RMSProp"])
def test_float32_stays_float32(student: Student, name: str) -> None:
    """A float32 parameter is float32 after two steps."""
    optimizer = getattr(student, name)()
    params = {"w32": np.array([1.0, 2.0], np.float32)}
    grads = {"w32": np.array([3.0, -4.0], np.float32)}

    optimizer.update(params, grads)
    optimizer.update(params, grads)

    close(params["w32"], _entries(params, "w32", 2), "w32", dtype="float32")


def _entries(params: dict[str, Array], key: str, size: int) -> list[float]:
    """Return the entries under a key, once there is an array of the right size."""
    found: object = params.get(key)
    kept = isinstance(found, np.ndarray) and found.shape == (size,)
    require(kept, f'params["{key}"] must stay an array of shape ({size},).')
    entries: list[float] = params[key].tolist()
    return entries
