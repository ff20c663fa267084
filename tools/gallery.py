"""Draw the gallery: every unit's picture as the reference makes it.

A development-time tool: `python -m tools.gallery` writes docs/gallery/, a PNG and an
SVG for each unit and a page that shows them. Each picture must fulfil its claim.
"""

import sys
from pathlib import Path

import matplotlib as mpl

from grader.catalog import load_course
from grader.judge import JudgeSettings
from grader.judge.pictures import Picture
from grader.model import Unit

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "gallery"
FORMATS = ("png", "svg")
DOTS_PER_INCH = 100
HANDOUTS = "../../assignments"
HEAD = """# Gallery

Made by `python -m tools.gallery`; do not edit.

This is what a student sees who has solved a unit.
Each picture is computed by the unit's module, here by the reference.
`grader plot UNIT` draws it with your own code; what is not written yet stays empty.
What a picture claims is asserted on its numbers by `grader verify`.

## The pages of a graded class

`grader report` writes them.
`python -m tools.screenshots` took these pictures after grading some of the examples.

- A student's page, 390 pixels wide:
  [light](pages/student_narrow_light.png), [dark](pages/student_narrow_dark.png);
  and 1280:
  [light](pages/student_wide_light.png), [dark](pages/student_wide_dark.png)
- The page of the class, 390 pixels wide:
  [light](pages/class_narrow_light.png), [dark](pages/class_narrow_dark.png);
  and 1280:
  [light](pages/class_wide_light.png), [dark](pages/class_wide_dark.png)

![The picture of a wrong gradient](pages/student_wide_light.png)
"""


def main() -> int:
    """Draw the pictures of all units and write the page."""
    units = load_course(ROOT).units
    TARGET.mkdir(exist_ok=True)
    for unit in units:
        draw(unit)
    (TARGET / "README.md").write_text(page(units), encoding="utf-8")
    return 0


def draw(unit: Unit) -> None:
    """Write one unit's picture, the same bytes for the same numbers.

    Raises:
        AssertionError: the picture does not show what it claims.
    """
    assert unit.hidden is not None  # noqa: S101 - the project holds its solutions
    picture = Picture(unit)
    data = picture.data((unit.hidden / unit.module).read_bytes(), JudgeSettings())
    picture.claim(data)
    figure = picture.draw(data)
    for kind in FORMATS:
        with mpl.rc_context({"svg.hashsalt": unit.id}):
            figure.savefig(
                TARGET / f"{unit.id}.{kind}",
                dpi=DOTS_PER_INCH,
                metadata={"Date": None} if kind == "svg" else {"Software": None},
            )


def page(units: tuple[Unit, ...]) -> str:
    """Return the page that shows the pictures."""
    parts = [HEAD]
    for unit in units:
        number = int(unit.id[1:3])
        parts += [
            f"## {number}. {unit.title}\n",
            f"![Unit {number}, {unit.title}]({unit.id}.png)\n",
            f"[Handout]({HANDOUTS}/{unit.id}/README.md), [as SVG]({unit.id}.svg)\n",
        ]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
