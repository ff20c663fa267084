"""Wrong values beside right ones, each with the one cause that explains it."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from grader.errors import Finding
from grader.numerics.diagnosis.scene import Array, Scene, Suspect
from grader.numerics.diagnosis.values import explain_values

Rng = np.random.Generator
SIZES = {"N": 5, "D": 7}


@dataclass(frozen=True)
class Wrong:
    """A wrong value with everything that its diagnosis may see."""

    got: Array
    expected: Array
    scene: Scene

    def findings(self) -> tuple[Finding, ...]:
        """Return what the rules say about it."""
        return explain_values(self.got, self.expected, self.scene)


Plant = Callable[[Rng], Wrong]


def scene(axes: str = "N D", **known: Array) -> Scene:
    """Return a scene with these axes and known arrays, and the usual sizes."""
    return Scene("out", tuple(axes.split()), SIZES, known=known)


def matrix(change: Callable[[Array], Array]) -> Plant:
    """Return a plant: an (N, D) array, changed."""

    def plant(rng: Rng) -> Wrong:
        right = rng.normal(size=(5, 7))
        return Wrong(np.asarray(change(right.copy())), right, scene())

    return plant


def positive(change: Callable[[Array], Array]) -> Plant:
    """Return a plant: an (N, D) array of numbers between 1 and 3, changed."""

    def plant(rng: Rng) -> Wrong:
        right = rng.uniform(1.0, 3.0, size=(5, 7))
        return Wrong(np.asarray(change(right)), right, scene())

    return plant


def beside(change: Callable[[Array, Array], Array], per: str = "N D") -> Plant:
    """Return a plant: an (N, D) array and a known b along some of its axes."""

    def plant(rng: Rng) -> Wrong:
        right = rng.normal(size=(5, 7))
        b = rng.uniform(1.5, 3.0, size=[SIZES[axis] for axis in per.split()])
        return Wrong(np.asarray(change(right, b)), right, scene(b=b))

    return plant


def kernel(change: Callable[[Array], Array], axes: str = "C H W") -> Plant:
    """Return a plant: a (4, 5, 6) array with other names of axes, changed."""

    def plant(rng: Rng) -> Wrong:
        right = rng.normal(size=(4, 5, 6))
        return Wrong(np.asarray(change(right.copy())), right, scene(axes))

    return plant


def square(change: Callable[[Array], Array]) -> Plant:
    """Return a plant: a square array, changed."""

    def plant(rng: Rng) -> Wrong:
        right = rng.normal(size=(6, 6))
        return Wrong(np.asarray(change(right)), right, scene("H W"))

    return plant


def summed(**weights: float) -> Plant:
    """Return a plant: a sum of three terms, with these weights instead of 1."""

    def plant(rng: Rng) -> Wrong:
        terms = {name: rng.normal(size=(5, 7)) for name in ("direct", "mean", "carry")}
        parts = [weights.get(name, 1.0) * term for name, term in terms.items()]
        around = dataclasses.replace(scene(), terms=terms)
        return Wrong(np.asarray(sum(parts)), np.asarray(sum(terms.values())), around)

    return plant


def gated(change: Callable[[list[Array]], list[Array]]) -> Plant:
    """Return a plant: an (N, 4H) array of gates, changed gate by gate."""

    def plant(rng: Rng) -> Wrong:
        right = rng.normal(size=(5, 8))
        got = np.concatenate(change(np.split(right, 4, axis=1)), axis=1)
        around = dataclasses.replace(scene("N 4H"), blocks={"4H": tuple("ifgo")})
        return Wrong(got, right, around)

    return plant


def suspected(rng: Rng) -> Wrong:
    """Return what a formula gives that a suite thought of, beside one that is not."""
    right = rng.normal(size=(5, 7))
    suspects = (
        Suspect("cube", "A cube was taken.", right**3),
        Suspect("abs", "An abs was taken.", np.abs(right)),
        Suspect("short", "Its last row is missing.", right[:-1]),
    )
    return Wrong(right**3, right, dataclasses.replace(scene(), suspects=suspects))


def constants(change: Callable[[Array], Array]) -> Plant:
    """Return a plant: an (N, D) array with the constants "1 - p" and eps around it."""

    def plant(rng: Rng) -> Wrong:
        right = rng.normal(size=(5, 7))
        named = {"1 - p": 0.63, "eps": 0.3}
        around = dataclasses.replace(scene(), constants=named)
        return Wrong(np.asarray(change(right)), right, around)

    return plant


def sided(change: Callable[[Array, Array], Array]) -> Plant:
    """Return a plant: an (N, D) array and an x that decides what goes wrong."""

    def plant(rng: Rng) -> Wrong:
        right, x = rng.normal(size=(2, 5, 7))
        x = np.where(np.abs(x) < 0.3, 0.0, x)  # noqa: PLR2004 - some entries are 0
        return Wrong(np.asarray(change(right, x)), right, scene(x=x))

    return plant


def noisy(array: Array, axis: int, *places: int) -> Array:
    """Return a copy that is wrong, each entry by its own amount, at these places."""
    moved = np.moveaxis(array.copy(), axis, 0)
    for place in places:
        moved[place] = np.exp(moved[place]) + 1.0
    return np.moveaxis(moved, 0, axis)


def permuted(array: Array, seed: int = 4) -> Array:
    """Return the same numbers in a random order."""
    flat = np.random.default_rng(seed).permutation(array.ravel())
    return np.asarray(flat.reshape(array.shape))
