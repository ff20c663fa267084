"""What a story is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # a story that draws nothing does not wait for it
    from matplotlib.figure import Figure

Say = Callable[[str], None]  # shows one line of progress


@dataclass(frozen=True)
class Ending:
    """How a story ended.

    Attributes:
        score: the number that is compared with the milestone's goal.
        keep: a picture or a text, for the student to keep.
        saw: what was seen, in one or more sentences, where the goal was missed.
        look: the exercises to look at then, the likeliest first. A story that
            names one is not reached, whatever its score is.
    """

    score: float
    keep: "Figure | str"
    saw: str = ""
    look: tuple[str, ...] = ()


class Parts:
    """The student's own modules, and which of their parts are written."""

    def __init__(self, modules: Mapping[str, ModuleType], written: set[str]) -> None:
        self._modules = modules
        self._written = written

    # The student's classes and functions, which no one has typed here.
    def unit(self, name: str) -> Any:  # noqa: ANN401
        """Return the student's module of a unit, such as "u02_layers"."""
        return self._modules[name]

    def has(self, *parts: str) -> bool:
        """Return whether all these parts are written, such as "4.5"."""
        return self._written.issuperset(parts)


def unlike_parameters(params: Mapping[str, Any], grads: Mapping[str, Any]) -> str:
    """Return which gradient has not the shape of its parameter, "" if all have it.

    Args:
        params: a network's parameters by key.
        grads: what its backward left under the same keys.
    """
    for key, array in params.items():
        came, expected = np.shape(grads[key]), np.shape(array)
        if came != expected:
            return (
                f'grads["{key}"] has the shape {came}, and its parameter has '
                f"{expected}: the two must be equal."
            )
    return ""
