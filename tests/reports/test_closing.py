"""What stands at the end of a course, drawn from its manifests."""

from pathlib import Path

import msgspec
import pytest

from grader.model import Course, Unit
from grader.reports.closing import closing, first_pass_line

TEXT = """\
All 2 exercises of Deep learning from scratch pass. You wrote every one of these
yourself:

  u06  Batch normalization

"""
HIDDEN = """\
The hidden checks decide 60 of every 100 points; they ask for nothing that the
handouts do not ask for. Pack your files and hand them in."""


@pytest.mark.parametrize(
    ("share", "rest"),
    [(0.4, HIDDEN), (1.0, "Pack your files and hand them in.")],
    ids=["hidden checks", "open checks alone"],
)
def test_it_names_what_was_built_and_what_is_left(
    course: Course, share: float, rest: str
) -> None:
    """Exact: nothing is promised that hidden checks decide."""
    course = msgspec.structs.replace(course, open_share=share)

    assert f"{TEXT}{rest}" == closing(course, 80)


@pytest.mark.parametrize(
    ("file", "line"),
    [
        pytest.param(
            "picture.py",
            "Unit 6 passes all its open checks. See what it computes: grader plot u06",
            id="picture",
        ),
        pytest.param("other.py", "Unit 6 passes all its open checks.", id="none"),
    ],
)
def test_a_unit_that_passes_is_a_moment(
    unit: Unit, tmp_path: Path, file: str, line: str
) -> None:
    """Calm, and with something to look at where there is something."""
    (tmp_path / file).touch()

    assert line == first_pass_line(msgspec.structs.replace(unit, folder=tmp_path))
