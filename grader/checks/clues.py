"""What a suite knows that helps to name the cause of a failure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from grader.errors import CourseError, Finding, Origin
from grader.numerics.chains import Forward
from grader.numerics.diagnosis.scene import Array, Scene, Suspect

Lazy = ArrayLike | Callable[[], ArrayLike]  # computed only where a check fails
CODE_WORDS = 6


@dataclass(frozen=True, kw_only=True)
class Clues:
    """What a suite knows about a check's numbers; every entry is optional.

    Attributes:
        axes: axis names of the arrays by name, separated by spaces:
            {"x": "N D", "W": "D M", "out": "N M"}.
        constants: numbers that may be missing or doubled: {"1 - ratio": 0.7}.
        known: arrays that may stand in a wrong place: {"x_hat": ...,
            "the output of training": ...}.
        terms: arrays whose sum is the expected value, by name.
        suspects: wrong formulas: code -> (sentence for the student, result).
        blocks: names of the blocks of an axis: {"4H": ("i", "f", "g", "o")}.
        chain: the forward pass in the handout's formulas, with a name for what
            comes back to each array; for `gradient` alone.
        cause: what a failure of this check means, told before what the rules read
            from the numbers; only for a check that nothing else can fail.
        shown: what a student needs to redo a wrong step by hand, for `steps` alone:
            rates, and arrays (T, ...) such as the gradient's.
    """

    axes: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, float] = field(default_factory=dict)
    known: Mapping[str, Lazy] = field(default_factory=dict)
    terms: Mapping[str, Lazy] = field(default_factory=dict)
    suspects: Mapping[str, tuple[str, Lazy]] = field(default_factory=dict)
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chain: Forward | None = None
    cause: str = ""
    shown: Mapping[str, ArrayLike] = field(default_factory=dict)

    def axes_of(self, name: str, ndim: int) -> tuple[str, ...]:
        """Return the axis names of an array, () where they are not given.

        Raises:
            CourseError: the names are not as many as the array has axes.
        """
        names = tuple(self.axes.get(name, "").split())
        if names and len(names) != ndim:
            msg = (
                f"clues: axes of {name!r} must name {ndim} axes, found "
                f"{' '.join(names)!r}."
            )
            raise CourseError(msg)
        return names

    def scene(self, name: str, shape: tuple[int, ...]) -> Scene:
        """Return what is known around one array; lazy entries are computed now.

        Args:
            name: what the array is called, in `axes` too.
            shape: its extents.
        """
        known = {key: _array(value) for key, value in self.known.items()}
        return Scene(
            name=name,
            axes=self.axes_of(name, len(shape)),
            sizes=self._sizes({name: shape, **{k: a.shape for k, a in known.items()}}),
            constants=self.constants,
            known=known,
            terms={key: _array(value) for key, value in self.terms.items()},
            suspects=tuple(
                Suspect(code, text, _array(value))
                for code, (text, value) in self.suspects.items()
            ),
            blocks=self.blocks,
        )

    def _sizes(self, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
        """Return the extent of every axis that these arrays name."""
        return {
            axis: size
            for name, shape in shapes.items()
            for axis, size in zip(self.axes_of(name, len(shape)), shape, strict=False)
        }


def cause_of(text: str) -> tuple[Finding, ...]:
    """Return a cause that an author names, () for "".

    Its code is made of its first words, so it is the same on every input.
    """
    words = re.findall(r"[a-z0-9]+", text.lower())[:CODE_WORDS]
    code = f"cause:{'-'.join(words)}"
    return (Finding(code, text, origin=Origin.AUTHOR),) if text else ()


def _array(value: Lazy) -> Array:
    return np.asarray(value() if callable(value) else value, np.float64)


NO_CLUES = Clues()
