"""Pages for a browser: one for a student, one for the class.

They need no network, and no script to be read. Whatever a submission said is escaped.
"""

import re
import statistics
import textwrap
from collections.abc import Mapping, Sequence

import jinja2
from markupsafe import Markup, escape

from grader.errors import NO_FILE
from grader.exports.drawing import Drawing, draw
from grader.exports.grouping import (
    CUT_SHORT,
    Group,
    awaited,
    groups,
    of_whole_unit,
    pictured,
    same_as_before,
)
from grader.exports.identical import identical_files
from grader.exports.states import MEANINGS, NOT_CHECKED, PARTLY, state_of
from grader.exports.statistics import (
    commonest_causes,
    distribution,
    exercise_rows,
    for_a_persons_eye,
)
from grader.exports.telling import PRINTED, checks, name, summary, tidy
from grader.model import Outcome, Score, Visibility
from grader.reports.following import short_name
from grader.reports.text import points, state_in_words, words

_MARKS = {
    Outcome.PASSED: "\N{CHECK MARK}",
    Outcome.NOT_STARTED: "\N{WHITE CIRCLE}",
    Outcome.WAITING: "\N{HORIZONTAL ELLIPSIS}",
    Outcome.NOT_GRADED: "?",
    **dict.fromkeys(CUT_SHORT, "!"),
}
_WRONG = "\N{MULTIPLICATION X}"
_SIGNS = {
    **{words(outcome): _MARKS[outcome] for outcome in CUT_SHORT},
    words(Outcome.PASSED): _MARKS[Outcome.PASSED],
    words(Outcome.NOT_STARTED): _MARKS[Outcome.NOT_STARTED],
    state_in_words(Outcome.NOT_STARTED, 1.0): _MARKS[Outcome.NOT_STARTED],
    words(Outcome.WAITING): _MARKS[Outcome.WAITING],
    words(Outcome.NOT_GRADED): _MARKS[Outcome.NOT_GRADED],
    NOT_CHECKED: "\N{EN DASH}",
    PARTLY: "\N{CIRCLE WITH LEFT HALF BLACK}",
}
_TONES = {
    Outcome.PASSED: "good",
    Outcome.WAITING: "faint",
    Outcome.NOT_STARTED: "faint",
}
_FEW_UNITS = 4  # whose points fit into a sentence
_ROUNDING = 0.01
_MOST_NAMES = 30  # of one list: who looks for all has the table of submissions


def student_page(score: Score) -> str:
    """Return the page of one submission.

    Open checks tell all that a student reads at home; of hidden ones the title, the
    outcome and the cause are told, and no number.
    """
    return _template("student.html").render(
        score=score, summary=summary(score), meanings=_meanings(score)
    )


def class_page(
    scores: Sequence[Score],
    title: str,
    links: Mapping[str, str],
    failures: Sequence[tuple[str, str]] = (),
) -> str:
    """Return the page of a class.

    Args:
        scores: its documents.
        title: of the course.
        links: the address of each submission's own page, by its id.
        failures: submissions without a score, and why.
    """
    totals = [score.score for score in scores]
    return _template("class.html").render(
        title=title,
        scores=scores,
        links=links,
        failures=failures,
        units=_units(scores),
        bins=distribution(scores),
        mean=statistics.fmean(totals) if totals else 0.0,
        median=statistics.median(totals) if totals else 0.0,
        most=max((score.max_score for score in scores), default=0.0),
        rows=(rows := exercise_rows(scores)),
        meanings={
            state: meaning
            for state, meaning in MEANINGS.items()
            if any(state in row.others for row in rows)
        },
        most_names=_MOST_NAMES,
        causes=commonest_causes(scores),
        eyes=for_a_persons_eye(scores),
        identical=identical_files(scores),
    )


def _meanings(score: Score) -> dict[str, str]:
    """Return what the states on a student's page mean."""
    found = {
        state_of(exercise, is_stopped=of_whole_unit(unit) is not None)
        for unit in score.units
        for exercise in unit.exercises
    }
    return {state: meaning for state, meaning in MEANINGS.items() if state in found}


