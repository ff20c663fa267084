"""Hidden checks of unit 7, fourth part: classic dropout, and how layers are made.

Shares are off by their slack with probability 2 exp(-20) = 4.1e-9 at most, and a run
asks for 4 of them here. Two masks of 143 entries with a ratio of 0.3 agree with
probability 0.58^143 < 1e-33, so nothing else is left to chance.
"""

from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    accepted,
    are_alike,
    close,
    differ,
    drawn_by,
    draws_with,
    exercise,
    generator,
    goes_on,
    has_default,
    leaves_shared_generators,
    narrowed,
    quiet,
    raises,
    repeats,
    require,
    support,
    takes_zero,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that each share allows
WIDE = (101, 103)
RATIOS = pytest.mark.parametrize("ratio", [0.3, 0.7], ids=["ratio 0.3", "ratio 0.7"])
KINDS = pytest.mark.parametrize("kind", ["Dropout", "ClassicDropout"])
GIVEN = '''
import numpy as np


def without_generator(kind, x):
    """Return what two layers give that make their own generators, seed or no seed."""
    outs = []
    for _ in range(2):
        np.random.seed(7)
        outs.append(kind(0.3).forward(x, train=True))
    return outs
'''
DROPPED = "where(u < ratio, 0, x)"
NOTHING = "Nothing is dropped: has forward got a line that sets entries to 0?"
SWAPPED = (
    "The share to keep is dropped, as where the comparison is turned around: an entry "
    "must become 0 where its number is below ratio."
)
SAME_START = (
    "Two layers without rng drop the same entries: their generators start from the "
    "same seed. Make each by numpy.random.default_rng(), without a seed."
)
SCALED = "Training is scaled: ClassicDropout scales in evaluation only."


@exercise("7.7", weight=3)
@RATIOS
@pytest.mark.parametrize(
    "shape",
    [(11, 7), (1, 79), (2, 3, 5, 7)],
    ids=["a matrix", "one row", "images"],
)
def test_classic_training_is_unscaled(
    student: Student, rng: Rng, ratio: float, shape: tuple[int, ...]
) -> None:
    """ClassicDropout in training: each entry is 0 or x, and its dx 0 or dout."""
    seed = int(rng.integers(1 << 32))
    layer = student.ClassicDropout(ratio, generator(seed))
    x, dout = away_from_zero(rng, shape), rng.normal(size=shape)

    out = array(layer.forward(x.copy(), train=True), shape)
    dx = layer.backward(dout.copy())

    kept = out != 0
    suspects = {"classic:scaled": (SCALED, x * kept / (1 - ratio))}
    with drawn_by(out, DROPPED, {"x": x, "ratio": ratio}, seed):
        close(out, x * kept, "out", clues=Clues(suspects=suspects))
        require(not kept.all(), "Some entry must be 0.", cause=NOTHING)
    known = {"dout": dout, "dout / (1 - ratio), where x was kept": dout * kept}
    clues = Clues(constants={"1 - ratio": 1 - ratio}, known=known)
    close(dx, dout * kept, "dx", clues=clues)


@exercise("7.7", weight=2)
@pytest.mark.parametrize("ratio", [0.2, 0.7], ids=["ratio 0.2", "ratio 0.7"])
def test_classic_share(student: Student, rng: Rng, ratio: float) -> None:
    """ClassicDropout in training drops entries with probability ratio."""
    seed = int(rng.integers(1 << 32))
    layer = student.ClassicDropout(ratio, generator(seed))

    x = np.full(WIDE, 1.7)
    out = array(layer.forward(x.copy(), train=True), WIDE)

    found, slack = float(np.mean(out == 0)), np.sqrt(T / 2 / out.size)
    must = f"Near {ratio:g} of the entries must be dropped, found {found:.3f}."
    require(abs(found - 1 + ratio) > slack, must, cause=SWAPPED)
    with drawn_by(out, DROPPED, {"x": x, "ratio": ratio}, seed):
        require(abs(found - ratio) <= slack, must)


@exercise("7.7", weight=3)
@RATIOS
def test_classic_evaluation(student: Student, rng: Rng, ratio: float) -> None:
    """ClassicDropout in evaluation multiplies x, and then dout, by 1 - ratio."""
    layer = student.ClassicDropout(ratio, seeded(rng))
    x, dout = away_from_zero(rng, (11, 7)), rng.normal(size=(11, 7))
    layer.forward(x.copy(), train=True)

    out = layer.forward(x.copy(), train=False)
    dx = layer.backward(dout.copy())

    suspects = {
        "classic:ratio": ("It is multiplied by ratio, the share dropped.", x * ratio),
        "classic:none": ("Evaluation is not scaled: multiply by 1 - ratio.", x),
        "classic:up": ("Evaluation is scaled up: multiply.", x / (1 - ratio)),
    }
    close(out, x * (1 - ratio), "out", clues=Clues(suspects=suspects))
    suspects = {
        "back:none": ("dout goes back unscaled: forward multiplied x.", dout),
        "back:ratio": ("dout is multiplied by ratio.", dout * ratio),
        "back:up": ("dout is divided: forward multiplied x.", dout / (1 - ratio)),
    }
    close(dx, dout * (1 - ratio), "dx", clues=Clues(suspects=suspects))


@exercise("7.8")
@KINDS
@pytest.mark.parametrize(
    "ratio",
    [-1e-9, -3.0, 1.0, 1.5, 30],
    ids=["just below 0", "far below 0", "exactly 1", "above 1", "a percentage"],
)
def test_ratios_out_of_range(student: Student, kind: str, ratio: float) -> None:
    """The constructor raises ValueError for any ratio outside 0 <= ratio < 1."""
    raises("ValueError", getattr(student, kind), ratio)


