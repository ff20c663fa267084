"""What becomes of a check that meets a hole."""

from unittest.mock import Mock

import msgspec
import pytest

from grader.errors import NotStarted
from grader.judge.bench import Laid
from grader.model import Outcome, Unit

HOLE = b'raise NotImplementedError("6.3 BatchNorm.backward")'


@pytest.mark.parametrize(
    ("needs", "source", "found"),
    [
        pytest.param(("6.2",), b"", (Outcome.WAITING, "6.1 is not done yet."), id="no"),
        pytest.param(("6.2",), HOLE, None, id="a hole of its own"),
        pytest.param((), b"", None, id="no needs"),
    ],
)
def test_what_has_needs_and_no_hole_waits_for_any_hole(
    unit: Unit,
    needs: tuple[str, ...],
    source: bytes,
    found: tuple[Outcome, str] | None,
) -> None:
    """Alone it is in the same state as among the others of its unit."""
    exercise = msgspec.structs.replace(unit.exercises[1], needs=needs)
    laid = Laid(Mock(), source, frozenset())

    assert found == laid.stopped_at(exercise, NotStarted("6.1 BatchNorm.forward"))