def _units(scores: Sequence[Score]) -> dict[str, tuple[str, str]]:
    """Return the units' short names and titles by their ids, in order."""
    ids = {
        unit.id: (short_name(unit), unit.title)
        for score in scores
        for unit in score.units
    }
    return dict(sorted(ids.items(), key=lambda pair: pair[1]))


def _average(score: Score) -> str:
    """Return the sentence that says how the points of several units make a score."""
    shares = [unit.score / unit.max_score for unit in score.units if unit.max_score]
    mean = score.max_score * statistics.fmean(shares) if shares else 0.0
    if abs(mean - score.score) > _ROUNDING:
        return "The average of the units below, by the weights that your teacher set."
    listed = [points(unit.score) for unit in score.units]
    which = f"the {len(listed)} units below"
    if len(listed) > _FEW_UNITS:
        return f"The average of {which}; each counts the same."
    *first, last = listed
    return f"The average of {which}: {', '.join(first)} and {last}."


def _breakable(text: str) -> Markup:
    """Return a name that may be broken after an underscore, a slash or a dot."""
    safe = str(escape(tidy(text)))
    broken = re.sub(r"([_/]|(?<=[a-z])\.(?=[a-z]{4}))", r"\1<wbr>", safe)
    return Markup(broken)  # noqa: S704 - escaped


def _unbroken(text: str) -> str:
    """Return a name in which `x = 3` and `10 000` stay on one line."""
    return re.sub(r" (?==)|(?<==) |(?<=\d) (?=\d{3})", "\N{NO-BREAK SPACE}", text)


def _parts(text: str) -> list[tuple[str, str]]:
    """Return the paragraphs of a text, each with the element that shows it.

    What is laid out by its author stays so: numbers, source lines, what was printed.
    """
    said, printed, output = text.partition(PRINTED)
    found = [
        ("pre", textwrap.dedent(part)) if part.startswith(" ") else ("p", part)
        for part in said.strip("\n").split("\n\n")
    ]
    return [*found, ("pre", f"{printed}{output}")] if printed else found


def _picture(group: Group) -> Drawing | None:
    numbers = group.lead.comparison
    return draw(numbers) if numbers is not None and pictured(group) else None


def _signs(score: Score) -> set[str]:
    """Return the signs before the titles of checks on the page, none if all passed."""
    return {
        _MARKS.get(check.outcome, _WRONG)
        for unit in score.units
        if unit.score < unit.max_score and of_whole_unit(unit) is None
        for exercise in unit.exercises
        for check in exercise.checks
    }


def _notebook(score: Score) -> str:
    """Return the notebook that was handed in as a module, "" if none was."""
    paths = (file.path for file in score.submission.files)
    return next((path for path in paths if path.endswith(".ipynb")), "")


def _handed_in(score: Score) -> str:
    """Return the titles of the units of which a file was handed in."""
    found = [(unit.title, of_whole_unit(unit)) for unit in score.units]
    titles = [title for title, whole in found if whole is None or not whole.is_missing]
    return " and ".join(titles) or "another unit"


def _has(score: Score, visibility: Visibility) -> bool:
    """Whether a document has checks of this kind."""
    return any(check.visibility is visibility for check in checks(score))


def _template(name_of_file: str) -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("grader.exports"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters |= {
        "points": points,
        "state": lambda exercise, whole: state_of(exercise, is_stopped=whole),
        "same": same_as_before,
        "sign": lambda state: _SIGNS.get(state, _WRONG),
        "signs": _signs,
        "waits": lambda state: state in {words(Outcome.WAITING), PARTLY},
        "mark": lambda outcome: _MARKS.get(outcome, _WRONG),
        "tone": lambda outcome: _TONES.get(outcome, "bad"),
        "average": _average,
        "breakable": _breakable,
        "unbroken": _unbroken,
        "sentence": lambda text: re.sub(f"^{NO_FILE}", NO_FILE.capitalize(), text),
        "whole": of_whole_unit,
        "awaited": awaited,
        "title": name,
        "tidy": tidy,
        "short": short_name,
        "groups": groups,
        "parts": _parts,
        "picture": _picture,
        "has": _has,
        "notebook": _notebook,
        "handed_in": _handed_in,
        "zip": lambda left, right: list(zip(left, right, strict=True)),
    }
    environment.globals |= {"Outcome": Outcome, "Visibility": Visibility}
    return environment.get_template(name_of_file)
