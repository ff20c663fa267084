"""Hidden checks of unit 13: dtypes, what is left alone, loops, and the GPU."""

from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    Work,
    close,
    exercise,
    follows_dtype,
    require,
    runs_on_device,
    unchanged,
    vectorised,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Sizes = dict[str, int]
WHOLE = "Whole numbers must give what the same numbers give as floats, in float64."
WALKING = ("gradient_norms_through_time", "clip_gradients", "sequence_cross_entropy")


@exercise("13.11", weight=2)
@pytest.mark.parametrize("t", [1, 5], ids="T={}".format)
def test_flow_leaves_its_arguments_alone(student: Student, rng: Rng, t: int) -> None:
    """gradient_norms_through_time and spectral_norm leave their arguments unchanged."""
    weights, hidden, dh = flow(rng, 3, t, 2)

    unchanged(
        student.gradient_norms_through_time,
        at={"Wh": weights, "hidden": hidden, "dh": dh},
        train=None,
    )
    unchanged(student.spectral_norm, at={"Wh": weights}, train=None)


@exercise("13.12")
@pytest.mark.parametrize("t", [1, 5], ids="T={}".format)
def test_float32_through_time(student: Student, rng: Rng, t: int) -> None:
    """gradient_norms_through_time gives norms in the dtype of its arguments."""
    weights, hidden, dh = flow(rng, 3, t, 2)

    follows_dtype(
        student.gradient_norms_through_time,
        at={"Wh": weights, "hidden": hidden, "dh": dh},
        train=None,
    )


@exercise("13.12")
def test_float32_scores(student: Student, rng: Rng) -> None:
    """sequence_cross_entropy gives dlogits in the dtype of logits."""
    logits, targets = rng.normal(size=(3, 2, 5)), rng.integers(5, size=(3, 2))

    follows_dtype(
        student.sequence_cross_entropy, at=logits, fixed=(targets,), train=None
    )


@exercise("13.12", weight=2)
def test_whole_numbers_become_floats(student: Student, rng: Rng) -> None:
    """gradient_norms_through_time and sequence_cross_entropy accept integers."""
    logits, targets = rng.integers(-3, 4, size=(3, 2, 5)), rng.integers(5, size=(3, 2))
    weights, hidden, _ = flow(rng, 3, 5, 2)
    dh = rng.integers(1, 5, size=(3, 2))

    norms = student.gradient_norms_through_time(weights, hidden, dh)
    found = student.sequence_cross_entropy(logits, targets)

    floats = student.gradient_norms_through_time(weights, hidden, 1.0 * dh)
    close(norms, array(floats), "the norms", dtype="float64")
    wanted = student.sequence_cross_entropy(1.0 * logits, targets)
    close(second(found), array(second(wanted)), "dlogits", dtype="float64")


@exercise("13.13")
@pytest.mark.parametrize("name", WALKING)
def test_no_loop_over_data(
    student: Student, rng: Rng, name: str, reference: ModuleType
) -> None:
    """The function has no Python loop over sequences, units or characters."""

    def build(size: Sizes) -> Work:
        return Work(getattr(student, name), arguments(name, rng, size))

    def same_with_reference(size: Sizes) -> Callable[[], object]:
        args = arguments(name, np.random.default_rng(1), size)
        return lambda: getattr(reference, name)(*args)

    over = {"H": 3} if name == "clip_gradients" else {"N": 5, "H": 3}
    vectorised(build, over=over, reference=same_with_reference)


@exercise("13.13")
@pytest.mark.parametrize("name", ["spectral_norm", *WALKING])
def test_runs_on_the_gpu(student: Student, rng: Rng, name: str) -> None:
    """The function runs on the GPU, and its arrays never move to the CPU."""
    args = arguments(name, rng, {"N": 5, "H": 3})

    runs_on_device(lambda: Work(getattr(student, name), args))


def flow(rng: Rng, n: int, t: int, h: int) -> tuple[Array, Array, Array]:
    """Return Wh, hidden and dh."""
    weights, dh = rng.normal(size=(h, h)), rng.normal(size=(n, h))
    return weights, rng.uniform(-0.9, 0.9, size=(t, n, h)), dh


def arguments(name: str, rng: Rng, size: Sizes) -> tuple[object, ...]:
    """Return the arguments that the function of this name takes; V is H here."""
    n, h = size.get("N", 5), size["H"]
    weights, hidden, dh = flow(rng, n, 3, h)
    if name == "spectral_norm":
        return (weights,)
    if name == "clip_gradients":
        return {"Wh": weights, "b": rng.normal(size=h)}, 0.1
    if name == "sequence_cross_entropy":
        return hidden.transpose(1, 0, 2).copy(), rng.integers(h, size=(n, 3))
    return weights, hidden, dh


def second(found: object) -> object:
    """Return the second of two results."""
    is_pair = isinstance(found, (tuple, list)) and len(found) == 2
    return found[1] if is_pair else None  # type: ignore[index]  # a pair has two


def array(found: object) -> Array:
    """Return a result once it is an array of floats."""
    is_array = isinstance(found, np.ndarray) and found.dtype.kind == "f"
    require(is_array, WHOLE)
    return np.asarray(found)
