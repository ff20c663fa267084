"""Hidden checks of unit 3: softmax, its logarithm, and the loss, both ways.

Logits are small here, so that a small number added inside a logarithm hides behind
the tolerance LOOSE: that is a matter of 3.9, and what it costs is paid there.
"""

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    gradient,
    require,
    told_by,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
LOOSE = 1e-4  # wrong formulas are off by far more, 1e-7 inside a logarithm by less
ROUGH = 1e-6  # the same for a gradient, in which that number hardly shows
SHAPES = pytest.mark.parametrize(
    ("shape", "axis"),
    [
        pytest.param((7, 5), None, id="default"),
        pytest.param((5,), 0, id="one row"),
        pytest.param((7, 5), 0, id="first axis"),
        pytest.param((3, 5, 2), 1, id="middle axis"),
        pytest.param((3, 5, 2), -3, id="axis -3"),
    ],
)
KINDS = pytest.mark.parametrize("kind", ["labels", "label_rows", "soft_rows"])
NUMBERS = pytest.mark.parametrize("n", [7, 1], ids=["batch", "one example"])
ALL_ENTRIES = (
    "The sum runs over all entries: sum over the given axis only, with keepdims=True."
)
LAST_AXIS = "It runs along the last axis whatever axis is given."
FIRST_AXIS = "Where no axis is given it runs along the first: the default is the last."
RAW = "It is e^x: it is not divided by the sum."
SHIFTED_ONCE = (
    "The maximum is taken off x and not off what stands in the sum, or the other way "
    "round: take the same numbers in both places."
)
TWICE = "Softmax is taken of the probabilities once more: take them as they are."
ALL_PAIRS = (
    "It is a mean over all pairs of an example and a label: of each row take the one "
    "entry that its own label names."
)
ROWS_AS_LABELS = "Rows are taken for labels: t has two axes here, and one of labels."
NO_LOG = "The logarithm of the sum is left out."
TWICE = "Softmax is taken twice, of the logits and of what came out."
SQUARES = "It is the squared distance: take logarithms of the probabilities."
BINARY = (
    "The classes that are not right are counted too, as in a loss for yes and no: "
    "take the entries of the target row times their log-probabilities, and no more."
)
LOSS = "-sum(t * log_p) / N"
NOTES = {
    "p": "the probabilities",
    "t": "the target rows",
    "log_p": "their logarithms",
    "largest_only": "1 at the largest entry of each target row",
    "log_softmax_of_p": "the logarithm of a second softmax",
    "log_of_the_rest": "log(1 - p)",
    "slope_for_p": "-t / p",
    "slope_of_sigmoid": "p * (1 - p)",
}
DEFAULT = "Called without an argument, backward must take dout for 1."


@exercise("3.1")
@SHAPES
def test_softmax_values(
    student: Student, rng: Rng, shape: tuple[int, ...], axis: int | None
) -> None:
    """softmax(x, axis) normalizes along the given axis, by default the last."""
    x = rng.normal(size=shape)

    out = student.softmax(x.copy(), **given(axis))

    suspects = {
        "axis:all": (ALL_ENTRIES, np.exp(x) / np.exp(x).sum()),
        "axis:last": (LAST_AXIS, 1 / pairs(x, -1)),
        "axis:first": (FIRST_AXIS, 1 / pairs(x, 0)),
        "softmax:raw": (RAW, np.exp(x)),
    }
    formula = f"exp(x) / sum(exp(x), {place(x, axis)})"
    low = f"exp(x - max(x, {place(x, axis)}))"
    lowered = f"{low} / sum({low}, {place(x, axis)})"
    with told_by(out, lowered, {"x": x}), told_by(out, formula, {"x": x}):
        close(out, 1 / pairs(x, axis), "out", clues=Clues(suspects=suspects))


