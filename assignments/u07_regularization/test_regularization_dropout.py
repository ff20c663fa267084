"""Open checks of unit 7: dropout.

What is random is judged by what holds for nearly all draws. A share of 10 403 entries
is off by 0.031 with probability 2 exp(-20) = 4.1e-9 at most, by Hoeffding's inequality;
a run asks that once here. Of 77 entries none is dropped with probability below 3e-10
(ratio 0.25), and two rows of 103 agree with probability below 1e-20.
"""

from math import prod
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    attempt,
    close,
    exercise,
    generator,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that a share is off by its slack
WIDE = (101, 103)
STACK = (41, 3, 7)  # images: an input has any number of axes
NOTHING = (
    "No entry is 0: forward must draw a number for each entry of x, and set those to 0 "
    "whose number says so."
)
ROUND = (
    "train is turned around: training hands x on, and an evaluation sets entries to 0."
)
SHARE = (
    "It is divided by the share that this draw happened to keep: divide by 1 - ratio."
)
CHOSEN = (
    "x[mask] keeps the chosen entries alone, in a row: multiply x by the comparison."
)
SWAPPED = "ratio is the probability to drop, and entries are kept with it: compare >=."
HALVES = "Half of the entries are dropped, whatever ratio is: compare with ratio."
NORMAL = (
    "The numbers compared with ratio are normally distributed: rng.random draws evenly "
    "from 0 to 1."
)

TOGETHER = (
    "Entries are dropped together: draw one number for each entry, in the shape of x."
)
OTHER_DRAW = (
    "dx is 0 at other places than out: backward must use the choice that its forward "
    "made, and draw nothing."
)
DOUT = "dx is dout itself: drop and scale it like x, by what forward has noted."
TURNED = (
    "The comparison is turned around: dx is 0 where out is not, and what was dropped "
    "gets a gradient."
)
BY_RATIO = "It is multiplied by the share dropped: multiply by 1 - ratio."
UNSCALED = (
    "What is kept is {} 1 - ratio, 0.7: classic dropout must not scale in training."
)
DROPS = "An evaluation drops entries: where train is False, x is handed on."
LEFT = (
    "It is what the last training forward asks for: backward belongs to the latest "
    "forward, so an evaluation must leave a note that nothing was dropped."
)
ONCE = "The draw is made once and kept: draw anew in each training forward."


@exercise("7.4")
def test_rows_are_dropped_apart(student: Student, rng: Rng) -> None:
    """Dropout.forward draws a number for each entry, anew in each training forward."""
    layer = student.Dropout(0.3, seeded(rng))

    first, second = (array(layer.forward(np.ones(WIDE)), WIDE) == 0 for _ in range(2))

    require_zeros(layer, first | second)
    must = "No two {} may be dropped at the same places."
    rows, columns = len(np.unique(first, axis=0)), len(np.unique(first, axis=1).T)
    require(rows == WIDE[0], must.format("rows"), cause=TOGETHER)
    require(columns == WIDE[1], must.format("columns"), cause=TOGETHER)
    is_other = not np.array_equal(first, second)
    require(is_other, "No two forwards may drop the same places.", cause=ONCE)


@exercise("7.4")
def test_threes_become_fours(student: Student, rng: Rng) -> None:
    """Dropout.forward, ratio 0.25: in training each 3 becomes 0 or 4, in images too."""
    layer = student.Dropout(0.25, seeded(rng))

    out = layer.forward(np.full(STACK, 3.0), train=True)

    kept = array(out, STACK) != 0
    require_zeros(layer, ~kept)
    suspects = {
        "scale:none": ("What is kept lacks its scale, 1 / (1 - ratio).", 3.0 * kept),
        "scale:ratio": ("It is divided by ratio: divide by 1 - ratio.", 12.0 * kept),
        "scale:down": ("It is multiplied by 1 - ratio: divide by it.", 2.25 * kept),
        "scale:twice": ("It is scaled twice.", 16 / 3 * kept),
        "scale:share": (SHARE, 3.0 * kept / max(float(kept.mean()), 0.01)),
    }
    close(out, 4.0 * kept, "out", clues=Clues(suspects=suspects))


@exercise("7.4")
def test_share_that_is_dropped(student: Student, rng: Rng) -> None:
    """Dropout.forward with ratio 0.3 drops about 30 % of the entries in training."""
    layer = student.Dropout(0.3, seeded(rng))

    out = array(layer.forward(np.ones(WIDE), train=True), WIDE)

    require_share(float(np.mean(out == 0)), 0.3, out.size)


@exercise("7.5")
def test_gradient_goes_where_x_went(student: Student, rng: Rng) -> None:
    """Dropout.backward multiplies dout by the factors that forward applied to x."""
    layer = student.Dropout(0.3, seeded(rng))
    x, dout = rng.normal(3.0, 0.5, size=(11, 7)), rng.normal(size=(11, 7))
    factor = array(layer.forward(x.copy(), train=True), x.shape) / x
    require((factor == 0).any(), "Some entry of out must be 0.", cause=NOTHING)

    dx = layer.backward(dout.copy())

    stayed = dout * (factor != 0)
    suspects = {
        "gradient:none": (
            DOUT,
            dout,
        ),
        "gradient:down": ("It is multiplied by 1 - ratio: divide by it.", stayed * 0.7),
        "gradient:twice": ("It is scaled twice.", stayed / 0.49),
        "gradient:no-scale": ("dx lacks the scale of forward.", stayed),
        "gradient:no-mask": ("What was dropped gets a gradient.", dout / 0.7),
        "gradient:ratio": ("dout is divided by ratio.", stayed / 0.3),
    }
    is_turned = isinstance(dx, np.ndarray) and np.array_equal(dx == 0, factor != 0)
    cause = OTHER_DRAW if is_elsewhere(dx, factor) else ""
    cause = TURNED if is_turned else cause
    clues = Clues(suspects=suspects, cause=cause)
    close(dx, dout * factor, "dx", clues=clues)


