"""Pages for a browser: one for a student, one for the class.

They need no network, and no script to be read. Whatever a submission said is escaped.
"""

import statistics
import textwrap
from collections.abc import Mapping, Sequence

import jinja2

from grader.exports.drawing import Drawing, draw
from grader.exports.statistics import (
    commonest_causes,
    distribution,
    exercise_rows,
    for_a_persons_eye,
)
from grader.exports.telling import PRINTED, checks, name, summary, tidy, told
from grader.model import Outcome, Score, ScoredCheck, Visibility
from grader.reports.following import short_name
from grader.reports.text import points, words

_MARKS = {
    Outcome.PASSED: "\N{CHECK MARK}",
    Outcome.NOT_STARTED: "\N{WHITE CIRCLE}",
    Outcome.WAITING: "\N{HORIZONTAL ELLIPSIS}",
    Outcome.NOT_GRADED: "?",
}
_WRONG = "\N{MULTIPLICATION X}"


def student_page(score: Score) -> str:
    """Return the page of one submission.

    Open checks tell all that a student reads at home; of hidden ones the title, the
    outcome and the cause are told, and no number.
    """
    return _template("student.html").render(score=score, summary=summary(score))


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
        rows=exercise_rows(scores),
        causes=commonest_causes(scores),
        eyes=for_a_persons_eye(scores),
    )


def _units(scores: Sequence[Score]) -> dict[str, str]:
    """Return the units' short names by their ids, in order."""
    ids = {unit.id: short_name(unit) for score in scores for unit in score.units}
    return dict(sorted(ids.items(), key=lambda pair: pair[1]))


def _groups(failing: Sequence[ScoredCheck]) -> list[tuple[str, list[ScoredCheck]]]:
    """Return the checks by what is said of them, so that nothing is said twice."""
    found: dict[str, list[ScoredCheck]] = {}
    for check in failing:
        found.setdefault(_without_numbers(check), []).append(check)
    return [(told(group[0]), group) for group in found.values()]


def _without_numbers(check: ScoredCheck) -> str:
    """Return what tells a check's text from others': its cause, or else all of it."""
    if check.diagnosis is not None and check.diagnosis.text:
        return f"{check.outcome} {check.diagnosis.text}"
    return told(check)


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


def _pictured(group: Sequence[ScoredCheck]) -> ScoredCheck | None:
    """Return the first of these checks that may have a picture."""
    for check in group:
        if check.comparison is not None and check.visibility is Visibility.OPEN:
            return check
    return None


def _picture(group: Sequence[ScoredCheck]) -> Drawing | None:
    found = _pictured(group)
    return draw(found.comparison) if found and found.comparison else None


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
        "words": words,
        "mark": lambda outcome: _MARKS.get(outcome, _WRONG),
        "told": told,
        "title": name,
        "tidy": tidy,
        "short": short_name,
        "groups": _groups,
        "parts": _parts,
        "picture": _picture,
        "pictured": lambda group: name(found) if (found := _pictured(group)) else "",
        "has": _has,
        "zip": lambda left, right: list(zip(left, right, strict=True)),
    }
    environment.globals |= {"Outcome": Outcome, "Visibility": Visibility}
    return environment.get_template(name_of_file)
