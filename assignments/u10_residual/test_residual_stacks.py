"""Open checks of unit 10: gradients through many layers, on paper and in blocks."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, require, support

Array = NDArray[np.float64]
Rng = np.random.Generator
BLOCKS = '''
"""A layer that multiplies."""


class Times:
    """out = factor * x."""

    def __init__(self, factor):
        self.params, self.grads, self.factor = {}, {}, factor
        self.x = 0.0

    def forward(self, x, train=True):
        self.x = x
        return self.factor * x

    def backward(self, dout):
        return self.factor * dout
'''
FIRST = np.array([[0.0, 1.0], [0.0, 0.0]])
LAST = np.array([[2.0, 0.0], [0.0, 3.0]])
ORDER = "The layers are gone through in the wrong order: the last one comes first."
TURNED = "The Jacobians are transposed: for rows y = x J^T the way back is dout J."
AGAIN = "dout itself is added at each layer: add what has arrived there."
LEAVES = (
    "It is what leaves each block on the way back: note what its backward is given."
)
ROWS = "It is the mean of the norms of the rows: all entries go into one norm."
SPECTRAL = (
    "It is the largest singular value, as linalg.norm(dout, 2) gives for a matrix."
)
PLAIN = (
    "It is what plain_gradient gives: each layer must also hand on what it was given."
)
ONCE = "The identity goes around all layers at once: it must go around each of them."
SINGLE = (
    "The paths through several branches are missing: each branch must be given what "
    "has arrived there, not dout."
)
ONLY_LAST = (
    "The first layer does not count: is a return inside of the loop, does the loop "
    "leave layers out, or is each given dout itself and not what has arrived there?"
)
ONLY_FIRST = (
    "Only the first layer counts: is each layer given dout itself and not what has "
    "arrived there, or is a return inside of the loop?"
)
ENTRY_BY_ENTRY = "Are (1, 2) and (2, 2) multiplied entry by entry? @ is meant."
OF_X = "It is the norm of x, or of an output: that of the gradient is wanted."
REVERSE = (
    "Is a return missing, or does it return what norms.reverse() gives? reverse works "
    "in place and returns None."
)
BOTH_TURNED = "The Jacobians are transposed, and in the wrong order: see section 1.2."
SIZES = "The entries, or their sizes, are added: take the root of the sum of squares."
LARGEST = "It is the largest entry: take the root of the sum of all squares."
SAME_DOUT = (
    "Each block is given dout itself: it must get what the block after it answered."
)
OWN_ORDER = (
    "The way back goes through the blocks from the first on: the last must be first."
)
MANY = "An entry is an array: all of a gradient must go into one norm, a single number."
NO_FORWARD = (
    "No forward is called: a backward needs what the latest forward of its block has "
    "kept."
)
SAME_X = "Each block is given x itself: it must get what the block before it returned."
FORWARD = (
    "The norms are in the order of the way back: entry 0 must be that of the first "
    "block."
)


@exercise("10.6")
def test_two_layers_by_hand(student: Student) -> None:
    """plain_gradient gives the worked example of handout section 1.2."""
    dout = np.array([[1.0, 1.0]])

    dx = student.plain_gradient([FIRST, LAST], dout.copy())

    suspects = {
        "order": (ORDER, dout @ FIRST @ LAST),
        "turned": (TURNED, dout @ LAST.T @ FIRST.T),
        "turned:order": (BOTH_TURNED, dout @ FIRST.T @ LAST.T),
        "layers:last": (ONLY_LAST, dout @ LAST),
        "layers:first": (ONLY_FIRST, dout @ FIRST),
    }
    clues = Clues(suspects=suspects)
    refuse_entries(dx)
    close(dx, np.array([[0.0, 2.0]]), "dx", clues=clues)


@exercise("10.6")
def test_two_residual_layers_by_hand(student: Student) -> None:
    """residual_gradient gives the worked example of handout section 1.3."""
    dout = np.array([[1.0, 1.0]])

    dx = student.residual_gradient([FIRST, LAST], dout.copy())

    paths = [dout, dout @ FIRST, dout @ LAST, dout @ LAST @ FIRST]
    named = ["of no branch", "of the first", "of the last", "of both branches"]
    terms = dict(zip(named, paths, strict=True))
    suspects = {
        "identity:of-dout": (AGAIN, (dout @ LAST + dout) @ FIRST + dout),
        "identity:none": (PLAIN, paths[3]),
        "identity:once": (ONCE, dout + paths[3]),
        "paths:single": (SINGLE, paths[0] + paths[1] + paths[2]),
        "layers:last": (ONLY_LAST, paths[0] + paths[2]),
        "layers:first": (ONLY_FIRST, paths[0] + paths[1]),
    }
    refuse_entries(dx)
    clues = Clues(terms=terms, suspects=suspects)
    close(dx, np.array([[3.0, 7.0]]), "dx", clues=clues)


@exercise("10.6")
def test_three_drawn_layers(student: Student, rng: Rng) -> None:
    """plain_gradient and residual_gradient go through three layers, the last first."""
    a, b, c = rng.normal(size=(3, 3, 3))
    dout, eye = rng.normal(size=(5, 3)), np.eye(3)

    plain = student.plain_gradient([a, b, c], dout.copy())
    residual = student.residual_gradient([a, b, c], dout.copy())

    close(plain, dout @ (c @ b @ a), "dx", clues=of_order(a, b, c, dout))
    suspects = {
        "identity:of-dout": (AGAIN, ((dout @ c + dout) @ b + dout) @ a + dout),
        "identity:none": (PLAIN, dout @ (c @ b @ a)),
        "identity:once": (ONCE, dout + dout @ (c @ b @ a)),
        "paths:single": (SINGLE, dout + dout @ (a + b + c)),
    }
    clues = of_order(eye + a, eye + b, eye + c, dout, suspects)
    close(residual, dout @ ((eye + c) @ (eye + b) @ (eye + a)), "dx", clues=clues)


@exercise("10.7")
def test_norms_by_hand(student: Student) -> None:
    """gradient_norms gives the worked example of handout section 7.1."""
    make = support(student, "blocks", BLOCKS)
    blocks = [make.Times(10.0), make.Times(2.0)]

    norms = student.gradient_norms(blocks, np.ones((1, 2)), np.array([[3.0, 4.0]]))

    suspects = {
        "order": (FORWARD, np.array([5.0, 10.0])),
        "norm:leaves": (LEAVES, np.array([100.0, 10.0])),
        "norm:sizes": (SIZES, np.array([14.0, 7.0])),
        "norm:largest": (LARGEST, np.array([8.0, 4.0])),
        "dout:same": (SAME_DOUT, np.array([5.0, 5.0])),
        "blocks:order": (OWN_ORDER, np.array([5.0, 50.0])),
        "blocks:order-turned": (OWN_ORDER, np.array([50.0, 5.0])),
        "norm:x": (OF_X, np.full(2, 2**0.5)),
        "norm:out": (OF_X, np.full(2, 20 * 2**0.5)),
    }
    clues = Clues(suspects=suspects)
    close(listed(norms, 2), np.array([10.0, 5.0]), "The list of norms", clues=clues)


@exercise("10.7")
def test_norms_of_drawn_blocks(student: Student, rng: Rng) -> None:
    """gradient_norms gives the norm of what arrives at each of five blocks."""
    make, factors = support(student, "blocks", BLOCKS), rng.uniform(0.5, 2.0, size=5)
    x, dout = rng.normal(size=(2, 7, 3))

    blocks = [make.Times(f) for f in factors.tolist()]
    norms = student.gradient_norms(blocks, x, dout)

    at_the_end = np.sqrt((dout**2).sum())
    behind = np.array([factors[i + 1 :].prod() for i in range(5)])
    before = np.array([factors[:i].prod() for i in range(5)])
    right = at_the_end * behind
    wrong = {
        "order": (FORWARD, right[::-1]),
        "norm:squared": ("The root of the sum of the squares is missing.", right**2),
        "norm:leaves": (LEAVES, right * factors),
        "norm:rows": (ROWS, behind * np.sqrt((dout**2).sum(axis=1)).mean()),
        "norm:spectral": (SPECTRAL, behind * np.linalg.norm(dout, 2)),
        "norm:sizes": (SIZES, behind * np.abs(dout).sum()),
        "norm:largest": (LARGEST, behind * np.abs(dout).max()),
        "dout:same": (SAME_DOUT, 0 * right + at_the_end),
        "blocks:order": (OWN_ORDER, before * at_the_end),
        "blocks:order-turned": (OWN_ORDER, before[::-1] * at_the_end),
        "norm:x": (OF_X, 0 * right + np.linalg.norm(x)),
        "norm:out": (OF_X, 0 * right + factors.prod() * np.linalg.norm(x)),
        "norm:mean": ("It is a root of a mean: take the sum.", right / 21**0.5),
    }
    close(listed(norms, 5), right, "The list of norms", clues=Clues(suspects=wrong))
    seen = [block.x for block in blocks]
    must = "forward of each block must be called with an array"
    are_arrays = all(isinstance(each, np.ndarray) for each in seen)
    is_silent = all(isinstance(each, float) for each in seen)
    require(are_arrays, must, cause=NO_FORWARD if is_silent else "")
    clues = Clues(suspects={"x:same": (SAME_X, x)})
    name = "x of the second block"
    close(seen[1], factors[0] * x, name, clues=clues)
    close(seen[4], factors[:4].prod() * x, "x of the last block", clues=clues)


def of_order(
    a: Array,
    b: Array,
    c: Array,
    dout: Array,
    others: Mapping[str, tuple[str, Array]] = MappingProxyType({}),
) -> Clues:
    """Return what comes out where three layers are taken in another way."""
    wrong = {
        "order": (ORDER, dout @ a @ b @ c),
        "turned": (TURNED, dout @ c.T @ b.T @ a.T),
        "turned:order": (BOTH_TURNED, dout @ a.T @ b.T @ c.T),
        "layers:last": (ONLY_LAST, dout @ c),
        "layers:first": (ONLY_FIRST, dout @ a),
        **others,
    }
    return Clues(axes={"dx": "N D"}, suspects=wrong)


def refuse_entries(dx: object) -> None:
    """Refuse the shape that entries times entries have in the worked examples."""
    is_square = isinstance(dx, np.ndarray) and dx.shape == (2, 2)
    must = "dx must have shape (1, 2), found (2, 2)."
    require(not is_square, must, cause=ENTRY_BY_ENTRY)


def listed(norms: object, n: int) -> Array:
    """Return the numbers of a list of n, as an array."""
    is_list = isinstance(norms, list) and len(norms) == n
    found = norms if isinstance(norms, list) else []
    are_numbers = all(isinstance(each, (float, np.floating)) for each in found)
    arrays = [np.shape(x) for x in found if isinstance(x, np.ndarray)]
    shown = f"a list of {len(found)}" if isinstance(norms, list) else "no list"
    shown += f", with arrays of shape {arrays[0]} in it" if arrays else ""
    must = f"gradient_norms must return a list of {n} numbers, one for each block, "
    is_right = is_list and are_numbers
    shown, cause = ("None", REVERSE) if norms is None else (shown, "")
    require(is_right, f"{must}found {shown}.", cause=MANY if arrays else cause)
    return np.array(found, np.float64)
