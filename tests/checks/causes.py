"""What a check says where it fails: its symptom and its causes."""

from collections.abc import Callable
from typing import Any

import pytest

from grader.errors import BadOutput, CheckFailed

Said = tuple[str, list[tuple[str, str]]]


def failure(check: Callable[[], object]) -> Said:
    """Return what a failing check says, and the code and text of each cause."""
    with pytest.raises((BadOutput, CheckFailed)) as caught:
        check()
    error: Any = caught.value  # either of both
    return str(error), [(found.code, found.text) for found in error.findings]


def causes(check: Callable[[], object]) -> list[tuple[str, str]]:
    """Return the code and text of each cause that a failing check finds."""
    return failure(check)[1]
