"""Open checks of unit 11: a new head."""

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, close, exercise, generator, require, support

Array = NDArray[np.float64]
Arrays = dict[str, Array]
Rng = np.random.Generator
D, M = 97, 61
KIT = '''
"""The key with two dots that params is asked for, if it is."""


def asked(student, *args):
    try:
        student.reinitialize_head(*args)
    except KeyError as error:
        return str(error) if ".." in str(error) else ""
    return ""
'''
OLD_SHAPE = "It has as many classes as the old head: n_classes says how many."
TWO_DOTS = (
    'Here the old head still stands, and there is a key with two dots: "4." and "4" '
    'both mean "4.W".'
)
ASKED = 'The prefix may end with its dot: "4." and "4" both mean "4.W" and "4.b".'
ALL_ZERO = (
    "All of W is 0: draw it. If it is drawn, what it is multiplied by is 0, as 2 // D "
    "is."
)
OLD_HEAD = (
    "It is the old head: put the new arrays under its keys into the new dictionary, "
    "and return that."
)
OTHER_KEYS = (
    'There are other keys than in params, {}: those of the head are "2.W" and "2.b".'
)
POSITIVE = (
    "No number is negative: rng.random is not normal, rng.standard_normal is, and half "
    "of its numbers are negative."
)
LACKS = "The new dictionary must have all keys of params: begin with dict(params)."
BODY = (
    "Only the head is made anew: under the other keys the arrays of params come back."
)
OLD_CLASSES = (
    "Its rows are as many as the old classes: D is what goes into the layer, the first "
    "axis of the old W."
)
SPREADS = {  # sentence -> the standard deviation that is found
    "2 / D is the variance: the standard deviation is its root.": 2 / D,
    "Yours has the variance 1 / D: it must be twice as much.": (1 / D) ** 0.5,
    "Yours has the variance 2 / n_classes: it must be 2 / D.": (2 / M) ** 0.5,
    "Yours has the variance 2 / (D + n_classes): that is Glorot's.": (2 / (D + M))
    ** 0.5,
    "The numbers are used as they are drawn, with variance 1.": 1.0,
}


@exercise("11.5")
def test_a_head_for_three_classes(student: Student) -> None:
    """reinitialize_head for 3 classes gives W (2, 3), b of zeros and the old body."""
    params = {"0.W": np.array([[7.0, 8.0]]), "2.W": np.ones((2, 5)), "2.b": np.ones(5)}
    params["20.W"] = np.array([[9.0], [4.0]])

    found = head(student, dict(params), "2", 3, 1)

    suspects = {"head:zeros": ("The biases start at 0, not at 1.", np.ones(3))}
    lacking = sorted(set(params) - set(found))
    must = f"the new dictionary lacks the key {', '.join(lacking)}"
    require(not lacking, must, cause=LACKS)
    size = numbers(found["2.b"]).shape
    others = sorted(f'"{key}"' for key in found if key not in params)
    cause = OTHER_KEYS.format(", ".join(others)) if others else OLD_SHAPE
    cause = TWO_DOTS if "2..b" in found else cause
    is_old = np.array_equal(numbers(found.get("2.b")), np.ones(5))
    cause = OLD_HEAD if is_old and not others else cause
    must = f'"2.b" must have shape (3,), found {size}.'
    require(size != (5,), must, cause=cause)
    close(found.get("2.b"), np.zeros(3), '"2.b"', clues=Clues(suspects=suspects))
    is_drawn = not np.array_equal(numbers(found.get("20.W")), params["20.W"])
    must = '"20.W" is no key of the last layer, "2", and must come back as it is.'
    require(not is_drawn, must, cause=BODY)
    close(found.get("0.W"), params["0.W"], '"0.W"', clues=Clues(cause=BODY))
    require(
        set(found) == set(params),
        f"the keys must stay, found {sorted(map(str, found))}",
    )
    weights = np.asarray(array(found, "2.W", (2, 3), classes=5))
    must = 'the six numbers of "2.W" must be drawn, and differ'
    require(len(np.unique(weights)) == weights.size, must)


@exercise("11.5")
def test_spread_of_a_drawn_head(student: Student, rng: Rng) -> None:
    """reinitialize_head draws weights with mean 0 and variance 2 / D."""
    old = {"4.W": rng.normal(size=(D, 3)), "4.b": rng.normal(size=3)}

    found = head(student, old, "4.", M, int(rng.integers(1 << 32)))

    weights, std = array(found, "4.W", (D, M), classes=3), (2 / D) ** 0.5
    spread, centre = float(weights.std()), float(weights.mean())
    causes = {said for said, s in SPREADS.items() if abs(spread / s - 1) < 0.05}
    positive = POSITIVE if weights.any() else ALL_ZERO
    causes = causes if (weights < 0).any() else {positive}
    near = abs(spread / std - 1) < 6 / (2 * weights.size) ** 0.5
    must = f"the standard deviation of W must be near {std:.3g}, found {spread:.3g}"
    require(near, must, cause=min(causes, default=""))
    must = f"the mean of W must be near 0, found {centre:.3g}"
    require((weights < 0).any(), must, cause=POSITIVE)
    require(abs(centre) < 6 * std / weights.size**0.5, must)


def head(
    student: Student, params: Arrays, prefix: str, n_classes: int, seed: int
) -> Arrays:
    """Return the network with a new head, once it is a dictionary."""
    given = params, prefix, n_classes, generator(seed)
    asked = support(student, "heads", KIT).asked(student, dict(params), *given[1:])
    must = f'prefix is "{prefix}", and params is asked for the key {asked}.'
    require(not asked, must, cause=ASKED)
    found = student.reinitialize_head(*given)
    shown = "None: is a return missing?" if found is None else type(found).__name__
    must = f"reinitialize_head must return a dictionary, found {shown}"
    require(isinstance(found, dict), must)
    return dict(found)


def numbers(value: object) -> Array:
    """Return an array of real numbers, and nan for all else."""
    is_array = isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
    return np.asarray(value, np.float64) if is_array else np.array(np.nan)


def array(found: Arrays, key: str, shape: tuple[int, int], classes: int) -> Array:
    """Return what is under a key, once it is an array of finite numbers."""
    wrong: dict[tuple[int, ...], str] = {
        (shape[0], classes): OLD_SHAPE,
        (classes, shape[1]): OLD_CLASSES,
    }
    weights: object = found.get(key)
    kind = getattr(getattr(weights, "dtype", None), "kind", "")
    must = f'"{key}" must be an array of real numbers'
    require(isinstance(weights, np.ndarray) and kind == "f", must)
    real = np.asarray(weights, float)
    must = f'"{key}" must have shape {shape}, found {real.shape}'
    cause = wrong.get(real.shape, "")
    cause = TWO_DOTS if key.replace(".", "..") in found else cause
    require(real.shape == shape, must, cause=cause)
    require(np.isfinite(real).all(), f'"{key}" must hold finite numbers')
    return real
