"""Open checks of unit 6: numbers to redo on paper, and batches that are drawn.

By hand most take eps = 3 and a variance of 1, so that the root is 2.
"""

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Chain,
    Clues,
    Student,
    close,
    exercise,
    gradient,
    live,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Leaves = tuple[Array, Array]
EPS = 0.3
STEPS = np.array([[-5.0], [-1.0], [1.0], [2.0], [3.0]])  # mean 0, variance 8
AXES = {"x": "N D", "out": "N D", "gamma": "D", "beta": "D"}
IMAGES = {"out": "N C height width"}
MIXED = (
    "The rows mix the channels: move the channel axis to the end before the reshape, "
    "and back after it."
)
NO_X_HAT = "It is the sum of dout: x_hat is missing in it."
ROWS = "The mean and the variance are those of a row: each feature has its own, axis=0."
RECORDS = "The running averages are in it: in training, take mean and var of the batch."
TRAINED = "It is the output of training: evaluation reads the running averages."
CLIPPED = "x_hat is cut off at -3 and 3: no number of it is too large."
EXCHANGED = "gamma and beta are exchanged: gamma multiplies, and beta is added."
ROOTS: dict[str, tuple[str, Callable[[Array], Array]]] = {  # wrong ones
    "root:none": (
        "It is divided by the variance plus eps: take the root of that sum.",
        lambda var: var + EPS,
    ),
    "root:eps-outside": (
        "eps is added to the root: add it to the variance, then take the root.",
        lambda var: np.sqrt(var) + EPS,
    ),
    "root:no-eps": ("The root is of the variance alone: eps is left out.", np.sqrt),
    "root:n-1": (
        "The variance divides by N - 1: divide the sum of the squares by N.",
        lambda var: np.sqrt(var * 5 / 4 + EPS),
    ),
}


@exercise("6.1")
def test_two_rows_by_hand(student: Student) -> None:
    """BatchNorm.forward gives the worked example of handout section 2.2."""
    norm = student.BatchNorm(np.array([4.0, 2.0]), np.array([10.0, -1.0]), eps=3.0)

    out = norm.forward(np.array([[1.0, 20.0], [3.0, 22.0]]), train=True)

    close(out, np.array([[8.0, -2.0], [12.0, 0.0]]), "out")


@exercise("6.1")
def test_five_rows_in_steps(student: Student, rng: Rng) -> None:
    """In training, BatchNorm.forward is right for rows of known mean and variance."""
    leaves, mean, step = drawn(rng)
    norm = student.BatchNorm(*leaves, momentum=0.6, eps=EPS)

    out = norm.forward(mean + step * STEPS, train=True)

    centred, var = step * STEPS, 8 * step**2
    on_record = 0.4 * mean, 0.6 + 0.4 * var  # after this batch
    evaluated = scaled(mean + centred - on_record[0], on_record[1], leaves)
    x = mean + centred
    rows = x - x.mean(axis=1, keepdims=True), x.var(axis=1, keepdims=True)
    other = {
        "axis:1": (ROWS, scaled(*rows, leaves)),
        "records:first": (RECORDS, scaled(x, np.ones(3), leaves)),
        "records:moved": (RECORDS, evaluated),
        "leaves:exchanged": (EXCHANGED, scaled(centred, var, leaves[::-1])),
    }
    clues = clues_of(centred, var, leaves, other)
    close(out, scaled(centred, var, leaves), "out", clues=clues)


@exercise("6.2")
def test_evaluation_of_a_fresh_layer(student: Student) -> None:
    """In evaluation, a fresh BatchNorm gives the example of handout section 2.3."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)

    out = norm.forward(np.array([[1.0], [6.0]]), train=False)

    close(out, np.array([[12.0], [22.0]]), "out")


@exercise("6.2")
def test_evaluation_reads_the_running_averages(student: Student, rng: Rng) -> None:
    """In evaluation, BatchNorm.forward normalizes by running_mean and running_var."""
    leaves, mean, step = drawn(rng)
    norm = student.BatchNorm(*leaves, eps=EPS)
    live(norm, "running_mean")[...] = mean
    live(norm, "running_var")[...] = step**2

    out = norm.forward(mean + 1 + step * STEPS, train=False)

    centred, var = 1 + step * STEPS, step**2
    trained = scaled(step * STEPS, 8 * step**2, leaves)
    cut = np.clip(centred / np.sqrt(var + EPS), -3, 3)
    other = {
        "training": (TRAINED, trained),
        "x_hat:cut": (CLIPPED, leaves[0] * cut + leaves[1]),
    }
    clues = clues_of(centred, var, leaves, other)
    close(out, scaled(centred, var, leaves), "out", clues=clues)


@exercise("6.3")
def test_two_rows_back_by_hand(student: Student) -> None:
    """BatchNorm.backward gives the example of handout sections 3.2 and 3.3."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)
    norm.forward(np.array([[1.0], [3.0]]), train=True)

    dx = norm.backward(np.array([[1.0], [0.0]]))

    close(dx, np.array([[0.75], [-0.75]]), "dx")
    close(parameter_gradient(norm, "gamma"), np.array([-0.5]), 'grads["gamma"]')
    close(parameter_gradient(norm, "beta"), np.array([1.0]), 'grads["beta"]')


