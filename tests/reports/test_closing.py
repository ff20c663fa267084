"""What stands at the end of a course, drawn from its manifests."""

import msgspec
import pytest

from grader.model import Course
from grader.reports.closing import closing

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
