"""Hidden checks of unit 7, second part: dropout, forward.

What is random is judged by what holds for nearly all draws. Shares are held against
Hoeffding's inequality: each is off by its slack with probability 2 exp(-20) = 4.1e-9
at most, and a run asks for 9 of them here. Of 77 entries all are kept, or all dropped,
with probability below 2e-12 (ratios 0.3 and 0.7); two rows of more than 90 entries
agree with probability 0.58^90 < 1e-21, and there are below 12 000 pairs; twenty
forwards drop equally many of 77 entries with probability below 1e-18. In all below
1e-7.
"""

from statistics import NormalDist

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    are_apart,
    close,
    drawn_by,
    exercise,
    generator,
    ignores_values,
    in_turn,
    narrowed,
    require,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
Shape = tuple[int, ...]
T = 20.0  # 2 exp(-T) is the probability that each share allows
WIDE = (101, 103)
RATIOS = pytest.mark.parametrize("ratio", [0.3, 0.7], ids=["ratio 0.3", "ratio 0.7"])
SHAPES = pytest.mark.parametrize(
    "shape",
    [(11, 7), (1, 79), (83,), (2, 3, 5, 7)],
    ids=["a matrix", "one row", "a vector", "images"],
)
NOTHING = "Nothing is dropped: has forward got a line that sets entries to 0?"
EVERYTHING = "Everything is dropped: does the comparison ever hold?"
SWAPPED = (
    "The share to keep is dropped, as where the comparison is turned around: an entry "
    "must become 0 where its number is below ratio."
)
HALVES = "Half of the entries are dropped, whatever ratio is: compare with ratio."
NORMAL = (
    "The numbers compared with ratio are normally distributed: rng.random draws evenly "
    "from 0 to 1."
)
TOGETHER = (
    "Entries are dropped together: draw one number for each entry, in the shape of x."
)
COUNTED = (
    "The same number of entries is dropped each time: each entry must be dropped by "
    "itself, so the number varies."
)
DROPPED = "where(u < ratio, 0, x / (1 - ratio))"
BY_VALUE = "Whether an entry is dropped depends on its value: compare a draw, not x."

CHANNELS = (
    "All pixels of a channel are dropped together: draw one number for each entry, in "
    "the whole shape of x."
)


@exercise("7.4")
@RATIOS
@SHAPES
def test_what_is_kept_is_scaled(
    student: Student, rng: Rng, ratio: float, shape: Shape
) -> None:
    """In training, Dropout.forward makes each entry 0 or x / (1 - ratio)."""
    x, seed = away_from_zero(rng, shape), int(rng.integers(1 << 32))

    out = array(student.Dropout(ratio, generator(seed)).forward(x.copy()), shape)

    kept = out != 0
    clues = of_scale(x * kept, ratio)
    with drawn_by(out, DROPPED, {"x": x, "ratio": ratio}, seed):
        require(kept.any(), "some entry must be kept", cause=EVERYTHING)
        close(out, x * kept / (1 - ratio), "out", clues=clues)
        require(not kept.all(), "some entry must be 0", cause=NOTHING)


@exercise("7.4", weight=3)
@pytest.mark.parametrize(
    "ratio", [0.1, 0.3, 0.8], ids=["ratio 0.1", "ratio 0.3", "ratio 0.8"]
)
def test_share_of_entries(student: Student, rng: Rng, ratio: float) -> None:
    """In training, Dropout.forward drops entries with probability ratio."""
    seed = int(rng.integers(1 << 32))
    layer = student.Dropout(ratio, generator(seed))

    x = np.full(WIDE, 1.7)
    out = array(layer.forward(x.copy(), train=True), WIDE)

    with drawn_by(out, DROPPED, {"x": x, "ratio": ratio}, seed):
        require_share(out == 0, ratio)


@exercise("7.4", weight=3)
def test_each_entry_by_itself(student: Student, rng: Rng) -> None:
    """Dropout.forward drops entries independently, not whole rows or columns."""
    layer = student.Dropout(0.3, seeded(rng))

    dropped = array(layer.forward(np.ones(WIDE), train=True), WIDE) == 0

    are_apart(dropped[np.newaxis])
    left, right = dropped[:, :-1:2], dropped[:, 1::2]
    up, down = dropped[:-1:2], dropped[1::2]
    for first, second in ((left, right), (up, down)):
        alike, slack = float(np.mean(first == second)), np.sqrt(T / 2 / first.size)
        must = f"neighbours agree in {alike:.3f} of all places, and not as by chance"
        require(abs(alike - 0.58) <= slack, must, cause=TOGETHER)


