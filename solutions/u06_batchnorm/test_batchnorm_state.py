"""Hidden checks of unit 6, fifth part: running averages, and what a layer keeps."""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    averages_keep_arrays,
    averages_move_in_training,
    backward_is_of_latest_forward,
    backward_twice,
    close,
    exercise,
    gradients_start_at_zero,
    has_default,
    keeps_given_arrays,
    live,
    require,
    takes_zero,
    unchanged,
)

Array = NDArray[np.float64]
Leaves = tuple[Array, Array]  # gamma and beta
Rng = np.random.Generator
EPS = 0.3  # large enough that it shows where it does not belong
KEEP = 0.6  # a momentum that is not its own complement
SHAPES = {"BatchNorm": (7, 3), "BatchNorm2d": (2, 3, 1, 5)}
KEYS = ("gamma", "beta")
KINDS = pytest.mark.parametrize("kind", SHAPES)
MODES = pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
EXCHANGED = (
    "momentum stands where 1 - momentum belongs: the old value must be multiplied by "
    "momentum."
)
ROOTS = "Its root is averaged: average the variance, and take the root later."
N_MINUS_1 = "The variance that is averaged divides by N - 1: divide by N."
SHARED = "Another layer moves these averages: keep them on self, not on the class."
AVERAGES = ("running_mean", "running_var")


@exercise("6.7", weight=2)
def test_running_averages(student: Student, rng: Rng) -> None:
    """Two training batches move BatchNorm's running averages as momentum says."""
    norm = student.BatchNorm(*leaves(rng), momentum=KEEP, eps=EPS)
    first, second = activations(rng, 7, 3), activations(rng, 2, 3)

    norm.forward(first.copy(), train=True)
    norm.forward(second.copy(), train=True)

    old, new = KEEP * (1 - KEEP), 1 - KEEP
    shares = {
        "of the first batch": old * first.mean(axis=0),
        "of the second batch": new * second.mean(axis=0),
    }
    exchanged = old * first.mean(axis=0) + KEEP * second.mean(axis=0)
    clues = Clues(
        constants={"momentum": KEEP, "1 - momentum": new},
        terms=shares,
        suspects={"averages:exchanged": (EXCHANGED, exchanged)},
    )
    close(norm.running_mean, sum(shares.values()), "running_mean", clues=clues)
    var = KEEP**2 + old * first.var(axis=0) + new * second.var(axis=0)
    close(norm.running_var, var, "running_var", clues=of_variance(first, second))


@exercise("6.7")
@KINDS
def test_momentum(student: Student, rng: Rng, kind: str) -> None:
    """The layer's momentum is 0.9 if not given, and 0 if 0 is given."""
    given, x = leaves(rng), activations(rng, *SHAPES[kind])

    def run(*args: float, **kwargs: float) -> Array:
        norm = getattr(student, kind)(*given, *args, **kwargs)
        norm.forward(x.copy(), train=True)
        return averages(norm)

    has_default(run, "momentum", 0.9)
    takes_zero(run, "momentum")


@exercise("6.7")
@KINDS
def test_averages_keep_their_arrays(student: Student, rng: Rng, kind: str) -> None:
    """Training writes into the arrays running_mean and running_var, in place."""
    norm, x = layer(student, kind, leaves(rng)), activations(rng, *SHAPES[kind])

    averages_keep_arrays(norm, AVERAGES, at=x)


@exercise("6.7")
@KINDS
def test_only_training_moves_the_averages(
    student: Student, rng: Rng, kind: str
) -> None:
    """Evaluation and backward change no bit of running_mean and running_var."""
    norm, shape = layer(student, kind, leaves(rng)), SHAPES[kind]
    x, dout = activations(rng, *shape), rng.normal(size=shape)

    averages_move_in_training(norm, AVERAGES, at=x, upstream=dout)


