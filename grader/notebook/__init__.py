"""Check the work of a notebook in the notebook.

    from grader.notebook import check

    check("2.1")

What is checked are the names as they are now: the functions and classes of the
unit that cells defined, with all that they use; the rest is the unit's file.
"""

import hashlib
import html
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.catalog import find_course, find_exercise, load_course, select_units
from grader.catalog.naming import possible_names
from grader.errors import GraderError, UsageError
from grader.judge import JudgeSettings, grade_one
from grader.model import Course, Outcome, SourceFile, Submission, Unit, Visibility
from grader.notebook.cells import executed_cells
from grader.notebook.laying import Laid
from grader.reports.ladder import without_memory
from grader.reports.terminal import CheckView, render_check_report
from grader.reports.text import WIDTH, words, wrapped

__all__ = ["Checked", "check"]

NOTEBOOK, SCRIPT = "notebook", "script"
_EXERCISE = re.compile(r"\d+\.\d+", re.ASCII)
_COMMAND = re.compile(r"grader check (?:u\d+ --only )?(u?\d+(?:\.\d+)?)")
_OUTCOMES = "|".join(map(words, Outcome))
_ROW = re.compile(rf"(?<=  )({_OUTCOMES})(?=   [-\d.]+ of \d)")
_STYLE = (
    "white-space: pre-wrap; color: inherit; background: transparent; "
    "font-family: monospace; line-height: 1.3; margin: 0"
)


@dataclass(frozen=True, repr=False)
class Checked:
    """What a check found; a notebook shows it, and `print` does, too.

    Attributes:
        text: the report.
        is_passed: whether all that was checked passed.
    """

    text: str
    is_passed: bool = False

    def __str__(self) -> str:
        """Return the report."""
        return self.text

    def __repr__(self) -> str:
        """Return the report, for a console that shows the last value."""
        return self.text

    def _repr_html_(self) -> str:
        """Return the report for a notebook, in the colours of its page."""
        text = _ROW.sub(r"<strong>\1</strong>", html.escape(self.text))
        return f'<pre style="{_STYLE}">{text}</pre>'


def check(
    target: str,
    namespace: Mapping[str, object] | None = None,
    course: str | Path | None = None,
) -> Checked:
    """Run the open checks on what a notebook's names hold now.

    Args:
        target: an exercise such as "2.1", or a unit such as "u02".
        namespace: the names; by default those of the notebook or script that calls.
        course: the folder that holds `assignments/`; by default the nearest one
            at or above the folder the notebook runs in.

    Returns:
        The report, or one sentence where nothing could be checked. A notebook or a
        console shows it; a script shows no value, so there it is printed.
    """
    try:
        _require_text(target)
        checked = _checked(target, namespace, course)
    except GraderError as error:
        checked = Checked(f"Error: {error}")
    if not _shows_values():
        sys.stdout.write(f"{checked}\n")
    return checked


def _checked(
    target: str, namespace: Mapping[str, object] | None, where: str | Path | None
) -> Checked:
    shell = _shell()
    names = _own_names(shell) if namespace is None else namespace
    if names is None:
        message = (
            "there is no notebook and no script here: expected to be called in one of "
            f'them; elsewhere write check("{target}", namespace=globals()).'
        )
        raise UsageError(message)
    advice = (
        "start the notebook in a folder of the course, or say where the course is: "
        f'check("{target}", course="...")'
    )
    root = find_course(Path.cwd(), advice) if where is None else Path(where)
    loaded = load_course(root)
    unit, only = _meant(loaded, target)
    place = NOTEBOOK if shell is not None or names.get("In") else SCRIPT
    laid = _laid(unit, _sources(shell, names), names, place)
    submission = _submission(unit, laid, place)
    settings = JudgeSettings(
        visibilities=(Visibility.OPEN,), only=only, allow_unisolated=True
    )
    score = grade_one(loaded, [unit], submission, settings)
    view = CheckView(
        is_chosen=bool(only),
        known=_taken_in_order(unit, only),
        ladder=without_memory(loaded, datetime.now(UTC)),
    )
    text = laid.told(render_check_report(score, loaded, view), unit.module)
    text = _with_note(text, _of_the_file(unit, only, laid, place))
    outcomes = [one.outcome for each in score.units for one in each.exercises]
    is_passed = all(outcome is Outcome.PASSED for outcome in outcomes)
    return Checked(text if place == SCRIPT else _in_cells(text, unit), is_passed)


