"""Which functions and classes an exercise is about, as its name tells."""

import re

from grader.model import Exercise

_BETWEEN_NAMES = re.compile(r", | and |: ")
_NAME = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)?", re.ASCII)


def possible_names(exercise: Exercise) -> list[str]:
    """Return what can be names: "BatchNorm.forward" and "training" of one exercise."""
    parts = _BETWEEN_NAMES.split(exercise.name)
    return [part for part in parts if _NAME.fullmatch(part)]


def sure_names(exercise: Exercise) -> list[str]:
    """Return what cannot be plain words, as "training" can."""
    names = possible_names(exercise)
    if names == [exercise.name]:
        return names
    return [name for name in names if "_" in name or "." in name]
