"""The marker that ties a test to an exercise."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest

_Test = TypeVar("_Test", bound=Callable[..., Any])  # Any: tests take any fixtures


def exercise(exercise_id: str, weight: int = 1) -> Callable[[_Test], _Test]:
    """Mark a test as a check of an exercise.

    Args:
        exercise_id: as the manifest lists it, such as "6.3".
        weight: its share of the exercise's points, relative to the other
            checks of the same visibility.
    """
    return pytest.mark.exercise(exercise_id, weight=weight)