@exercise("3.1")
@SHAPES
def test_log_softmax_values(
    student: Student, rng: Rng, shape: tuple[int, ...], axis: int | None
) -> None:
    """log_softmax is right along the given axis, by default the last."""
    x = rng.normal(size=shape)

    out = student.log_softmax(x.copy(), **given(axis))

    sums = np.exp(x).sum(axis=-1 if axis is None else axis, keepdims=True)
    suspects = {
        "axis:all": (ALL_ENTRIES, x - np.log(np.exp(x).sum())),
        "axis:last": (LAST_AXIS, -np.log(pairs(x, -1))),
        "axis:first": (FIRST_AXIS, -np.log(pairs(x, 0))),
        "log:none": (NO_LOG, x - sums),
        "log:shifted": (SHIFTED_ONCE, lowered(x, axis) - np.log(sums)),
    }
    known = {"softmax": 1 / pairs(x, axis), "the logarithm of the sum": np.log(sums)}
    clues = Clues(suspects=suspects, known=known)
    low = f"(x - max(x, {place(x, axis)}))"
    both = f"{low} - log(sum(exp{low}, {place(x, axis)}))"
    formula = f"x - log(sum(exp(x), {place(x, axis)}))"
    with told_by(out, both, {"x": x}), told_by(out, formula, {"x": x}):
        close(out, -np.log(pairs(x, axis)), "out", LOOSE, clues=clues)


@exercise("3.2")
@KINDS
@NUMBERS
def test_loss_values(student: Student, rng: Rng, kind: str, n: int) -> None:
    """SoftmaxCrossEntropy.forward gives the mean cross-entropy of the examples."""
    logits, (t, rows) = rng.normal(size=(n, 5)), targets(rng, kind, n, 5)

    loss = student.SoftmaxCrossEntropy().forward(logits.copy(), t)

    log_p = -np.log(pairs(logits, -1))
    by_own = mean_loss(own_log_softmax(student, logits), rows)  # which 3.1 judges
    right = by_own if is_near(loss, by_own) else mean_loss(log_p, rows)
    parts = {
        "t": rows,
        "log_p": log_p,
        "N": n,
        "C": 5,
        "p": np.exp(log_p),
        "log_softmax_of_p": -np.log(pairs(np.exp(log_p), -1)),
        "largest_only": np.eye(5)[rows.argmax(axis=1)],
        "log_of_the_rest": np.log1p(-np.exp(log_p)),
    }
    with told_by(loss, LOSS, parts, name="The loss", notes=NOTES):
        close(loss, right, "the loss", LOOSE, clues=of_loss(log_p, rows))


@exercise("3.3", weight=2)
@KINDS
@NUMBERS
def test_loss_gradient(student: Student, rng: Rng, kind: str, n: int) -> None:
    """SoftmaxCrossEntropy.backward is the gradient of your own forward."""
    logits = rng.uniform(-0.4, 0.4, size=(n, 3))  # no probability is below 0.18
    (t, rows), dout = targets(rng, kind, n, 3), float(rng.uniform(2.0, 3.0))
    p = 1 / pairs(logits, -1)
    parts = {"the probabilities": p, "the target rows": rows}
    suspects = {"dlogits:twice": (TWICE, (1 / pairs(p, -1) - rows) / n * dout)}
    clues = Clues(
        axes={"logits": "N C"},
        constants={"dout": dout},
        known=parts,
        suspects=suspects,
    )

    layer, tried = student.SoftmaxCrossEntropy(), student.SoftmaxCrossEntropy()
    loss, dlogits = tried.forward(logits.copy(), t), tried.backward(dout)

    is_usual = is_near(loss, mean_loss(np.log(p), rows), 1e-9)
    if is_usual or not is_near(dlogits, (p - rows) / n * dout, ROUGH):
        at, fixed = {"logits": logits}, (t,)
        gradient(layer, at=at, upstream=dout, fixed=fixed, train=None, clues=clues)


@exercise("3.3")
@KINDS
def test_loss_slopes(student: Student, rng: Rng, kind: str) -> None:
    """SoftmaxCrossEntropy.backward gives the formula of handout section 3.3."""
    logits, (t, rows) = rng.normal(0.0, 2.0, size=(7, 5)), targets(rng, kind, 7, 5)
    dout, layer = float(rng.uniform(2.0, 3.0)), student.SoftmaxCrossEntropy()
    log_p = -np.log(pairs(logits, -1))

    loss, dlogits = layer.forward(logits.copy(), t), layer.backward(dout)

    p = np.exp(log_p)
    parts = {
        "p": p,
        "t": rows,
        "N": 7,
        "dout": dout,
        "largest_only": np.eye(5)[rows.argmax(axis=1)],
        "slope_for_p": -rows / p,
        "slope_of_sigmoid": p * (1 - p),
    }
    if is_near(loss, mean_loss(log_p, rows)):
        with told_by(dlogits, "(p - t) / N * dout", parts, notes=NOTES):
            close(dlogits, (p - rows) / 7 * dout, "dlogits", ROUGH)


