"""What a report to a student may say of a check, as plain text that steers nothing."""

from grader.model import Outcome, Score, ScoredCheck, Visibility
from grader.reports.text import first_line, points, visible, words

LONGEST = 10_000  # characters of one text: platforms fold away or refuse what is longer
PRINTED = "Your code printed:"  # what follows is the submission's own
_CUT = "\n[... the rest is cut]"


def told(check: ScoredCheck) -> str:
    """Return what is said of a check that did not pass, "" of one that did.

    An open check tells all that its student would read at home. A hidden one tells
    what is wrong and why, without the numbers it was held against and without what
    was printed.
    """
    if check.outcome is Outcome.PASSED:
        return ""
    cause = check.diagnosis.text if check.diagnosis else ""
    if check.visibility is Visibility.HIDDEN:
        parts = [first_line(check.message) or _outcome(check), cause]
    else:
        parts = [check.message or _outcome(check), cause, _printed(check)]
    message, *others = parts
    said = [message, *(part for part in others if part and part not in message)]
    return tidy("\n\n".join(said))


def tidy(text: str) -> str:
    """Return text without control characters, cut to what a platform takes."""
    safe = visible(text[: LONGEST + 1]).replace("\r", "").strip()
    if len(safe) <= LONGEST:
        return safe
    return safe[: LONGEST - len(_CUT)] + _CUT


def name(check: ScoredCheck) -> str:
    """Return the check's title on one line."""
    return tidy(" ".join(check.title.split()) or check.id.replace("_", " "))


def summary(score: Score) -> str:
    """Return the sentences above all checks: the points, and what is still owed."""
    total = f"{points(score.score)} of {points(score.max_score)} points."
    owed = [check for check in checks(score) if check.outcome is Outcome.NOT_GRADED]
    if not owed:
        return total
    counted = f"{len(owed)} check" + ("s" if len(owed) > 1 else "")
    return (
        f"{total} {counted} could not be graded; that is the grader's fault, not "
        "yours. Your teacher can grade again."
    )


def checks(score: Score) -> list[ScoredCheck]:
    """Return all checks of a document, in their order."""
    return [
        check
        for unit in score.units
        for exercise in unit.exercises
        for check in exercise.checks
    ]


def _outcome(check: ScoredCheck) -> str:
    said = words(check.outcome)
    return f"{said[0].upper()}{said[1:]}."


def _printed(check: ScoredCheck) -> str:
    return f"{PRINTED}\n{check.output}" if check.output.strip() else ""
