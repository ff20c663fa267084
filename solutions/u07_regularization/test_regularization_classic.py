"""Hidden checks of unit 7, fourth part: classic dropout, and how layers are made.

Shares are off by their slack with probability 2 exp(-20) = 4.1e-9 at most, and a run
asks for 4 of them here. Two masks of 143 entries with a ratio of 0.3 agree with
probability 0.58^143 < 1e-33, so nothing else is left to chance.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Clues,
    Student,
    close,
    exercise,
    generator,
    quiet,
    raises,
    require,
    support,
)

Array = NDArray[np.float64]
Rng = np.random.Generator
T = 20.0  # 2 exp(-T) is the probability that each share allows
WIDE = (101, 103)
RATIOS = pytest.mark.parametrize("ratio", [0.3, 0.7])
KINDS = pytest.mark.parametrize("kind", ["Dropout", "ClassicDropout"])
GIVEN = '''
import numpy as np


class Recorder:
    """A generator that notes which methods are asked for."""

    def __init__(self, seed):
        self.generator, self.names = np.random.default_rng(seed), []

    def __getattr__(self, name):
        self.names.append(name)
        return getattr(self.generator, name)


def make(seed):
    return np.random.default_rng(seed)


def without_generator(kind, x):
    """Return what two layers give that make their own generators, seed or no seed."""
    outs = []
    for _ in range(2):
        np.random.seed(7)
        outs.append(kind(0.3).forward(x, train=True))
    return outs


def global_state_stays(kind, x):
    np.random.random()  # so that a fresh seed shows
    before = np.random.get_state()
    kind(0.3).forward(x, train=True)
    kind(0.3, np.random.default_rng(1)).forward(x, train=True)
    after = np.random.get_state()
    return bool((before[1] == after[1]).all() and before[2:] == after[2:])
'''
NOTHING = "Nothing is dropped: has forward got a line that sets entries to 0?"
SCALED = "Training is scaled: ClassicDropout scales in evaluation only."
ELSEWHERE = (
    "Numbers come from elsewhere than rng, such as np.random or a generator of the "
    "layer's own: whoever seeds rng must find the same numbers again."
)
AGAIN = (
    "A second layer with the same generator drops the same entries: let rng go on, "
    "and do not start it anew."
)
NOT_FRESH = (
    "Two layers without rng drop the same entries: make each a "
    "numpy.random.default_rng() of its own, without a seed."
)
SEEDED = "The numbers of np.random go on or start anew: leave them to others."
OTHER = (
    "Another method than random is drawn with: a generator of CuPy's may lack it, or "
    "draw in another way."
)
NOT_HALF = "Where no ratio is given, 0.5 is meant."
LOST = "With a ratio of 0 nothing is dropped and nothing scaled: is 0 taken for none?"


@exercise("7.7", weight=3)
@RATIOS
@pytest.mark.parametrize("shape", [(11, 7), (1, 79), (2, 3, 5, 7)], ids=str)
def test_classic_training_is_unscaled(
    student: Student, rng: Rng, ratio: float, shape: tuple[int, ...]
) -> None:
    """While training an entry is 0 or x, and dout goes where x went."""
    layer = student.ClassicDropout(ratio, seeded(rng))
    x, dout = away_from_zero(rng, shape), rng.normal(size=shape)

    out = array(layer.forward(x.copy(), train=True), shape)
    dx = layer.backward(dout.copy())

    kept = out != 0
    suspects = {"classic:scaled": (SCALED, x * kept / (1 - ratio))}
    close(out, x * kept, "out", clues=Clues(suspects=suspects))
    require(not kept.all(), "some entry must be 0", cause=NOTHING)
    known = {"dout": dout, "dout / (1 - ratio), where x was kept": dout * kept}
    clues = Clues(constants={"1 - ratio": 1 - ratio}, known=known)
    close(dx, dout * kept, "dx", clues=clues)


@exercise("7.7", weight=2)
@pytest.mark.parametrize("ratio", [0.2, 0.7])
def test_classic_share(student: Student, rng: Rng, ratio: float) -> None:
    """Here, too, ratio is the probability to drop."""
    layer = student.ClassicDropout(ratio, seeded(rng))

    out = array(layer.forward(np.ones(WIDE), train=True), WIDE)

    found, slack = float(np.mean(out == 0)), np.sqrt(T / 2 / out.size)
    must = f"near {ratio:g} of the entries must be dropped, found {found:.3f}"
    is_swapped = abs(found - 1 + ratio) <= slack
    cause = "ratio is the probability to drop, and entries are kept with it."
    require(abs(found - ratio) <= slack, must, cause=cause if is_swapped else "")


@exercise("7.7", weight=3)
@RATIOS
def test_classic_evaluation(student: Student, rng: Rng, ratio: float) -> None:
    """Evaluation gives the mean of what training gives, and scales dout alike."""
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
@pytest.mark.parametrize("ratio", [-1e-9, -3.0, 1.0, 1.5, 30])
def test_ratios_out_of_range(student: Student, kind: str, ratio: float) -> None:
    """Below 0 and from 1 on, ratio is refused by a ValueError."""
    raises("ValueError", getattr(student, kind), ratio)


@exercise("7.8")
@KINDS
@pytest.mark.parametrize("ratio", [0.0, 0], ids=["0.0", "0"])
def test_ratio_of_zero(student: Student, rng: Rng, kind: str, ratio: float) -> None:
    """A ratio of 0 is legal: nothing is dropped, and nothing changes."""
    layer, x = getattr(student, kind)(ratio, seeded(rng)), rng.normal(size=(11, 13))

    with quiet(student):
        out = layer.forward(x.copy(), train=True)

    close(out, x, "out with a ratio of 0", clues=Clues(cause=LOST))


@exercise("7.8")
@KINDS
def test_ratio_near_one(student: Student, rng: Rng, kind: str) -> None:
    """A ratio just below 1 drops nearly everything, without a warning.

    Two of 77 entries are kept with probability below 3e-15.
    """
    layer = getattr(student, kind)(1 - 1e-9, seeded(rng))

    with quiet(student):
        out = layer.forward(rng.normal(size=(11, 7)), train=True)

    must = "nearly every entry must be dropped"
    require((array(out, (11, 7)) == 0).sum() > 75, must)


@exercise("7.8")
@KINDS
def test_ratio_where_none_is_given(student: Student, kind: str) -> None:
    """Half of all entries are dropped where nobody says otherwise."""
    layer = getattr(student, kind)()

    out = array(layer.forward(np.ones(WIDE), train=True), WIDE)

    found, slack = float(np.mean(out == 0)), np.sqrt(T / 2 / out.size)
    must = f"half of the entries must be dropped by default, found {found:.3f}"
    require(abs(found - 0.5) <= slack, must, cause=NOT_HALF)


@exercise("7.8", weight=2)
@KINDS
def test_same_seed_same_entries(student: Student, rng: Rng, kind: str) -> None:
    """Two generators of one seed lead to the same masks, forward after forward."""
    seed, x = int(rng.integers(1 << 32)), np.ones((11, 13))
    one, two = (getattr(student, kind)(0.3, generator(seed)) for _ in range(2))

    first, second = (
        np.stack([array(layer.forward(x.copy()), (11, 13)) for _ in range(2)])
        for layer in (one, two)
    )

    must = f"{kind} must drop the same entries where rng is in the same state"
    require(np.array_equal(first, second), must, cause=ELSEWHERE)


@exercise("7.8", weight=2)
@KINDS
def test_generator_goes_on(student: Student, rng: Rng, kind: str) -> None:
    """Layers that share a generator drop different entries."""
    module = support(student, "given_by_the_suite", GIVEN)
    shared, make = module.make(int(rng.integers(1 << 32))), getattr(student, kind)

    first, second = (
        array(make(0.3, shared).forward(np.ones((11, 13))), (11, 13)) for _ in range(2)
    )

    must = f"two layers of {kind} with one generator must drop different entries"
    require(not np.array_equal(first, second), must, cause=AGAIN)


@exercise("7.8")
@KINDS
def test_no_generator_given(student: Student, kind: str) -> None:
    """Without rng every layer makes a fresh generator, whatever np.random does."""
    module = support(student, "given_by_the_suite", GIVEN)

    outs = module.without_generator(getattr(student, kind), np.ones((11, 13)))

    first, second = (array(out, (11, 13)) for out in outs)
    must = f"two layers of {kind} without rng must drop different entries"
    require(not np.array_equal(first, second), must, cause=NOT_FRESH)


@exercise("7.8")
@KINDS
def test_numpys_own_numbers_are_left(student: Student, kind: str) -> None:
    """No layer draws from np.random, or seeds it."""
    module = support(student, "given_by_the_suite", GIVEN)

    stays = module.global_state_stays(getattr(student, kind), np.ones((11, 13)))

    require(stays is True, f"{kind} must leave np.random as it is", cause=SEEDED)


@exercise("7.8")
@KINDS
def test_drawn_by_random_alone(student: Student, rng: Rng, kind: str) -> None:
    """NumPy's and CuPy's generators share the method random, so masks come of it."""
    recorder = support(student, "given_by_the_suite", GIVEN).Recorder(
        int(rng.integers(1 << 32))
    )

    getattr(student, kind)(0.3, recorder).forward(np.ones((11, 13)), train=True)

    names = {str(name) for name in recorder.names if not str(name).startswith("_")}
    found = ", ".join(f"rng.{name}" for name in sorted(names)) or "nothing"
    must = f"{kind} must draw with rng.random, found {found}"
    cause = OTHER if names else ELSEWHERE
    require(names == {"random"}, must, cause=cause)


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
