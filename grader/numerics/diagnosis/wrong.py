"""One wrong gradient beside the right one, and what it may be compared with."""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from grader.numerics.diagnosis.scene import Array, Flow, Scene
from grader.numerics.ratios import bracket, name_of

CLAIM_RTOL = 1e-5  # central differences are good to 1e-8; a wrong term is far larger
OF_ERROR = 1e-2  # a claim must also explain the error itself, however small it is
NOTHING = 1e-9  # below this a gradient is the noise of its differences


@dataclass(frozen=True)
class Wrong:
    """A wrong gradient, the right one, and what is known around them.

    Attributes:
        analytic: what backward gave.
        numeric: what it should be, same shape.
        scene: names, sizes and arrays around it.
        flow: how the outputs depend on the leaf, where that was measured.
    """

    analytic: Array
    numeric: Array
    scene: Scene
    flow: Flow | None = None

    @property
    def error(self) -> Array:
        """What was found less what is right."""
        return self.analytic - self.numeric

    def equals(self, candidate: Array) -> bool:
        """Whether a formula's result is what was found, and not what is right."""
        if candidate.shape != self.analytic.shape:
            return False
        return self.explained(self.analytic - candidate)

    def explained(self, rest: Array) -> bool:
        """Whether so little is left that nothing of the error is unexplained."""
        left, size = norm(rest), norm(self.analytic)
        return left <= CLAIM_RTOL * size and left <= OF_ERROR * norm(self.error)

    def axis(self, place: int) -> str:
        """Return an axis's name, "axis 1" where it has none."""
        axes = self.scene.axes
        return axes[place] if place < len(axes) else f"axis {place}"

    def upstream(self) -> dict[str, Array]:
        """Return the gradients handed to backward, by the name students use."""
        if self.flow is None:
            return {}
        given = self.flow.upstream
        plain = [f"dout{place}" for place in range(len(given))]
        names = self.flow.names or (["dout"] if len(given) == 1 else plain)
        return dict(zip(names, given, strict=True))

    def constants(self) -> dict[str, float]:
        """Return the numbers with a meaning: dout alone is one if it is one number."""
        found = dict(self.scene.constants)
        upstream = self.upstream()
        for name, array in upstream.items():
            if len(upstream) == 1 and array.size and np.ptp(array) == 0 and array.any():
                found[name] = float(array.reshape(-1)[0])
        return found

    def name_of(self, ratio: float) -> str:
        """Return a factor as a formula that stands in a product, "" without a name."""
        name = name_of(ratio, self.scene.sizes, self.constants())
        return bracket(name) if " or " in name and name[0] != "-" else name

    def known(self) -> dict[str, Array]:
        """Return every array that may stand in a wrong place, by name."""
        arrays = {**self.scene.known, **self.upstream()}
        return {name: np.asarray(array, float) for name, array in arrays.items()}


def norm(array: Array) -> float:
    """Return the Euclidean norm of all entries."""
    return float(np.linalg.norm(array.reshape(-1)))


def near(left: Array, right: Array) -> bool:
    """Whether two arrays are one, up to the noise of central differences."""
    if left.shape != right.shape:
        return False
    size = max(norm(left), norm(right))
    return size > NOTHING and norm(left - right) <= CLAIM_RTOL * size


def multiple(found: Array, of: Array) -> float | None:
    """Return c where found = c * of everywhere, None where there is no such c."""
    square = float((of * of).sum())
    if found.shape != of.shape or square <= NOTHING**2 or norm(found) <= NOTHING:
        return None
    factor = float((found * of).sum()) / square
    fits = norm(found - factor * of) <= CLAIM_RTOL * norm(found)
    return factor if fits else None


def index_along(array: Array, axis: int, which: int | slice) -> Array:
    """Return the part of an array at one place, or a slice, of one axis."""
    chosen: list[int | slice] = [slice(None)] * array.ndim
    chosen[axis] = which
    return array[tuple(chosen)]


def summed_to(
    array: Array, shape: tuple[int, ...]
) -> Iterator[tuple[Array, list[int]]]:
    """Yield the ways to sum an array over some axes so that it gets a shape."""
    spare = array.ndim - len(shape)
    if spare < 0:
        return
    for gone in itertools.combinations(range(array.ndim), spare):
        rest = tuple(n for i, n in enumerate(array.shape) if i not in gone)
        if rest == shape:
            yield np.asarray(array.sum(axis=gone)), list(gone)


def and_of(names: Mapping[str, object] | list[str] | tuple[str, ...]) -> str:
    """Return "a", "a and b", "a, b and c"."""
    listed = list(names)
    head, last = ", ".join(listed[:-1]), listed[-1]
    return f"{head} and {last}" if head else last
