"""What a student reads around their own prints and breakpoints, check by check."""

from collections.abc import Sequence

from grader.model import Check, Outcome, ScoredCheck, Unit, Verdict
from grader.reports.checks import told_fully
from grader.reports.text import indented, paragraphs, visible, words, wrapped

_BELOW = "     "  # under the title of a check
_MUTE = frozenset({Outcome.PASSED, Outcome.NOT_STARTED, Outcome.WAITING})


def debug_opening(unit: Unit, width: int) -> str:
    """Return what a student must know before their code runs."""
    text = (
        f"Your {unit.module} runs in this process now: breakpoint() stops here, what "
        "it prints appears at once, and no time limit is set. The first check that "
        "fails is the last one."
    )
    return f"{wrapped(text, width)}\n"


def check_begins(check: Check, width: int) -> str:
    """Return which check runs now."""
    return wrapped(visible(f"{check.exercise}  {check.title}"), width)


def check_ended(check: Check, verdict: Verdict, trace: str, width: int) -> str:
    """Return what a check found; in full if it failed.

    Args:
        check: the check.
        verdict: what it found.
        trace: the lines of the student's file that led to an exception, or "".
        width: columns of the terminal.
    """
    state = f"{_BELOW}{words(verdict.outcome)}"
    if verdict.outcome in _MUTE:
        return f"{state}\n"
    is_traced = verdict.outcome is Outcome.CRASHED and trace
    message = verdict.message.partition("\n\n")[0] if is_traced else verdict.message
    told = ScoredCheck(
        check.id, check.title, check.visibility, verdict.outcome, 0.0, 0.0, message
    )
    parts = [state, told_fully(told, width)]
    if is_traced:
        parts += ["  Your own lines on the way there:", indented(visible(trace), "  ")]
    return f"{paragraphs(parts)}\n"


def debug_closing(
    outcomes: Sequence[Outcome], unit: Unit, width: int, *, is_left: bool
) -> str:
    """Return how the run ended, and how to go on.

    Args:
        outcomes: of the checks that were run, in order.
        unit: the unit.
        width: columns of the terminal.
        is_left: whether the student quit the debugger in the middle of a check.
    """
    short = unit.id.partition("_")[0]
    if is_left:
        text = "You left the debugger; the check it stopped in was not finished."
    elif not outcomes or outcomes[-1] not in _MUTE:
        text = (
            "This check failed, so the ones after it were not run. Change the code "
            f"and run the same command again; grader check {short} looks at all "
            "checks and for the cause."
        )
    elif all(outcome is Outcome.PASSED for outcome in outcomes):
        text = "Every check that was run passed."
    else:
        text = "No check failed, but not all of the code is written yet."
    return wrapped(text, width)
