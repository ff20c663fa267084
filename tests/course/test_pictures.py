"""Every unit's picture fulfils its claim, and is there before a line is written.

`grader verify` draws it for every known solution.
"""

import io
from pathlib import Path

import pytest

from grader.catalog import load_course
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


@pytest.mark.parametrize("kind", ["png", "svg"])
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_the_empty_picture_is_saved(unit: Unit, kind: str) -> None:
    """On the screen and in print, in both formats of `grader plot`."""
    picture = Picture(unit)
    file = io.BytesIO()

    picture.draw(picture.data(None, JudgeSettings())).savefig(file, format=kind)

    assert file.getvalue()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.id)
def test_the_stub_is_drawn(unit: Unit) -> None:
    """Empty labelled panels, no error."""
    picture = Picture(unit)
    source = (unit.folder / unit.module).read_bytes()

    data = picture.data(source, JudgeSettings())

    assert picture.draw(data).axes