@exercise("7.6")
def test_evaluation_changes_nothing(student: Student) -> None:
    """In evaluation, Dropout.forward returns x, and backward then returns dout."""
    layer = student.Dropout(0.25)
    layer.forward(np.full((5, 7), 3.0), train=True)
    x = np.arange(1.0, 36.0).reshape(5, 7)

    out = layer.forward(x.copy(), train=False)

    close(out, x, "out", clues=of_evaluation(out, x, 0.25, DROPS))
    dx = layer.backward(x + 1)
    close(dx, x + 1, "dx", clues=of_evaluation(dx, x + 1, 0.25, LEFT))


@exercise("7.7")
def test_classic_by_hand(student: Student) -> None:
    """ClassicDropout in evaluation gives the example of handout section 4."""
    layer = student.ClassicDropout(0.25)

    out = layer.forward(np.array([[4.0, 8.0]]), train=False)

    wrong = {
        "classic:none": ("Evaluation is not scaled: multiply.", [[4.0, 8.0]]),
        "classic:ratio": (BY_RATIO, [[1.0, 2.0]]),
    }
    close(out, [[3.0, 6.0]], "out", clues=Clues(suspects=wrong))
    wrong = {
        "classic:none": ("dx is dout: multiply it by what x was.", [[1.0, 0.4]]),
        "classic:ratio": (BY_RATIO, [[0.25, 0.1]]),
    }
    dx = layer.backward(np.array([[1.0, 0.4]]))
    close(dx, [[0.75, 0.3]], "dx", clues=Clues(suspects=wrong))


@exercise("7.7")
def test_classic_training(student: Student, rng: Rng) -> None:
    """ClassicDropout in training gives 0 or x, and dx is then 0 or dout."""
    layer = student.ClassicDropout(0.3, seeded(rng))
    x, dout = rng.normal(3.0, 0.5, size=(11, 7)), rng.normal(size=(11, 7))

    out = array(layer.forward(x.copy(), train=True), x.shape)

    kept = out != 0
    close(out, x * kept, "out", clues=of_classic(x * kept))
    require(not kept.all(), "Some entry must be 0.", cause=NOTHING)
    dx = layer.backward(dout.copy())
    close(dx, dout * kept, "dx", clues=of_classic(dout * kept))


def of_classic(right: Array) -> Clues:
    """Return what a scale of 0.7 that does not belong there makes of it."""
    suspects = {
        "classic:up": (UNSCALED.format("divided by"), right / 0.7),
        "classic:down": (UNSCALED.format("multiplied by"), right * 0.7),
    }
    return Clues(suspects=suspects)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def array(found: object, shape: tuple[int, ...]) -> Array:
    """Return an output after a look at its kind and shape."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        close(found, np.zeros(shape), "out")  # which says what is wrong
    found = np.asarray(found)
    if found.shape != shape:
        is_chosen = found.ndim == 1 and found.size not in {*shape, prod(shape)}
        must = f"out must have the shape of x, {shape}, found {found.shape}."
        require(not is_chosen, must, cause=CHOSEN)
        close(found, np.zeros(shape), "out")
    close(np.isfinite(found) * 1.0, np.ones(shape), "whether out is finite")
    return np.asarray(found, np.float64)


def require_zeros(layer: Student, dropped: NDArray[np.bool_]) -> None:
    """Require that training dropped some entry, and look whether evaluation does."""
    if dropped.any():
        return
    out = attempt(lambda: layer.forward(np.ones(WIDE), train=False))
    is_round = isinstance(out, np.ndarray) and bool((out == 0).any())
    require(0, "Some entry must be 0.", cause=ROUND if is_round else NOTHING)


def require_share(found: float, ratio: float, n: int) -> None:
    """Refuse a share of dropped entries that does not come of `ratio`."""
    shares = {
        NOTHING: 0.0,
        SWAPPED: 1 - ratio,
        HALVES: 0.5,
        NORMAL: NormalDist().cdf(ratio),
    }
    near = [said for said, share in shares.items() if abs(found - share) < 0.03]
    must = f"Near {ratio:g} of the entries must be dropped, found {found:.3f}."
    is_near = abs(found - ratio) <= np.sqrt(T / 2 / n)
    require(is_near, must, cause=near[0] if len(near) == 1 else "")


def is_elsewhere(dx: object, factor: Array) -> bool:
    """Whether dx is 0 where x was kept, and is not 0 where x was dropped."""
    if not isinstance(dx, np.ndarray) or dx.shape != factor.shape:
        return False
    zero, dropped = dx == 0, factor == 0
    return bool((zero & ~dropped).any() and (~zero & dropped).any())


def of_evaluation(found: object, given: Array, ratio: float, drops: str) -> Clues:
    """Return what an evaluation may give in place of what it was given."""
    said = (
        "Evaluation is scaled: training has the right mean, so nothing is to be done."
    )
    factors = {"down": 1 - ratio, "up": 1 / (1 - ratio), "ratio": ratio}
    suspects = {f"scaled:{key}": (said, given * f) for key, f in factors.items()}
    suspects["zero"] = "All of it is 0: an evaluation must hand it on.", 0 * given
    zeros = np.isin(found, 0).mean() if isinstance(found, np.ndarray) else 0.0
    return Clues(suspects=suspects, cause=drops if 0 < zeros < 1 else "")
