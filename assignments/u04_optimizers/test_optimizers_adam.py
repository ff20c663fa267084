"""Open checks of unit 4: Adam under drawn gradients, and wrong steps with a name.

A step that leads exactly where a wrong formula does is told that one's sentence.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from grader.checks import Clues, Student, exercise, require, snapshots, steps

Array = NDArray[np.floating]
Rng = np.random.Generator
Given = dict[str, Array | float]
Wrong = dict[str, tuple[str, Array]]  # code -> (what is told, what comes out)
LR, EPS = 0.3, 0.5
BETAS = "beta1 and beta2 are exchanged: m must take beta1, and v must take beta2."
BETA2_IN_M = "beta2 is in the line of m: both factors there are made of beta1."
BETA1_IN_V = "v is averaged with beta1: beta2 belongs in its line."
M_STAYS = "With beta1 = 0 m stays 0: in its line beta1 and 1 - beta1 are exchanged."
CUT = "Gradients are cut off at 1: take them as they are."
OF_M = "v averages the squares of m: it must average those of g."
V_OF_M = "v goes on from m: it must go on from the old v."
NOT_SQUARED = "g itself is averaged in v, and may turn out negative: square it."
ABOVE = "A mean of squares stands above the line: g must stand there."
FROM_EPS = "v starts at eps: it must start at 0, and eps is added to the root."
SHRINKS = (
    "Each step also takes a share of the parameter itself, as weight decay does: a "
    "step is made of gradients only."
)
LATE_T = "t is still 0 in the first update: count it before both divisions."


@exercise("4.5")
def test_adams_mean_of_squares(student: Student, rng: Rng) -> None:
    """Adam.update with beta1 = 0 moves by -lr g / (sqrt(v_hat) + eps)."""
    g, w = away_from_zero(rng, (3, 5)), rng.normal(size=5)

    seen = walk(student.Adam(lr=LR, beta1=0.0, beta2=0.65, eps=EPS), w, g, rng)

    v, c = mean_of(g**2, 0.65, 0.35), 1 - 0.65 ** np.array([[1], [2], [3]])
    late, shared = np.concatenate([[[1e-300]], c[:-1]]), 0.65 * g + 0.35 * g**2
    less, of_less = cut(g), mean_of(cut(g) ** 2, 0.65, 0.35)
    divisors = {
        **wrong_divisors(v / c, "v_hat"),
        **wrong_weights(g**2, 0.65, ("v", "beta2", "g^2"), c),
        **by_root(uncorrected(v, 0.65, "v")),
        **wrong_betas(g, mean_of(g, 0.65, 0.35), v, c),
        "count:late": (LATE_T, root(v / late) + EPS),
        "memory:start": (
            "v starts at the first g^2: it must start at 0.",
            root(mean_of(g**2, 0.65, 0.35, start=g[0] ** 2) / c) + EPS,
        ),
        "memory:not-squared": (NOT_SQUARED, root(mean_of(g, 0.65, 0.35) / c) + EPS),
        "memory:v-of-m": (V_OF_M, root(shared / c) + EPS),
        "form:shorter": (
            "This is the paper's shorter form, with another eps: see handout 5.3.",
            (np.sqrt(v) + EPS) / np.sqrt(c),
        ),
        "memory:from-eps": (
            FROM_EPS,
            root(mean_of(g**2, 0.65, 0.35, start=EPS) / c) + EPS,
        ),
        "gradient:cut": (CUT, g / less * (root(of_less / c) + EPS)),
        "memory:one-for-two": (
            "m and v are one and the same array: make one of zeros for each.",
            g / shared * (root(shared / c) + EPS),
        ),
    }
    if all(np.array_equal(each, w) for each in seen):  # m stays 0, or it is a copy
        other = walk(student.Adam(lr=LR, beta1=0.8, eps=EPS), w, g, rng)
        if not np.array_equal(other[0], w):
            divisors["weights:of-m"] = (M_STAYS, np.full_like(g, np.inf))
    by_divisors(seen, (w, g), np.sqrt(v / c) + EPS, divisors)


@exercise("4.5")
def test_adams_mean_of_gradients(student: Student, rng: Rng) -> None:
    """Adam.update with beta2 = 0 moves by -lr m_hat / (|g| + eps)."""
    g, w = away_from_zero(rng, (3, 5)), rng.normal(size=5)

    seen = walk(student.Adam(lr=LR, beta1=0.8, beta2=0.0, eps=EPS), w, g, rng)

    m, c = mean_of(g, 0.8, 0.2), 1 - 0.8 ** np.array([[1], [2], [3]])
    size = np.abs(g) + EPS
    means = {
        **uncorrected(m, 0.8, "m"),
        "step:gradient": ("g itself stands in the step, in place of m_hat.", g),
        "weights:exchanged": (
            "beta1 and 1 - beta1 are exchanged: the old m keeps beta1.",
            mean_of(g, 0.2, 0.8) / c,
        ),
        "memory:start": (
            "m starts at the first g: it must start at 0.",
            mean_of(g, 0.8, 0.2, start=g[0]) / c,
        ),
        "weights:whole": (
            "g comes into m whole: it must come in with 1 - beta1.",
            mean_of(g, 0.8, 1.0) / c,
        ),
    }
    wrong = {code: (said, path(w, mean / size)) for code, (said, mean) in means.items()}
    swapped = g / c / (np.sqrt(mean_of(g**2, 0.8, 0.2)) + EPS)
    wrong["memory:exchanged"] = (BETAS, path(w, swapped))
    of_v = np.sqrt(mean_of(g**2, 0.8, 0.2) / c)
    wrong["hat:exchanged"] = (BETAS, path(w, g / (of_v + EPS)))
    wrong["memory:of-m"] = OF_M, path(w, m / c / (np.abs(m) + EPS))
    wrong["memory:of-m-hat"] = OF_M, path(w, m / c / (np.abs(m / c) + EPS))
    less = cut(g)
    way = mean_of(less, 0.8, 0.2) / c / (abs(less) + EPS)
    wrong["gradient:cut"] = CUT, path(w, way)
    if is_shrunk(seen, w, m / c / size):
        wrong["step:shrinks"] = SHRINKS, np.stack(seen)
    known = Clues(terms={"gradient": g}, constants={"lr": LR}, suspects=wrong)
    shown: Given = {"g": g, "lr": LR, "beta1": 0.8, "beta2": 0.0, "eps": EPS}
    clues = replace(known, shown=shown)
    steps(seen, path(w, m / c / size), "w", start=w, clues=clues)


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
    seen: list[Array], given: tuple[Array, Array], right: Array, wrong: Wrong
) -> None:
    """Check that steps of -lr g / divisor were taken, or name the wrong divisor."""
    w, g = given
    suspects = {code: (said, path(w, g / d)) for code, (said, d) in wrong.items()}
    suspects["form:brackets"] = (
        "eps is added to the whole step: put brackets around the root and eps.",
        path(w, g / (right - EPS) + EPS / LR),
    )
    suspects["form:above"] = ABOVE, path(w, (right - EPS) ** 2 / right)
    constants = {"lr": LR, "the default lr": 0.01}
    if is_shrunk(seen, w, g / right):
        suspects["step:shrinks"] = SHRINKS, np.stack(seen)
    known = Clues(terms={"gradient": g}, constants=constants, suspects=suspects)
    shown: Given = {"g": g, "lr": LR, "beta1": 0.0, "beta2": 0.65, "eps": EPS}
    clues = replace(known, shown=shown)
    steps(seen, path(w, g / right), "w", start=w, clues=clues)


def cut(g: Array) -> Array:
    """Return gradients that go no further than 1."""
    return g.clip(-1.0, 1.0)


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
            f"{what} comes into {mean} whole, or by 1 - beta1: it needs 1 - {rate}.",
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


def wrong_betas(g: Array, m: Array, v: Array, c: Array) -> Wrong:
    """Return divisors where beta1 is 0 and stands in for beta2, or beta2 for it."""
    by_beta1, by_beta2 = np.abs(g) / np.sqrt(c) + EPS, root(v / c) + EPS
    return {
        "memory:exchanged": (BETAS, g / m * by_beta1),
        "hat:exchanged": (BETAS, g / (m / c) * (np.abs(g) + EPS)),
        "weights:old-of-m": (BETA2_IN_M, g / mean_of(g, 0.65, 1.0) * by_beta2),
        "weights:rate-of-v": (BETA2_IN_M, g / m * by_beta2),
        "weights:new-of-m": (BETA2_IN_M, by_beta2 / 0.35),
        "weights:rate-of-m": (BETA1_IN_V, by_beta1),
    }


def uncorrected(mean: Array, beta: float, name: str) -> Wrong:
    """Return what may stand where a mean over 1 - beta^t belongs."""
    rate = "beta1" if name == "m" else "beta2"
    stored, hats = np.zeros_like(mean[0]), []
    counts = np.arange(1, len(mean) + 1).reshape(-1, 1)
    news = mean - beta * np.concatenate([np.zeros_like(mean[:1]), mean[:-1]])
    for t, new in enumerate(news, 1):
        stored = (beta * stored + new) / (1 - beta**t)
        hats.append(stored)
    return {
        "hat:missing": (
            f"{name} must be divided by 1 - {rate}^t, and by nothing else.",
            mean,
        ),
        "hat:brackets": (
            f"1 - {rate}^t must stand in brackets, below the line.",
            mean - beta**counts,
        ),
        "hat:stored": (
            f"{name}_hat is kept in place of {name}: the next step needs {name}.",
            np.stack(hats),
        ),
        "hat:first": (
            (
                f"{name} is divided by 1 - {rate} in every step: the power {rate}^t is "
                "missing, or t stays 1."
            ),
            mean / (1 - beta),
        ),
        "hat:late": (
            f"{name} is divided by 1 - {rate}^(t + 1): t must be 1 in the first step.",
            mean / (1 - beta ** (counts + 1)),
        ),
        "hat:product": (
            f"{name} is divided by 1 - {rate} * t: a power belongs there.",
            mean / (1 - beta * counts),
        ),
    }