@exercise("7.8")
@KINDS
@pytest.mark.parametrize("ratio", [0.0, 0], ids=["float", "integer"])
def test_ratio_of_zero(student: Student, rng: Rng, kind: str, ratio: float) -> None:
    """A ratio of 0 is accepted: training drops nothing, without a NumPy warning."""
    seed, x = int(rng.integers(1 << 32)), rng.normal(size=(11, 13))
    layer = accepted(partial(getattr(student, kind), ratio, generator(seed)), ratio)

    with quiet(student):
        out = layer.forward(x.copy(), train=True)

    run = partial(with_ratio, student, kind, seed)
    with narrowed(lambda: takes_zero(run, "ratio")):
        close(out, x, "out with a ratio of 0")


@exercise("7.8")
@KINDS
def test_ratio_near_one(student: Student, rng: Rng, kind: str) -> None:
    """With a ratio just below 1, training drops almost all, without a NumPy warning.

    Two of 77 entries are kept with probability below 3e-15.
    """
    layer = getattr(student, kind)(1 - 1e-9, seeded(rng))

    with quiet(student):
        out = layer.forward(rng.normal(size=(11, 7)), train=True)

    must = "nearly every entry must be dropped"
    require((array(out, (11, 7)) == 0).sum() > 75, must)


@exercise("7.8")
@KINDS
def test_ratio_where_none_is_given(student: Student, rng: Rng, kind: str) -> None:
    """The layer's ratio is 0.5 if the constructor is not given one."""
    layer = getattr(student, kind)()

    out = array(layer.forward(np.ones(WIDE), train=True), WIDE)

    found, slack = float(np.mean(out == 0)), np.sqrt(T / 2 / out.size)
    must = f"half of the entries must be dropped by default, found {found:.3f}"
    run = partial(with_ratio, student, kind, int(rng.integers(1 << 32)))
    with narrowed(lambda: has_default(run, "ratio", 0.5)):
        require(abs(found - 0.5) <= slack, must)


def with_ratio(student: Student, kind: str, seed: int, **ratio: float) -> Array:
    """Return what a layer with this ratio, or its default, makes of ones."""
    layer = getattr(student, kind)(rng=generator(seed), **ratio)
    return array(layer.forward(np.ones(WIDE), train=True), WIDE)


@exercise("7.8", weight=2)
@KINDS
def test_same_seed_same_entries(student: Student, rng: Rng, kind: str) -> None:
    """Generators of the same seed lead to the same masks, forward after forward."""

    def draw(shared: object) -> object:
        layer = getattr(student, kind)(0.3, shared)
        return [layer.forward(np.ones((11, 13))) for _ in range(2)]

    repeats(draw, rng, kind)


@exercise("7.8", weight=2)
@KINDS
def test_generator_goes_on(student: Student, rng: Rng, kind: str) -> None:
    """A second layer with the same generator drops other entries than the first."""
    goes_on(student, partial(dropped, student, kind), rng, kind)


@exercise("7.8")
@KINDS
def test_no_generator_given(student: Student, kind: str) -> None:
    """Two layers made without rng drop different entries, even after np.random.seed."""
    module = support(student, "given_by_the_suite", GIVEN)

    first, second = module.without_generator(getattr(student, kind), np.ones((11, 13)))

    said = f"Two layers of {kind} without rng must drop different entries."
    is_alike = are_alike(first, second)
    is_fixed = is_alike and bool((array(first, (11, 13)) == 0).any())
    require(not is_fixed, said, cause=SAME_START)
    differ(first, second, f"two layers of {kind} without rng")


@exercise("7.8")
@KINDS
def test_numpys_own_numbers_are_left(student: Student, rng: Rng, kind: str) -> None:
    """The layer neither draws from nor seeds np.random or Python's random."""
    make = getattr(student, kind)

    def draw(shared: object) -> object:
        layers = make(0.3), make(0.3, shared)
        return [each.forward(np.ones((11, 13)), train=True) for each in layers]

    leaves_shared_generators(student, draw, rng, kind)


@exercise("7.8")
@KINDS
def test_drawn_by_random_alone(student: Student, rng: Rng, kind: str) -> None:
    """The layer draws its numbers from rng by rng.random alone."""
    draws_with(student, partial(dropped, student, kind), rng, ["random"], kind)


def dropped(student: Student, kind: str, rng: object) -> object:
    """Return what a training forward of a new layer makes of ones."""
    return getattr(student, kind)(0.3, rng).forward(np.ones((11, 13)), train=True)


def seeded(rng: Rng) -> object:
    """Return what stands for a fresh generator in the submission's process."""
    return generator(int(rng.integers(1 << 32)))


def away_from_zero(rng: Rng, shape: tuple[int, ...]) -> Array:
    """Return numbers of both signs, none of which is small."""
    signs: Array = rng.choice([-1.0, 1.0], size=shape)
    return signs * rng.uniform(0.5, 3.0, size=shape)


def array(found: object, shape: tuple[int, ...]) -> Array:
    """Return an output after a look at its kind, shape and sense."""
    if not isinstance(found, np.ndarray) or found.dtype.kind not in "fiu":
        close(found, np.zeros(shape), "out")  # which says what is wrong
    close(np.isfinite(np.asarray(found)) * 1.0, np.ones(shape), "whether out is finite")
    result: Array = np.asarray(found, np.float64)
    return result
