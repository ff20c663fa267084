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

from grader.checks import Clues, Student, attempt, close, exercise, generator, require

Array = NDArray[np.float64]
Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that a share is off by its slack
WIDE = (101, 103)
STACK = (41, 3, 7)  # images: an input has any number of axes
NOTHING = (
    "No entry is 0: forward must draw a number for each entry of x, set those to 0 "
    "whose number says so, and return what comes of it."
)
BRACKETS = (
    "What must be 0 is -ratio: ratio is taken off at the end, so write brackets around "
    "1 - ratio."
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
SWAPPED = (
    "The share to keep is dropped, as where the comparison is turned around: an entry "
    "must become 0 where its number is below ratio."
)
RATIO = (
    "It is divided by ratio: divide by 1 - ratio. If the code does so, self.ratio is "
    "not the ratio that was given."
)
HALVES = "Half of the entries are dropped, whatever ratio is: compare with ratio."
NORMAL = (
    "The numbers compared with ratio are normally distributed: rng.random draws evenly "
    "from 0 to 1."
)
TOGETHER = (
    "Entries are dropped together: draw one number for each entry, in the shape of x."
)
OTHER_DRAW = (
    "dx is 0 at other places than out: backward must use the very choice that its "
    "forward used, drawn once and kept on self."
)
DOUT = "dx is dout itself: drop and scale it like x, by what forward has noted."
TURNED = (
    "dx is 0 where out is not, and what was dropped gets a gradient: one of the two is "
    "turned around."
)
BY_RATIO = "It is multiplied by the share dropped: multiply by 1 - ratio."
UNSCALED = "What is kept is {} 1 - ratio, 0.7: training must not scale here."
NOT_SCALED = "Evaluation is scaled: the mean of training is right without it."
SCALED_BACK = (
    "After an evaluation dx is dout, and it is scaled: every forward must set what "
    "backward multiplies by."
)
DROPS = "An evaluation drops entries: where train is False, x is handed on."
EVALUATED = "dx is dout: after an evaluation, multiply it by 1 - ratio, as x was."
EVALUATION_DROPS = (
    "Entries are dropped, as in training: where train is False, and in the backward "
    "that follows, all are multiplied by 1 - ratio."
)
ROUND_CLASSIC = (
    "All of x is multiplied by 1 - ratio, which is for evaluation: train is turned "
    "around, or not looked at."
)
DIVIDED = "Evaluation divides by 1 - ratio: multiply by it."
NO_DOUT = "dout is left out: it must be multiplied."
LEFT = (
    "It is what the last training forward asks for: backward belongs to the latest "
    "forward, so an evaluation must leave a note that nothing was dropped, and "
    "backward must look at it."
)
ONCE = "The draw is made once and kept: draw anew in each training forward."


@exercise("7.4")
def test_rows_are_dropped_apart(student: Student, rng: Rng) -> None:
    """Dropout.forward draws a number for each entry, anew in each training forward."""
    layer = student.Dropout(0.3, seeded(rng))

    outs = [array(layer.forward(np.ones(WIDE)), WIDE) for _ in range(2)]

    first, second = (out == 0 for out in outs)
    require_zeros(layer, np.concatenate(outs), -0.3)
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
    require_zeros(layer, out, -0.25)
    suspects = {
        "scale:none": ("What is kept lacks its scale, 1 / (1 - ratio).", 3.0 * kept),
        "scale:ratio": (RATIO, 12.0 * kept),
        "scale:brackets": ("Brackets around 1 - ratio are missing.", 2.75 * kept),
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
        "gradient:none": (DOUT, dout),
        "gradient:down": ("It is multiplied by 1 - ratio: divide by it.", stayed * 0.7),
        "gradient:twice": ("It is scaled twice.", stayed / 0.49),
        "gradient:no-scale": ("dx lacks the scale of forward.", stayed),
        "gradient:no-mask": ("What was dropped gets a gradient.", dout / 0.7),
        "gradient:ratio": ("dout is divided by ratio.", stayed / 0.3),
        "gradient:no-dout": (NO_DOUT, factor),
        "gradient:kept": (NO_DOUT, (factor != 0) * 1.0),
    }
    clues = Clues(suspects=suspects, cause=elsewhere(dx, factor))
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
    layer, other = (student.ClassicDropout(0.25) for _ in range(2))

    out = layer.forward(np.array([[4.0, 8.0]]), train=False)

    said = "Evaluation is not scaled: multiply."
    said = EVALUATION_DROPS if drops_in_evaluation(other) else said
    wrong = {
        "classic:none": (said, [[4.0, 8.0]]),
        "classic:ratio": (BY_RATIO, [[1.0, 2.0]]),
        "classic:divided": (DIVIDED, [[4.0 / 0.75, 8.0 / 0.75]]),
    }
    clues = Clues(suspects=wrong, cause=EVALUATION_DROPS if has_zeros(out) else "")
    close(out, [[3.0, 6.0]], "out", clues=clues)
    wrong = {
        "classic:none": (EVALUATED, [[1.0, 0.4]]),
        "classic:ratio": (BY_RATIO, [[0.25, 0.1]]),
    }
    dx = layer.backward(np.array([[1.0, 0.4]]))
    clues = Clues(suspects=wrong, cause=EVALUATION_DROPS if has_zeros(dx) else "")
    close(dx, [[0.75, 0.3]], "dx", clues=clues)


@exercise("7.7")
def test_classic_training(student: Student, rng: Rng) -> None:
    """ClassicDropout in training gives 0 or x, and dx is then 0 or dout."""
    layer = student.ClassicDropout(0.3, seeded(rng))
    x, dout = rng.normal(3.0, 0.5, size=(11, 7)), rng.normal(size=(11, 7))

    out = array(layer.forward(x.copy(), train=True), x.shape)

    kept = out != 0
    close(out, x * kept, "out", clues=of_classic(x, kept))
    require(not kept.all(), "Some entry must be 0.", cause=NOTHING)
    dx = layer.backward(dout.copy())
    close(dx, dout * kept, "dx", clues=of_classic(dout, kept, elsewhere(dx, kept)))


def of_classic(given: Array, kept: Array, cause: str = "") -> Clues:
    """Return what else than dropping, 30 % of them, may have come of an array."""
    down = ROUND_CLASSIC if kept.all() else UNSCALED.format("multiplied by")
    suspects = {
        "classic:up": (UNSCALED.format("divided by"), given * kept / 0.7),
        "classic:down": (down, given * kept * 0.7),
    }
    if not kept.all():
        suspects["classic:none"] = "dx is dout: drop there, too, as forward did.", given
        suspects["classic:kept"] = NO_DOUT, kept * 1.0
    return Clues(suspects=suspects, cause=cause)


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


def require_zeros(layer: Student, out: Array, unbracketed: float) -> None:
    """Require that training dropped some entry, and look whether evaluation does."""
    if has_zeros(out):
        return
    is_less = np.isclose(out, unbracketed).any()
    require(not is_less, "Some entry must be 0.", cause=BRACKETS)
    cause = ROUND if drops_in_evaluation(layer) else NOTHING
    require(0, "Some entry must be 0.", cause=cause)


def drops_in_evaluation(layer: Student) -> bool:
    """Whether an evaluation of many entries sets some to 0."""
    return has_zeros(attempt(lambda: layer.forward(np.ones(WIDE), train=False)))


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


def elsewhere(dx: object, factor: NDArray[np.generic]) -> str:
    """Return that dx is 0 where x was kept, and not where x was dropped; "" if not."""
    if not isinstance(dx, np.ndarray) or dx.shape != factor.shape:
        return ""
    zero, dropped = dx == 0, factor == 0
    if np.array_equal(zero, ~dropped):
        return TURNED
    return OTHER_DRAW if (zero & ~dropped).any() and (~zero & dropped).any() else ""


def has_zeros(found: object) -> bool:
    """Whether an array came out, and some of it is 0."""
    return isinstance(found, np.ndarray) and bool((found == 0).any())


def of_evaluation(found: object, given: Array, ratio: float, drops: str) -> Clues:
    """Return what an evaluation may give in place of what it was given."""
    said = NOT_SCALED if drops == DROPS else SCALED_BACK
    factors = {"down": 1 - ratio, "up": 1 / (1 - ratio), "ratio": ratio}
    suspects = {f"scaled:{key}": (said, given * f) for key, f in factors.items()}
    suspects["zero"] = "All of it is 0: an evaluation must hand it on.", 0 * given
    zeros = np.isin(found, 0).mean() if isinstance(found, np.ndarray) else 0.0
    return Clues(suspects=suspects, cause=drops if 0 < zeros < 1 else "")
