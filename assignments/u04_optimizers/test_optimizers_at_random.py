"""Open checks of unit 4: AdaGrad and RMSProp, and wrong steps with a name.

Only the steps are looked at. Below each right formula stand wrong ones that others
have written; if yours leads exactly where one of them does, its sentence is told.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, exercise, require, snapshots, steps

Array = NDArray[np.floating]
Rng = np.random.Generator
Wrong = dict[str, tuple[str, Array]]  # code -> (what is told, what comes out)
LR, EPS = 0.3, 0.5
ALONE = "The parameter becomes the step: it must be taken off the old one."
SHRINKS = (
    "Each step also takes a share of the parameter itself, as weight decay does: a "
    "step is made of gradients only."
)
AS_ADAM = "s is divided by 1 - decay_rate^t, as in Adam: here it is taken as it is."
FROM_EPS = "s starts at eps: it must start at 0, and eps is added to the root."
ABOVE = "The mean or sum of squares stands above the line: g must stand there."
WHOLE = (
    "s stands in the step without its factor 1 - decay_rate: g^2 comes in whole, or "
    "the factor is divided away again."
)


@exercise("4.3")
def test_adagrad_with_drawn_gradients(student: Student, rng: Rng) -> None:
    """AdaGrad.update moves by -lr g / (sqrt(s) + eps), s the sum of all g^2."""
    g, w = away_from_zero(rng, (3, 5)), rng.normal(size=5)

    seen = walk(student.AdaGrad(lr=LR, eps=EPS), w, g, rng)

    s = np.cumsum(g**2, axis=0)
    divisors = {
        **wrong_divisors(s, "s"),
        **wrong_memories(g, s),
        "memory:from-eps": (FROM_EPS, root(s + EPS) + EPS),
        "memory:with-lr": (
            "lr is multiplied into s: it belongs to the step alone.",
            root(LR * s) + EPS,
        ),
        "memory:one-for-all": (
            "One sum of g^2 serves all entries: each has its own.",
            root(s.sum(axis=1, keepdims=True) + 0 * s) + EPS,
        ),
        "memory:sizes": (
            "The sizes of g are added up, and no root is taken: s adds up squares.",
            np.cumsum(np.abs(g), axis=0) + EPS,
        ),
        "memory:roots-of-sizes": (
            "The sizes of g are added up: s must add up squares.",
            root(np.cumsum(np.abs(g), axis=0)) + EPS,
        ),
        "memory:not-squared": (
            "g itself is added up, and may be negative under the root: square it.",
            root(np.cumsum(g, axis=0)) + EPS,
        ),
    }
    by_divisors(seen, (w, g), np.sqrt(s) + EPS, divisors)


@exercise("4.4")
def test_rmsprop_with_drawn_gradients(student: Student, rng: Rng) -> None:
    """RMSProp.update moves by -lr g / (sqrt(s) + eps), s the running mean of g^2."""
    g, w = away_from_zero(rng, (3, 5)), rng.normal(size=5)

    seen = walk(student.RMSProp(lr=LR, decay_rate=0.8, eps=EPS), w, g, rng)

    s, t = mean_of(g**2, 0.8, 0.2), np.array([[1], [2], [3]])
    divisors = {
        **wrong_divisors(s, "s"),
        **wrong_memories(g, s),
        **wrong_weights(g**2, 0.8, ("s", "decay_rate", "g^2")),
        "weights:whole": (WHOLE, root(mean_of(g**2, 0.8, 1.0)) + EPS),
        "hat:of-adam": (AS_ADAM, root(s / (1 - 0.8**t)) + EPS),
        "memory:from-eps": (FROM_EPS, root(mean_of(g**2, 0.8, 0.2, start=EPS)) + EPS),
        "memory:default": (
            "decay_rate is 0.99 here, and not the one that was given.",
            root(mean_of(g**2, 0.99, 0.01)) + EPS,
        ),
        "memory:start": (
            "s starts at the first g^2: it must start at 0.",
            root(mean_of(g**2, 0.8, 0.2, start=g[0] ** 2)) + EPS,
        ),
        "memory:sizes": (
            "The sizes of g are averaged, and no root is taken: s averages squares.",
            mean_of(np.abs(g), 0.8, 0.2) + EPS,
        ),
        "memory:roots-of-sizes": (
            "The sizes of g are averaged: s must average squares.",
            root(mean_of(np.abs(g), 0.8, 0.2)) + EPS,
        ),
        "memory:less-mean": (
            "The mean of g is taken off before it is squared: square g itself.",
            root(mean_of((g - g.mean(axis=1, keepdims=True)) ** 2, 0.8, 0.2)) + EPS,
        ),
        "memory:not-squared": (
            "g itself is averaged, and may be negative under the root: square it.",
            root(mean_of(g, 0.8, 0.2)) + EPS,
        ),
    }
    by_divisors(seen, (w, g), np.sqrt(s) + EPS, divisors, decay_rate=0.8)


def away_from_zero(rng: Rng, shape: tuple[int, ...]) -> Array:
    """Return numbers of both signs, none near 0."""
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 2.0, size=shape)


def walk(optimizer: Student, start: Array, g: Array, rng: Rng) -> list[Array]:
    """Return where a parameter is after each step; its key is a new one."""
    key = f"{rng.integers(10**9)}.w"
    each = [{key: x.copy()} for x in g]
    seen = snapshots(optimizer.update, {key: start}, each=each)[key]
    kept = all(isinstance(w, np.ndarray) and w.shape == start.shape for w in seen)
    require(kept, f"params must still hold an array of shape {start.shape}.")
    return seen


def path(start: Array, way: Array) -> Array:
    """Return where steps of -lr times these lead."""
    return np.asarray(start - LR * np.cumsum(way, axis=0))


def by_divisors(
    seen: list[Array],
    given: tuple[Array, Array],
    right: Array,
    wrong: Wrong,
    **rates: float,
) -> None:
    """Check that steps of -lr g / divisor were taken, or name the wrong divisor."""
    w, g = given
    suspects = {code: (said, path(w, g / d)) for code, (said, d) in wrong.items()}
    suspects["form:brackets"] = (
        "eps is added to the whole step: put brackets around the root and eps.",
        path(w, g / (right - EPS) + EPS / LR),
    )
    suspects["step:alone"] = ALONE, -LR * g / right
    suspects["form:above"] = ABOVE, path(w, (right - EPS) ** 2 / right)
    constants = {"lr": LR, "the default lr": 0.01}
    if is_shrunk(seen, w, g / right):
        suspects["step:shrinks"] = SHRINKS, np.stack(seen)
    known = Clues(terms={"gradient": g}, constants=constants, suspects=suspects)
    clues = replace(known, shown={"g": g, "lr": LR, **rates, "eps": EPS})
    steps(seen, path(w, g / right), "w", start=w, clues=clues)


def is_shrunk(seen: list[Array], start: Array, way: Array) -> bool:
    """Whether each step also takes one and the same share of the parameter."""
    before = np.stack([start, *seen[:-1]])
    lost = before - np.stack(seen) - LR * way
    shares = lost / before, lost / (before - LR * way)  # taken before, or after
    return abs(lost).max() > 1e-9 and any(np.ptp(each) < 1e-9 for each in shares)


def mean_of(x: Array, keep: float, take: float, start: Array | float = 0.0) -> Array:
    """Return keep * old + take * new after each step."""
    means = []
    old = np.zeros(x.shape[1:]) + start
    for new in x:
        old = keep * old + take * new
        means.append(old)
    return np.stack(means)


def root(x: Array) -> Array:
    """Return the root, nan where there is none."""
    with np.errstate(invalid="ignore"):
        return np.asarray(np.sqrt(x))


def by_root(means: Wrong) -> Wrong:
    """Return the divisors that wrong means lead to."""
    return {code: (said, root(mean) + EPS) for code, (said, mean) in means.items()}


def wrong_divisors(s: Array, name: str) -> Wrong:
    """Return what a step may be divided by in place of the root of s plus eps."""
    return {
        "form:no-root": (
            f"The step is divided by {name} + eps: take the root.",
            s + EPS,
        ),
        "form:eps-in-root": (
            "eps stands under the root: take the root first, then add eps.",
            np.sqrt(s + EPS),
        ),
        "form:no-eps": (
            "eps is left out: the step is divided by the root alone.",
            np.sqrt(s),
        ),
    }


def wrong_memories(g: Array, s: Array) -> Wrong:
    """Return the divisors of an s that forgets, comes late, or is one for all."""
    late = np.concatenate([np.zeros((1, *s.shape[1:])), s[:-1]])
    return {
        "memory:late": (
            "A step uses the s of the step before: take g^2 in first, then move.",
            np.sqrt(late) + EPS,
        ),
        "memory:none": (
            "Only the latest gradient counts: s must remember those before it.",
            np.abs(g) + EPS,
        ),
    }


def wrong_weights(
    x: Array, keep: float, names: tuple[str, str, str], c: Array | float = 1.0
) -> Wrong:
    """Return the divisors of a running mean with wrong weights; c corrects it."""
    mean, rate, what = names
    one = x.mean(axis=1, keepdims=True) + np.zeros_like(x)
    means = {
        "weights:exchanged": (
            f"{rate} and 1 - {rate} are exchanged: the old {mean} keeps {rate}.",
            mean_of(x, 1 - keep, keep),
        ),
        "weights:whole": (
            f"{what} comes into {mean} whole: it must come in with 1 - {rate}.",
            mean_of(x, keep, 1.0),
        ),
        "weights:sum": (
            f"The {what} are added up, as in AdaGrad: {mean} is a running mean.",
            np.cumsum(x, axis=0),
        ),
        "weights:squared": (
            f"1 - {rate} is squared as well: it multiplies {what}.",
            mean_of(x, keep, (1 - keep) ** 2),
        ),
        "weights:kept": (
            f"The old {mean} is kept whole beside {rate} * {mean}: one += too many?",
            mean_of(x, 1 + keep, 1 - keep),
        ),
        "weights:brackets": (
            f"1 - {rate} must stand in brackets, before {what}.",
            mean_of(1 - keep * x, keep, 1.0),
        ),
        "memory:one-for-all": (
            f"One mean of {what} serves all entries: each has its own.",
            mean_of(one, keep, 1 - keep),
        ),
    }
    return by_root({code: (said, m / c) for code, (said, m) in means.items()})