def _require_text(target: object) -> None:
    if isinstance(target, str):
        return
    kind = "class" if isinstance(target, type) else type(target).__name__
    found = getattr(target, "__name__", None) or repr(target)
    message = (
        'an exercise or a unit was expected in quotes, such as check("1.1"); found '
        f"the {kind} {found}."
    )
    raise UsageError(message)


def _with_note(text: str, note: str) -> str:
    """Return a report with a line after its first paragraph."""
    head, gap, rest = text.partition("\n\n")
    return f"{head}\n{note}{gap}{rest}" if note else text


def _of_the_file(unit: Unit, only: Sequence[str], laid: Laid, place: str) -> str:
    """Return which functions were asked for and are the file's, "" if none is."""
    asked = [one for one in unit.exercises if one.id in only]
    named = [name.partition(".")[0] for one in asked for name in possible_names(one)]
    found = [name for name in dict.fromkeys(named) if name in laid.of_file]
    if not found:
        return ""
    verb, were = ("is", "was") if len(found) == 1 else ("are", "were")
    text = (
        f"{', '.join(found)} {verb} not defined in your {place}; the file's {were} "
        "checked."
    )
    return wrapped(text, WIDTH)


def _in_cells(text: str, unit: Unit) -> str:
    """Return a report whose commands can be typed into a cell."""
    text = _COMMAND.sub(r'check("\1")', text)
    text = text.replace("Next: grader", "Next: !grader")
    return text.replace(f"mend {unit.module}", "mend your cells")


def _taken_in_order(unit: Unit, only: tuple[str, ...]) -> dict[str, Outcome]:
    """Return what the next command goes by: here nothing is remembered.

    The exercises up to those that are checked count as done, the others do not.
    """
    ids = [exercise.id for exercise in unit.exercises]
    done = max(map(ids.index, only), default=len(ids))
    return {
        name: Outcome.PASSED if place <= done else Outcome.NOT_STARTED
        for place, name in enumerate(ids)
    }


def _shell() -> object:
    """Return IPython's shell, None where IPython does not run."""
    ipython = sys.modules.get("IPython")
    shell: object = ipython.get_ipython() if ipython else None
    return shell


def _shows_values() -> bool:
    """Whether somebody is shown what a line comes to: in a notebook or a console."""
    return _shell() is not None or hasattr(sys, "ps1")


def _own_names(shell: object) -> Mapping[str, object] | None:
    """Return the names of the notebook or the script that runs, None without one."""
    if shell is not None:
        return getattr(shell, "user_ns", None)
    names = vars(sys.modules["__main__"])
    return names if "__file__" in names else None


def _meant(course: Course, target: str) -> tuple[Unit, tuple[str, ...]]:
    if _EXERCISE.fullmatch(target):
        unit, exercise = find_exercise(course, target)
        return unit, (exercise.id,)
    return select_units(course, (target,))[0], ()


def _laid(
    unit: Unit, sources: list[str], names: Mapping[str, object], place: str
) -> Laid:
    path = unit.folder / unit.module
    file = path.read_text(encoding="utf-8") if path.is_file() else ""
    laid = Laid(file, sources, names)
    if not laid.mine:
        nothing = f"no cell of yours defines anything of {unit.module}; run the cell"
        if place == SCRIPT and not sources:
            nothing = "there is no file to read what you defined from; write one"
        elif place == SCRIPT:
            nothing = f"your script defines nothing of {unit.module}; call the one"
        message = (
            f"{nothing} that does, or check the file itself: grader check "
            f"{unit.id.partition('_')[0]}"
        )
        raise UsageError(message)
    return laid


def _sources(shell: object, names: Mapping[str, object]) -> list[str]:
    """Return the executed cells; for a plain script its own text."""
    cells = executed_cells(shell, names)
    script = names.get("__file__")
    if cells or not isinstance(script, str) or not Path(script).is_file():
        return cells
    return ["", Path(script).read_text(encoding="utf-8")]


def _submission(unit: Unit, laid: Laid, place: str) -> Submission:
    source = laid.source.encode("utf-8", "backslashreplace")
    digest = hashlib.sha256(source).hexdigest()
    named = f"{', '.join(laid.mine)} of your {place}"
    named += f", and the rest of {unit.module}" if laid.of_file else ""
    return Submission("notebook", {unit.id: source}, (SourceFile(named, digest),), ())
