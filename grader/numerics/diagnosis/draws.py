"""How random numbers were drawn: what their numbers say beside those of a right draw.

Two streams never agree, so what is told here rests on properties: how many numbers are
different, on which side of zero they lie, around what, how far out, in which form. What
rests on chance is told only if chance alone has it with probability below 1e-8.
"""

from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding

Array = NDArray[np.float64]
T = 20.0  # 2 exp(-T) = 4.1e-9 is what chance may have
SIGMAS = 6.0  # a mean is off by so many of its deviations with probability 2e-9
PAIR = 2  # numbers that are each other's opposite now and then
ROUNDING = 1e-14
ENOUGH = 200  # numbers: fewer have no form
PILED = 0.01  # of all numbers lie exactly at an end
REPEATED = 0.9  # of the numbers are different ones, or more
_LEVELS = np.arange(1, 40) / 40
_BELL = np.array([NormalDist().inv_cdf(level) for level in _LEVELS])
_EVEN = np.sqrt(3) * (2 * _LEVELS - 1)
DRAW_ALL = "every number must be drawn by itself, and from all that are possible."


def explain_draws(found: Array, right: Array) -> tuple[Finding, ...]:
    """Return what is wrong with numbers that were drawn, the plainest first.

    Args:
        found: what was found, finite.
        right: a right draw of the same shape; no number of it need be the same.
    """
    if found.shape != right.shape:
        return ()
    if _is_centred(found) and not _is_centred(right):
        text = "Their own mean is exactly 0, which chance never brings about: leave "
        text += "numbers as they are drawn, and take nothing off them afterwards."
        return (Finding("draws:centred", text),)
    if found.size < ENOUGH:
        return ()
    if np.unique(right).size < right.size // 2:
        return ()  # right numbers, too, come often: shares are what counts there
    repeated = tuple(_repeated(found))
    return repeated or (*_beside_zero(found, right), *_formed(found, right))


def _is_centred(numbers: Array) -> bool:
    """Whether the mean is 0 but for rounding, of numbers that are not all alike."""
    largest = float(np.abs(numbers).max(initial=0.0))
    rest = abs(float(numbers.mean())) if numbers.size > PAIR else largest
    return bool(np.ptp(numbers) > 0) and rest <= ROUNDING * largest


def _repeated(found: Array) -> Iterator[Finding]:
    """Numbers come again and again."""
    n, kinds, sizes = found.size, np.unique(found).size, np.unique(np.abs(found)).size
    largest = float(np.abs(found).max())
    if kinds == 1:
        text = f"All {n} numbers are the same: draw as many as there are entries."
        yield Finding("draws:constant", text)
    elif sizes == 1:
        text = "All numbers have one size, and only their signs are drawn: "
        yield Finding("draws:one size", f"{text}the sizes must be random as well.")
    elif n > kinds > n / 2 and _share(np.abs(found) >= largest * (1 - 1e-9)) > PILED:
        text = "Many numbers lie exactly at an end, as clip leaves them there: leave "
        yield Finding("draws:piled", f"{text}numbers as they are drawn.")
    elif kinds < REPEATED * n:
        axes = [k for k in range(found.ndim) if _is_same_along(found, k)]
        where = f" along axis {axes[0]}" if axes else ""
        text = f"The same numbers come again and again{where}: {DRAW_ALL}"
        yield Finding(f"draws:repeated{where}", text)


def _is_same_along(found: Array, axis: int) -> bool:
    return found.shape[axis] > 1 and not np.ptp(found, axis=axis).any()


def _beside_zero(found: Array, right: Array) -> Iterator[Finding]:
    """They lie on one side of zero, or around another number."""
    if found.min() >= 0.0 > right.min() or found.max() <= 0.0 < right.max():
        side = "below" if found.min() >= 0.0 else "above"
        text = f"No number is {side} 0, and some must be: rng.random gives numbers "
        text += "from 0 to 1, rng.standard_normal gives them around 0, and neither an "
        yield Finding(f"draws:none {side} 0", f"{text}abs nor a square keeps signs.")
        return
    spread = max(float(found.std()), float(right.std()))
    off = abs(float(found.mean() - right.mean()))
    if off > 2 * SIGMAS * spread / np.sqrt(found.size):
        text = f"They lie around {_near(found)}, and must lie around "
        text += f"{_near(right)}: is something added, or left out of a sum?"
        yield Finding("draws:shifted", text)


def _near(right: Array) -> str:
    """Return the middle of a draw: 0 where that is as near as chance allows."""
    mean, slack = float(right.mean()), SIGMAS * float(right.std()) / right.size**0.5
    return "0" if abs(mean) <= slack else f"{mean:.2g}"


def _formed(found: Array, right: Array) -> Iterator[Finding]:
    """They are even where they must be normal, or the other way round, or cut."""
    most = np.sqrt(T / 2 / found.size) + 0.5 / found.size
    forms = {
        name: (_gap(found, grid) <= most, _gap(right, grid) <= most)
        for name, grid in (("even", _EVEN), ("normal", _BELL))
    }
    if forms["even"] == (True, False) and forms["normal"] == (False, True):
        text = "They are equally likely between two ends, and must be normally "
        yield Finding(
            "draws:even", f"{text}distributed: rng.standard_normal does that."
        )
    elif forms["even"] == (False, True) and forms["normal"] == (True, False):
        text = "They are normally distributed, and must be equally likely between two "
        yield Finding("draws:normal", f"{text}ends: rng.random does that.")
    elif forms["normal"][1] and not forms["even"][1] and _is_short(found):
        text = "The large numbers are missing that normal ones have: cut none off, and "
        yield Finding("draws:short tails", f"{text}draw none of them again.")


def _gap(numbers: Array, grid: Array) -> float:
    """Return how far shares are from those of a form with the numbers' own moments."""
    spread = float(numbers.std())
    if not spread:
        return 1.0
    z = np.sort((numbers - numbers.mean()) / spread, axis=None)
    return float(np.abs(np.searchsorted(z, grid) / z.size - _LEVELS).max())


def _is_short(found: Array) -> bool:
    """Whether n normal numbers would reach further but for exp(-T)."""
    level = (1 + np.exp(-T / found.size)) / 2
    limit = NormalDist().inv_cdf(level) * (1 - SIGMAS / np.sqrt(2 * found.size))
    z = (found - found.mean()) / found.std()
    return bool(np.abs(z).max() < limit)


def _share(mask: NDArray[np.bool_]) -> float:
    return float(mask.mean())