@exercise("6.3")
def test_two_numbers_pass_no_gradient(student: Student, rng: Rng) -> None:
    """BatchNorm.backward: for a batch of two rows with eps = 0, dx is 0."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=0.0)
    norm.forward(np.array([[10.0], [70.0]]), train=True)

    dx = norm.backward(rng.normal(size=(2, 1)))

    close(dx, np.zeros((2, 1)), "dx")


@exercise("6.3")
def test_small_gradient(student: Student, rng: Rng) -> None:
    """BatchNorm.backward gives the numerical gradient of your own forward."""
    norm = student.BatchNorm(rng.normal(2.0, 0.5, size=2), rng.normal(size=2), eps=0.5)
    x, dout = rng.normal(2.0, 3.0, size=(5, 2)), rng.normal(size=(5, 2))

    suspects = {"gamma:sum": (NO_X_HAT, dout.sum(axis=0))}
    clues = Clues(axes=AXES, chain=in_training, suspects=suspects)
    gradient(norm, at=x, upstream=dout, clues=clues)


@exercise("6.4")
def test_after_evaluation_one_path_is_left(student: Student) -> None:
    """After evaluation, BatchNorm.backward gives the example of handout section 3.4."""
    norm = student.BatchNorm(np.array([4.0]), np.array([10.0]), eps=3.0)
    norm.forward(np.array([[1.0], [6.0]]), train=False)

    dx = norm.backward(np.array([[1.0], [0.5]]))

    close(dx, np.array([[2.0], [1.0]]), "dx")


@exercise("6.4")
def test_small_gradient_after_evaluation(student: Student, rng: Rng) -> None:
    """After evaluation, BatchNorm.backward gives the numerical dx of your forward."""
    leaves = rng.normal(2.0, 0.5, size=2), rng.normal(size=2)
    norm = student.BatchNorm(*leaves, momentum=0.6, eps=0.5)
    norm.forward(rng.normal(2.0, 3.0, size=(5, 2)), train=True)
    x, dout = rng.normal(2.0, 3.0, size=(5, 2)), rng.normal(size=(5, 2))
    clues = Clues(axes=AXES)

    gradient(norm, at=x, upstream=dout, train=False, parameters=False, clues=clues)


@exercise("6.5")
def test_images_are_a_matrix_of_pixels(student: Student) -> None:
    """BatchNorm2d.forward takes the image of handout section 4 as two pixel rows."""
    gamma, beta = np.array([4.0, 6.0]), np.array([10.0, 0.0])
    images = np.array([[[[1.0, 3.0]], [[10.0, 70.0]]]])
    rows = np.array([[1.0, 10.0], [3.0, 70.0]])

    out = student.BatchNorm2d(gamma, beta, eps=3.0).forward(images, train=True)

    wanted = student.BatchNorm(gamma, beta, eps=3.0).forward(rows, train=True)
    close(out, as_image(wanted), "out")


@exercise("6.5")
def test_each_channel_goes_its_own_way(student: Student, rng: Rng) -> None:
    """BatchNorm2d.forward gives a channel what BatchNorm gives its pixels alone."""
    (gamma, beta), _, _ = drawn(rng)
    images = rng.normal(2.0, 3.0, size=(5, 3, 7, 2))

    out = student.BatchNorm2d(gamma, beta, eps=EPS).forward(images.copy(), train=True)

    columns = []
    for c in range(3):
        alone = student.BatchNorm(gamma[[c]], beta[[c]], eps=EPS)
        column = alone.forward(images[:, c].reshape(-1, 1), train=True)
        is_column = isinstance(column, np.ndarray) and column.shape == (70, 1)
        require(is_column, "BatchNorm must make a (70, 1) array of a (70, 1) array.")
        columns.append(np.asarray(column)[:, 0])
    mixed, turned = (  # two reshapes which mix the channels
        scaled(rows - rows.mean(axis=0), rows.var(axis=0), (gamma, beta))
        for rows in (images.reshape(-1, 3), images.swapaxes(0, 1).reshape(-1, 3))
    )
    suspects = {
        "pixels:turned": (MIXED, channels_of(turned.T)),
        "pixels:turned-back": (MIXED, turned.reshape(3, 5, 7, 2).swapaxes(0, 1)),
        "pixels:mixed": (MIXED, channels_of(mixed.T)),
        "pixels:mixed-twice": (MIXED, mixed.reshape(images.shape)),
    }
    clues = Clues(axes=IMAGES, suspects=suspects)
    close(out, channels_of(columns), "out", clues=clues)


@exercise("6.5")
def test_image_gradients_are_those_of_pixels(student: Student) -> None:
    """BatchNorm2d.backward takes the image of handout section 4 as two pixel rows."""
    gamma, beta = np.array([4.0, 6.0]), np.array([10.0, 0.0])
    flat = student.BatchNorm(gamma, beta, eps=3.0)
    flat.forward(np.array([[1.0, 10.0], [3.0, 70.0]]), train=True)
    norm = student.BatchNorm2d(gamma, beta, eps=3.0)
    norm.forward(np.array([[[[1.0, 3.0]], [[10.0, 70.0]]]]), train=True)

    dx = norm.backward(np.array([[[[1.0, 2.0]], [[0.0, 5.0]]]]))

    wanted = as_image(flat.backward(np.array([[1.0, 0.0], [2.0, 5.0]])))
    there = flat.backward(np.array([[1.0, 2.0], [0.0, 5.0]]))  # mixes the channels
    suspects = {
        "pixels:mixed": (MIXED, as_image(there)),
        "pixels:mixed-back": (MIXED, rows_of(wanted).reshape(1, 2, 1, 2)),
        "pixels:mixed-twice": (MIXED, rows_of(as_image(there)).reshape(1, 2, 1, 2)),
    }
    close(dx, wanted, "dx", clues=Clues(suspects=suspects))


def in_training(at: Mapping[str, Array], chain: Chain) -> Array:
    """Return out as 2.2 does; the names are those that 3.2 gives to gradients."""
    mean = chain.through(at["x"].mean(axis=0), "dmean")
    var = chain.through(((at["x"] - mean) ** 2).mean(axis=0), "dvar")
    x_hat = chain.through((at["x"] - mean) / np.sqrt(var + 0.5), "dx_hat", "g")
    chain.holds(x_hat, "x_hat")
    return at["gamma"] * x_hat + at["beta"]


def drawn(rng: Rng) -> tuple[Leaves, Array, Array]:
    """Return gamma and beta, then a mean and a spread for each of three features."""
    leaves = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    return leaves, rng.normal(2.0, 3.0, size=3), rng.uniform(0.5, 2.0, size=3)


def scaled(centred: Array, var: Array, leaves: Leaves) -> Array:
    """Return out, once the mean is taken off x."""
    gamma, beta = leaves
    return gamma * centred / np.sqrt(var + EPS) + beta


def clues_of(
    centred: Array, var: Array, leaves: Leaves, other: dict[str, tuple[str, Array]]
) -> Clues:
    """Return what out may be in place of what it must be."""
    gamma, beta = leaves
    suspects = {
        code: (said, gamma * centred / root(var) + beta)
        for code, (said, root) in ROOTS.items()
    }
    x_hat = centred / np.sqrt(var + EPS)
    known = {"x_hat": x_hat, "x_hat + beta": x_hat + beta, "beta": beta}
    return Clues(axes=AXES, known=known, suspects={**suspects, **other})


def channels_of(columns: Iterable[Array]) -> Array:
    """Return the images (5, 3, 7, 2) whose channels these are, pixel after pixel."""
    return np.stack([column.reshape(5, 7, 2) for column in columns], axis=1)


def as_image(rows: object) -> Array:
    """Return the image (1, 2, 1, 2) whose two pixels are the rows of a matrix."""
    is_matrix = isinstance(rows, np.ndarray) and rows.shape == (2, 2)
    require(is_matrix, "BatchNorm must make a (2, 2) array of a (2, 2) array")
    return np.asarray(rows).T.reshape(1, 2, 1, 2)


def rows_of(image: Array) -> Array:
    """Return the two pixels of an image (1, 2, 1, 2) as the rows of a matrix."""
    return image.reshape(2, 2).T


def parameter_gradient(norm: Student, key: str) -> object:
    """Return what `grads` holds for one parameter."""
    grads = norm.grads
    is_there = isinstance(grads, dict) and key in grads
    require(is_there, f'grads must be a dict with the key "{key}"')
    return grads[key]
