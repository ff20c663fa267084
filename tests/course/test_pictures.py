"""Every unit's picture fulfils its claim, and survives what students write."""

from pathlib import Path

import pytest

from grader.catalog import load_course
from grader.catalog.mistakes import splice
from grader.judge import JudgeSettings
from grader.judge.pictures import Picture
from grader.model import Unit

ROOT = Path(__file__).parent.parent.parent
UNITS = load_course(ROOT).units


def hidden(unit: Unit) -> Path:
    """Return the unit's folder in solutions/."""
    assert unit.hidden is not None
    return unit.hidden


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_the_reference_fulfils_the_claim(unit: Unit) -> None:
    """What the picture is there to show is there, computed in a worker."""
    picture = Picture(unit)
    source = (hidden(unit) / unit.module).read_bytes()

    data = picture.data(source, JudgeSettings())

    picture.claim(data)
    assert picture.draw(data).axes


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_the_stub_is_drawn(unit: Unit) -> None:
    """Empty labelled panels, no error."""
    picture = Picture(unit)
    source = (unit.folder / unit.module).read_bytes()

    data = picture.data(source, JudgeSettings())

    assert picture.draw(data).axes


@pytest.mark.parametrize(
    ("unit", "path"),
    [
        pytest.param(unit, path, id=f"{unit.id}-{path.stem}")
        for unit in UNITS
        for path in sorted((hidden(unit) / "mistakes").glob("*.py"))[::6]
    ],
)
def test_mistakes_are_drawn(unit: Unit, path: Path) -> None:
    """Wrong shapes, NaN and exceptions are panels too; every sixth mistake."""
    picture = Picture(unit)
    reference = (hidden(unit) / unit.module).read_text(encoding="utf-8")
    source = splice(reference, path.read_text(encoding="utf-8"), path.name)

    data = picture.data(source.encode(), JudgeSettings())

    assert picture.draw(data).axes
