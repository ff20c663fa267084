"""What a suite knows that helps to name the cause of a failure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from numpy.typing import ArrayLike

from grader.errors import CourseError

Lazy = ArrayLike | Callable[[], ArrayLike]  # computed only where a check fails


@dataclass(frozen=True, kw_only=True)
class Clues:
    """What a suite knows about a check's numbers; every entry is optional.

    Attributes:
        axes: axis names of the arrays by name, separated by spaces:
            {"x": "N D", "W": "D M", "out": "N M"}.
        constants: numbers that may be missing or doubled: {"1 - ratio": 0.7}.
        known: arrays that may stand in a wrong place: {"x_hat": ...}.
        terms: arrays whose sum is the expected value, by name.
        suspects: wrong formulas: code -> (sentence for the student, result).
        blocks: names of the blocks of an axis: {"4H": ("i", "f", "g", "o")}.
        cause: what a failure of this check means where no rule says more; only
            for a check that nothing else can fail.
    """

    axes: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, float] = field(default_factory=dict)
    known: Mapping[str, Lazy] = field(default_factory=dict)
    terms: Mapping[str, Lazy] = field(default_factory=dict)
    suspects: Mapping[str, tuple[str, Lazy]] = field(default_factory=dict)
    blocks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cause: str = ""

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


NO_CLUES = Clues()
