"""Where nan and inf stand in an array that must be finite."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from grader.errors import Finding, Origin
from grader.numerics.diagnosis.comparison import RESIDUAL
from grader.numerics.diagnosis.scene import Array, Scene, Suspect

Mask = NDArray[np.bool_]


def explain_gaps(got: Array, expected: Array, scene: Scene) -> tuple[Finding, ...]:
    """Return where `got` is not finite, in words, and what that usually means."""
    known = tuple(by_suspects_with_gaps(got, scene.suspects))
    bad = ~np.isfinite(got)
    kind = "nan" if np.isnan(got[bad]).all() else "inf or nan"
    if not np.isnan(got[bad]).any():
        kind = "inf"
    plain = Finding("not-finite", f"It holds {kind}: {_CAUSES[kind]}.")
    if bad.all():
        where = " everywhere" if bad.size > 1 else ""
        text = f"It is {kind}{where}: {_CAUSES[kind]}."
        return (*known, Finding("not-finite:everywhere", text), plain)
    arrays = {n: a for n, a in scene.known.items() if a.shape == got.shape}
    arrays["the right value"] = expected
    found = [
        Finding(
            f"not-finite:{said}",
            f"It is {kind} where {said}: {_CAUSES[kind]}.",
            is_fit=True,
        )
        for said in _places(bad, arrays)
    ]
    return (*known, *found[:1], plain)


def by_suspects_with_gaps(
    got: Array, suspects: tuple[Suspect, ...]
) -> Iterator[Finding]:
    """Yield the wrong formula whose gaps and numbers were found, if there is one.

    Where nothing is finite nothing is known: everything ends there.
    """
    found = [each for each in suspects if _is_alike(got, each.result)]
    if len(found) == 1:
        yield Finding(found[0].code, found[0].text, origin=Origin.SUSPECT)


def _is_alike(got: Array, result: Array) -> bool:
    if result.shape != got.shape or not np.isfinite(got).any():
        return False
    size = float(np.abs(got[np.isfinite(got)]).max())
    return bool(np.allclose(got, result, 0.0, RESIDUAL * size, equal_nan=True))


_CAUSES = {
    "nan": "look for 0/0, inf/inf, 0 * inf, inf - inf, and roots or logarithms of "
    "negative numbers",
    "inf": "look for exp of large numbers, divisions by 0 and logarithms of 0",
    "inf or nan": "look for exp of large numbers and for divisions by 0",
}


def _places(bad: Mask, arrays: dict[str, Array]) -> Iterator[str]:
    """Yield conditions that hold exactly where the gaps are."""
    for name, array in arrays.items():
        if np.array_equal(array == 0, bad):
            yield f"{name} is 0"
        if np.array_equal(array < 0, bad):
            yield f"{name} is negative"
        if np.array_equal(array > 0, bad):
            yield f"{name} is positive"
        if array[bad].min() > array[~bad].max():
            yield f"{name} is largest"
        elif array[bad].max() < array[~bad].min():
            yield f"{name} is smallest"
        elif np.abs(array[bad]).min() > np.abs(array[~bad]).max():
            yield f"{name} is largest in size"
