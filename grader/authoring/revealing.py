"""What a class reads of each exercise's solutions, from a unit's `reveal.toml`.

["6.3"]
shows = ["BatchNorm.backward"]
alternative = "einsum"
difference = "Two sentences on what the reader sees."

["6.8"]
reason = "Where there is no code to show, one sentence that says why."
"""

import ast
import re
from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from grader.authoring.excerpts import Excerpt
from grader.catalog.reveals import Reveal, Shown
from grader.catalog.source import parse, read_source
from grader.catalog.tables import Table, read_table, read_toml
from grader.errors import CourseError
from grader.model import Unit

REVEAL_FILE = "reveal.toml"
SENTENCES = 2
_ENDS = re.compile(r"[.?](?=\s|$)")

_Names = Annotated[
    tuple[str, ...],
    Meta(description='a list of names such as "BatchNorm.backward"'),
]
_Text = Annotated[str, Meta(description="a text")]


class RevealTable(Table, frozen=True):
    """What the author says of one exercise.

    Attributes:
        shows: the functions, methods and classes of the reference to show.
        alternative: the file in alternatives/ to show, without its ".py".
        alternative_shows: what to show of it; the names of `shows` by default.
        difference: two sentences on what the reader sees.
        reason: why there is no code to show.
    """

    shows: _Names = ()
    alternative: _Text = ""
    alternative_shows: _Names = ()
    difference: _Text = ""
    reason: _Text = ""


def reveal_of(unit: Unit) -> Reveal:
    """Return what a class reads of a unit's solutions.

    Args:
        unit: the unit, with its folder in solutions/.

    Raises:
        CourseError: reveal.toml, or what it names, is not as it must be.
    """
    tables = _tables(unit)
    for exercise in unit.exercises:
        if exercise.id not in tables:
            message = (
                f"{_where(unit)}: exercise {exercise.id} has no table; name what "
                "`grader show` prints of it, or give a reason."
            )
            raise CourseError(message)
    shown = {one.id: _shown(unit, tables[one.id]) for one in unit.exercises}
    return Reveal(unit.id, shown)


def reveal_findings(unit: Unit) -> Iterator[str]:
    """Yield a sentence for each exercise of which nothing fit can be shown.

    Args:
        unit: the unit, with its folder in solutions/.
    """
    try:
        tables = _tables(unit)
    except CourseError as error:
        yield _said(unit, error)
        return
    ids = [exercise.id for exercise in unit.exercises]
    for name in tables:
        if name not in ids:
            yield f"{REVEAL_FILE}: {name!r} is not an exercise of {unit.id}."
    for name in ids:
        if name in tables:
            yield from _table_findings(unit, name, tables[name])
        else:
            yield (
                f"{REVEAL_FILE}: exercise {name} has no table; name what `grader "
                "show` prints of it, or give a reason."
            )


def _table_findings(unit: Unit, name: str, table: RevealTable) -> Iterator[str]:
    subject = f"{REVEAL_FILE}: exercise {name}"
    if table.reason:
        if table != RevealTable(reason=table.reason):
            yield f"{subject} has a reason, so it must have nothing else."
        return
    if not table.shows:
        yield f"{subject} must have shows, or a reason why there is nothing to show."
        return
    found = len(_ENDS.findall(table.difference))
    if found != SENTENCES or not table.difference.rstrip().endswith("."):
        yield (
            f"{subject} must have a difference of two sentences, each with a full "
            f"stop at its end; found {found}."
        )
    try:
        reference = _reference(unit, table)
        other = _alternative(unit, table)
    except CourseError as error:
        yield f"{subject}: {_said(unit, error)}"
        return
    if other is not None and reference.is_like(other):
        yield (
            f"{subject}: alternatives/{table.alternative}.py has the code of the "
            "reference; name another, or none."
        )


def _said(unit: Unit, error: CourseError) -> str:
    return str(error).removeprefix(f"solutions/{unit.id}/")


def _where(unit: Unit) -> str:
    return f"solutions/{unit.id}/{REVEAL_FILE}"


def _tables(unit: Unit) -> dict[str, RevealTable]:
    assert unit.hidden is not None  # noqa: S101 - asked for with solutions only
    content = read_toml(unit.hidden.parent.parent, _where(unit))
    tables = {}
    for name, table in content.items():
        subject = f"{_where(unit)}: exercise {name}"
        if not isinstance(table, dict):
            message = f'{_where(unit)}: expected tables such as ["6.3"], found {name}.'
            raise CourseError(message)
        tables[name] = read_table(RevealTable, table, subject)
    return tables


def _shown(unit: Unit, table: RevealTable) -> Shown:
    if table.reason:
        return Shown(reason=_one_line(table.reason))
    other = _alternative(unit, table)
    return Shown(
        reference=_reference(unit, table).text,
        alternative="" if other is None else other.text,
        style="" if other is None else _style(unit, table),
        difference=_one_line(table.difference),
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _reference(unit: Unit, table: RevealTable) -> Excerpt:
    assert unit.hidden is not None  # noqa: S101 - asked for with solutions only
    where = f"solutions/{unit.id}/{unit.module}"
    return Excerpt(read_source(unit.hidden / unit.module, where), where, table.shows)


def _alternative(unit: Unit, table: RevealTable) -> Excerpt | None:
    if not table.alternative:
        return None
    where, source = _alternative_source(unit, table)
    return Excerpt(source, where, table.alternative_shows or table.shows)


def _alternative_source(unit: Unit, table: RevealTable) -> tuple[str, str]:
    assert unit.hidden is not None  # noqa: S101 - asked for with solutions only
    where = f"solutions/{unit.id}/alternatives/{table.alternative}.py"
    return where, read_source(unit.hidden.parent.parent / where, where)


def _style(unit: Unit, table: RevealTable) -> str:
    """Return the first line of the alternative's docstring."""
    where, source = _alternative_source(unit, table)
    docstring = ast.get_docstring(parse(source, where)) or ""
    return docstring.partition("\n")[0]