@exercise("3.3")
def test_backward_without_argument(student: Student, rng: Rng) -> None:
    """SoftmaxCrossEntropy.backward() without an argument takes dout = 1."""
    layer, other = student.SoftmaxCrossEntropy(), student.SoftmaxCrossEntropy()
    logits, (t, _) = rng.normal(size=(7, 5)), targets(rng, "labels", 7, 5)
    layer.forward(logits.copy(), t)
    other.forward(logits, t)
    wanted = other.backward(1.0)

    dlogits = layer.backward()

    is_array = isinstance(wanted, np.ndarray) and wanted.shape == (7, 5)
    require(is_array, "backward must return an array in the shape of the logits.")
    right = np.asarray(wanted, np.float64)
    require(np.isfinite(right).all() and right.any(), "dlogits must be no zeros.")
    close(dlogits, right, "dlogits", clues=Clues(cause=DEFAULT))


def given(axis: int | None) -> dict[str, int]:
    """Return the keyword arguments for an axis."""
    return {} if axis is None else {"axis": axis}


def place(x: Array, axis: int | None) -> int:
    """Return the axis, counted from the first."""
    return (-1 if axis is None else axis) % x.ndim


def lowered(x: Array, axis: int | None) -> Array:
    """Return x less its maximum."""
    return np.asarray(x - x.max(axis=-1 if axis is None else axis, keepdims=True))


def pairs(x: Array, axis: int | None) -> Array:
    """Return for each entry the sum of e^(x[j] - x[i]) over its axis: 1 / softmax."""
    axis = -1 if axis is None else axis
    moved = np.moveaxis(x, axis, -1)
    sums = np.exp(moved[..., np.newaxis, :] - moved[..., np.newaxis]).sum(axis=-1)
    return np.moveaxis(sums, -1, axis)


def targets(rng: Rng, kind: str, n: int, c: int) -> tuple[NDArray[np.generic], Array]:
    """Return t as the submission gets it, and the same as rows."""
    if kind == "soft_rows":
        soft = rng.dirichlet(np.ones(c), size=n)
        return soft.copy(), soft
    labels = rng.integers(c, size=n)
    rows = np.eye(c)[labels]
    return (labels if kind == "labels" else rows.copy()), rows


def mean_loss(log_p: Array, rows: Array) -> float:
    """Return the mean over the examples of the cross-entropy."""
    return -float(np.einsum("nc,nc->n", rows, log_p).mean())


def of_loss(log_p: Array, rows: Array) -> Clues:
    """Return what a wrong loss may be."""
    n, c = rows.shape
    total, hard = n * mean_loss(log_p, rows), np.eye(c)[rows.argmax(axis=1)]
    p = np.exp(log_p)
    wrong = {
        "loss:base": ("Its logarithm is of base 2.", total / n / np.log(2.0)),
        "loss:ten": ("Its logarithm is of base 10.", total / n / np.log(10.0)),
        "loss:hard": (
            "Only the largest entry of a target row is looked at: all of it counts.",
            mean_loss(log_p, hard),
        ),
        "loss:binary": (
            BINARY,
            -(rows * log_p + (1 - rows) * np.log1p(-p)).sum() / n,
        ),
        "loss:pairs": (ALL_PAIRS, -log_p[:, rows.argmax(axis=1)].mean()),
        "loss:rows": (
            ROWS_AS_LABELS,
            -((rows[:, None] == np.arange(c)) * log_p).sum() / n,
        ),
        "loss:twice": (TWICE, mean_loss(-np.log(pairs(p, -1)), rows)),
        "loss:squares": (SQUARES, ((p - rows) ** 2).sum() / n),
    }
    return Clues(suspects=wrong)


def own_log_softmax(student: Student, logits: Array) -> Array:
    """Return what the submission takes for log_softmax, nan where it fails."""
    found = attempt(lambda: student.log_softmax(logits.copy()))
    is_array = isinstance(found, np.ndarray) and found.shape == logits.shape
    return np.asarray(found, np.float64) if is_array else np.full(logits.shape, np.nan)


def is_near(found: object, right: ArrayLike, rtol: float = LOOSE) -> bool:
    """Whether a result is right, so that what rests on it is known as well."""
    wanted, kinds = np.asarray(right), (float, np.floating, np.ndarray)
    if not isinstance(found, kinds) or np.shape(found) != wanted.shape:
        return False
    array = np.asarray(found)
    return array.dtype.kind == "f" and bool(np.allclose(array, wanted, rtol, rtol))