@exercise("7.4", weight=2)
def test_each_pixel_by_itself(student: Student, rng: Rng) -> None:
    """Dropout.forward drops pixels of images independently, not whole channels."""
    shape = (5, 7, 11, 13)
    layer = student.Dropout(0.3, seeded(rng))

    dropped = array(layer.forward(np.ones(shape), train=True), shape) == 0

    is_whole = bool((dropped == dropped[:, :, :1, :1]).all()) and bool(dropped.any())
    must = "The pixels of a channel must be dropped independently."
    require(not is_whole or dropped.all(), must, cause=CHANNELS)
    are_apart(dropped[np.newaxis])


@exercise("7.4", weight=3)
def test_each_forward_draws_anew(student: Student, rng: Rng) -> None:
    """Dropout.forward draws a new mask in each of twenty training forwards."""
    layer = student.Dropout(0.3, seeded(rng))

    outs = in_turn(layer.forward, each=[np.ones((11, 7)) for _ in range(20)])

    dropped = np.stack([array(out, (11, 7)) == 0 for out in outs])
    masks = len(np.unique(dropped.reshape(20, -1), axis=0))
    are_apart(dropped)
    require(masks == 20, f"20 forwards must drop 20 sets of entries, found {masks}")
    spread = dropped.sum(axis=2).std(), dropped.sum(axis=1).std()
    require(min(spread) > 0, "rows and columns must lose various numbers", COUNTED)


@exercise("7.4")
def test_values_have_no_say(student: Student, rng: Rng) -> None:
    """Dropout.forward drops entries equally often, whatever their sign and size."""
    layer, x = student.Dropout(0.3, seeded(rng)), away_from_zero(rng, WIDE)

    dropped = array(layer.forward(x.copy(), train=True), WIDE) == 0

    with narrowed(lambda: ignores_values(dropped, x)):
        require_no_group(dropped, x)


def require_no_group(dropped: NDArray[np.bool_], x: Array) -> None:
    """Refuse a share of dropped entries that differs between small and large ones."""
    for group in (x > 0, np.abs(x) > np.median(np.abs(x))):
        found, rest = float(dropped[group].mean()), float(dropped[~group].mean())
        slack = sum(np.sqrt(T / 2 / each.sum()) for each in (group, ~group))
        must = f"of {group.sum()} entries {found:.3f} are dropped, of others {rest:.3f}"
        require(abs(found - rest) <= slack, must, cause=BY_VALUE)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def away_from_zero(rng: Rng, shape: Shape) -> Array:
    """Return numbers of both signs, none of which is small."""
    signs: Array = rng.choice([-1.0, 1.0], size=shape)
    return signs * rng.uniform(0.5, 3.0, size=shape)


def array(found: object, shape: Shape, name: str = "out") -> Array:
    """Return a result after a look at its kind, shape and sense."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        close(found, np.zeros(shape), name)  # which says what is wrong
    finite = np.isfinite(np.asarray(found)) * 1.0
    close(finite, np.ones(shape), f"whether {name} is finite")
    result: Array = np.asarray(found, np.float64)
    return result


def require_share(dropped: NDArray[np.bool_], ratio: float) -> None:
    """Refuse a share of dropped entries that does not come of `ratio`."""
    found, slack = float(dropped.mean()), np.sqrt(T / 2 / dropped.size)
    shares = {
        NOTHING: 0.0,
        EVERYTHING: 1.0,
        SWAPPED: 1 - ratio,
        HALVES: 0.5,
        NORMAL: NormalDist().cdf(ratio),
    }
    near = [said for said, share in shares.items() if abs(found - share) <= slack]
    must = f"near {ratio:g} of the entries must be dropped, found {found:.3f}"
    cause = near[0] if len(near) == 1 else ""
    require(abs(found - ratio) <= slack, must, cause=cause)


def of_scale(kept: Array, ratio: float) -> Clues:
    """Return what out may be in place of what it must be."""
    suspects = {
        "scale:none": (
            "What is kept is not scaled: divide it by 1 - ratio.",
            kept,
        ),
        "scale:ratio": (
            "It is divided by ratio: divide by the probability to be kept.",
            kept / ratio,
        ),
        "scale:down": (
            "It is multiplied by 1 - ratio: divide by it.",
            kept * (1 - ratio),
        ),
        "scale:times-ratio": (
            "It is multiplied by ratio: divide by 1 - ratio.",
            kept * ratio,
        ),
    }
    return Clues(suspects=suspects)