@exercise("6.7")
@KINDS
@MODES
def test_backward_is_of_the_latest_forward(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """The gradients belong to the latest forward only, also in a second backward."""
    shape, made = SHAPES[kind], leaves(rng)
    x, dout = activations(rng, *shape), rng.normal(size=shape)
    before = activations(rng, 3, *shape[1:])

    def make() -> Student:
        return layer(student, kind, made)

    def reset(norm: Student) -> None:
        live(norm, "running_mean")[...] = np.zeros(3)  # as in a fresh layer
        live(norm, "running_var")[...] = np.ones(3)

    backward_is_of_latest_forward(
        make, at=x, upstream=dout, earlier=before, train=train, reset=reset
    )
    backward_twice(make(), at=x, upstream=dout, train=train)


@exercise("6.7")
def test_two_layers_share_nothing(student: Student, rng: Rng) -> None:
    """Training one BatchNorm leaves the running averages of another alone."""
    given, x = leaves(rng), activations(rng, 7, 3)
    norm = layer(student, "BatchNorm", given)
    norm.forward(x, train=True)
    before = averages(norm)

    layer(student, "BatchNorm", given).forward(activations(rng, 7, 3), train=True)

    clues = Clues(cause=SHARED)
    close(averages(norm), before, "the averages of the first layer", clues=clues)


@exercise("6.7")
@KINDS
def test_parameters_are_kept(student: Student, rng: Rng, kind: str) -> None:
    """The layer's params holds the arrays passed in, and forward sees edits of them."""
    given, shape = dict(zip(KEYS, leaves(rng), strict=True)), SHAPES[kind]
    x, dout = activations(rng, *shape), rng.normal(size=shape)

    keeps_given_arrays(getattr(student, kind), given, at=x, upstream=dout)


@exercise("6.7")
@KINDS
def test_gradients_start_at_zero(student: Student, rng: Rng, kind: str) -> None:
    """Before the first backward, grads holds zeros for gamma and for beta."""
    made, x = leaves(rng), activations(rng, *SHAPES[kind])
    given = dict(zip(KEYS, made, strict=True))

    gradients_start_at_zero(layer(student, kind, made), given, at=x)


@exercise("6.7")
@KINDS
@MODES
def test_arguments_stay_as_they_are(
    student: Student, rng: Rng, kind: str, *, train: bool
) -> None:
    """Neither forward nor backward modifies x, dout, gamma or beta."""
    norm, shape = layer(student, kind, leaves(rng)), SHAPES[kind]
    norm.forward(activations(rng, *shape), train=True)  # takes a mean off that is not 0

    x, dout = activations(rng, *shape), rng.normal(size=shape)
    unchanged(norm, at=x, upstream=dout, train=train)


def leaves(rng: Rng) -> Leaves:
    """Return a gamma near 2 and a beta off zero, (3,) each."""
    return rng.normal(2.0, 0.5, size=3), rng.normal(1.0, 1.0, size=3)


def layer(student: Student, kind: str, given: Leaves) -> Student:
    """Return a fresh layer of this kind with momentum and eps that show."""
    made: Student = getattr(student, kind)(*given, momentum=KEEP, eps=EPS)
    return made


def activations(rng: Rng, *shape: int) -> Array:
    """Return rows or images that are off centre."""
    return rng.normal(2.0, 1.5, size=shape)


def of_variance(first: Array, second: Array) -> Clues:
    """Return what two batches may leave in running_var."""
    shares = KEEP * (1 - KEEP), 1 - KEEP
    roots = shares[0] * first.std(axis=0) + shares[1] * second.std(axis=0)
    free = [each.var(axis=0, ddof=1) for each in (first, second)]
    wrong = {
        "averages:roots": (ROOTS, KEEP**2 + roots),
        "averages:n-1": (
            N_MINUS_1,
            KEEP**2 + shares[0] * free[0] + shares[1] * free[1],
        ),
    }
    gathered = {"eps * (1 - momentum^2)": EPS * (1 - KEEP**2)}
    return Clues(constants=gathered, suspects=wrong)


def array(value: object, shape: tuple[int, ...], name: str) -> Array:
    """Return a value of the submission's after a look at its kind, shape and sense."""
    found = np.asarray(value if isinstance(value, np.ndarray) else None)
    is_kind = found.shape == shape and found.dtype.kind == "f"
    wanted = f"{name} must be an array of shape {shape} of finite numbers"
    require(is_kind and np.isfinite(found).all(), wanted)
    return found


def averages(norm: Student) -> Array:
    """Return (2, 3): the running mean and the running variance."""
    found = norm.running_mean, norm.running_var
    return np.stack([array(each, (3,), "a running average") for each in found])
