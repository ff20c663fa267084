"""`grader plot`: the unit's picture, drawn with your own code."""

import io
from pathlib import Path

import click

from grader.cli.console import save, show, width
from grader.cli.device import STAND_IN, on_device
from grader.cli.goals import next_undone
from grader.cli.handing import held
from grader.cli.options import general_options, the_course
from grader.cli.progress import ProgressBar
from grader.cli.state import current_outcomes, load_state
from grader.cli.work import find_unit, unit_around
from grader.errors import UsageError
from grader.judge import JudgeSettings
from grader.judge.importing import import_troubles
from grader.judge.outcomes import message_of, source_line
from grader.judge.pictures import Picture
from grader.model import Course, Unit
from grader.reports.following import short_name
from grader.reports.text import NO_IMPORT, paragraphs, visible, wrapped

FORMATS = (".png", ".svg")


@click.command("plot")
@click.argument("unit_name", metavar="[UNIT]", default="")
@click.option(
    "-o",
    "output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where to write it, as .png or .svg. Default: the unit's name, as .png.",
)
@general_options
@click.pass_context
def command(context: click.Context, unit_name: str, output: Path | None) -> None:
    """Draw the unit's picture with your own code.

    Without a unit it is the one whose folder you are in.
    What you have not written yet is an empty panel. The marks show where the
    curves should be. The exit status is 1 where the file is missing or cannot
    be imported, so that nothing of it is in the picture.

    Example: grader plot u06 -o batchnorm.svg
    """
    course = the_course(context)
    unit = _unit(course, unit_name)
    target = Path(f"{unit.id}.png") if output is None else output
    if target.suffix not in FORMATS:
        message = f"{target} must end in .png or .svg, found {target.suffix or 'none'}."
        raise UsageError(message)
    path = unit.folder / unit.module
    source = path.read_bytes() if path.is_file() else None
    with ProgressBar("Drawing"):
        said, is_drawn = drawn(unit, target, source)
    what, line_break, source_line = said.partition("\n")
    text = f"{wrapped(what, width())}{line_break}{source_line}"
    following = _following(course, unit, source)
    show(paragraphs([text.rstrip(), f"Next: {following}"]))
    context.exit(0 if is_drawn else 1)


def drawn(unit: Unit, target: Path, source: bytes | None) -> tuple[str, bool]:
    """Draw the picture and return what to say of it, and whether work is in it.

    Args:
        unit: the unit.
        target: the file to write.
        source: the student's module, None if there is none.

    Raises:
        GraderError: if it cannot be drawn or written.
    """
    picture = Picture(unit)
    settings = on_device(JudgeSettings(), STAND_IN)
    data = picture.data(source, settings)
    image = io.BytesIO()
    picture.draw(data).savefig(image, format=target.suffix[1:], dpi=120)
    save(target, image.getvalue())
    trouble = _trouble(unit, source, settings)
    if trouble:
        return f"{_placed(target)} shows nothing of yours: {trouble}", False
    said = _contents(target, unit, source or b"")
    if picture.stopped_by is not None:
        why = message_of(picture.stopped_by, unit.limits, source)
        said += f" A part of it is missing, for your code stopped: {why}"
        said += source_line(picture.stopped_by, source)
    return said, True


def _contents(target: Path, unit: Unit, source: bytes) -> str:
    """Return what a picture shows of a module that can be imported."""
    found, place = held(unit, source), _placed(target)
    if found.is_untouched:
        return (
            f"{place} shows nothing of yours yet: no exercise of {unit.module} is "
            "written."
        )
    said = f"{place} shows what your {unit.module} computes."
    if found.not_started:
        return f"{said} Not written yet: {', '.join(found.not_started)}."
    return said


def _placed(target: Path) -> str:
    """Return a picture's name, and where it is if the name does not say it."""
    is_bare = target.parent == Path()
    return f"{target}, in this folder," if is_bare else str(target)


def _following(course: Course, unit: Unit, source: bytes | None) -> str:
    """Return the command to type next."""
    undone = held(unit, source or b"").not_started
    if undone:
        return f"grader check {undone[0]}"
    known = current_outcomes(course, load_state(course))
    return (
        f"grader check {short_name(unit)}" if next_undone([unit], known) else "grader"
    )


def _unit(course: Course, name: str) -> Unit:
    """Return the unit that was named, or the one whose folder is the current one."""
    if name:
        return find_unit(course, name)
    around = unit_around(course, Path.cwd())
    if around is None:
        example = short_name(course.units[0])
        message = f"name the unit whose picture to draw, as in grader plot {example}."
        raise UsageError(message)
    return around


def _trouble(unit: Unit, source: bytes | None, settings: JudgeSettings) -> str:
    """Return why nothing of a module is in its picture, "" if something may be."""
    if source is None:
        return f"there is no {unit.module} in {unit.id}."
    troubles = import_troubles({unit: source}, settings)
    if unit not in troubles:
        return ""
    told = troubles[unit]
    if NO_IMPORT in told:
        return visible(told)
    return visible(f"{unit.module} cannot be imported. {told}")
