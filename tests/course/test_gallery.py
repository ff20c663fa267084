"""The gallery shows every unit's picture."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.model import Unit
from tools.gallery import TARGET, page

UNITS = load_course(Path(__file__).parent.parent.parent).units


def test_the_page_lists_the_units_of_the_course() -> None:
    """A unit that was added, or given another title, is there too."""
    assert page(UNITS) == (TARGET / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_each_picture_is_there_for_screen_and_print(unit: Unit) -> None:
    """As a PNG and as an SVG."""
    png = (TARGET / f"{unit.id}.png").read_bytes()
    svg = (TARGET / f"{unit.id}.svg").read_text(encoding="utf-8")

    assert png.startswith(b"\x89PNG")
    assert "<svg " in svg
