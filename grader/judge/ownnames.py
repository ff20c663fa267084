"""Attributes of a student's own class that were not found, and what is meant."""

import difflib
import re
from collections.abc import Sequence

from grader.errors import Finding
from grader.judge.sourcelines import class_body, has_key, is_behind_the_end, method_body

NEAR = 0.8  # how alike two names are of which one may be meant for the other
_OWN = re.compile(r"\bdef +(\w+)|\bself\.(\w+)[^=]*(?<![=!<>])=(?!=)")


def explain_own(
    kind: str, name: str, lines: Sequence[str], *, is_forward: bool
) -> tuple[Finding, ...]:
    """Return what is wrong with an attribute of the student's own class.

    Args:
        kind: the class's name.
        name: the attribute's, which was not found.
        lines: those of the file.
        is_forward: whether forward asked for it.
    """
    inside = [line for _, line in class_body(lines, kind)]
    assigns = re.compile(rf"\bself\.{name}\b[^=]*(?<![=!<>])=(?!=)")
    forward = method_body(inside, "forward")
    places = [at for at, line in enumerate(forward) if assigns.search(line)]
    local = re.compile(rf"^\s*{name}\s*=(?!=)(?!.*\bself\.{name}\b)")
    is_local = any(map(local.match, forward)) and (is_forward or not places)
    is_plural = any(f"self.{name}s" in line for line in inside)
    if is_plural or is_local:
        several = _misspelled(kind, name, f"{name}s")
        one = _of_that_call(name, is_forward=is_forward)
        return (several if is_plural else one,)
    if places:
        is_behind = all(is_behind_the_end(forward, at) for at in places)
        return (_kept_too_late(name, is_behind=is_behind),)
    if any("self.params" in line for line in inside) and has_key(inside, name):
        text = f'{name} is no attribute: the parameter is self.params["{name}"].'
        return (Finding("exception:parameter-as-attribute", text),)
    if not inside or any(assigns.search(line) for line in inside):
        return ()
    close = nearest_of_class(name, inside)
    is_elsewhere = any(assigns.search(line) for line in lines)
    if close:
        return (_misspelled(kind, name, close),)
    return (_never_kept(name, inside, is_elsewhere),)


def nearest_of_class(name: str, lines: Sequence[str]) -> str:
    """Return the method or attribute whose name is nearest, "" if none is near.

    Args:
        name: the one that is not there.
        lines: those of the class.
    """
    there = {each for line in lines for pair in _OWN.findall(line) for each in pair}
    names = sorted(there - {""})
    close = difflib.get_close_matches(name, names, n=1, cutoff=NEAR)
    longer = [n for n in names if {*n.split("_")} > {name} or name.startswith(f"{n}_")]
    return next(iter([*close, *longer]), "")


def _misspelled(kind: str, name: str, close: str) -> Finding:
    text = f"{kind} has no .{name}. Did you mean .{close}?"
    return Finding("exception:misspelled-of-their-own", text)


def _of_that_call(name: str, *, is_forward: bool) -> Finding:
    """Return that a name of one call of forward is no attribute."""
    text = f"In forward {name} is a name of that call alone: "
    text += "" if is_forward else "what backward needs is kept as "
    text += f"self.{name} is another." if is_forward else f"self.{name}."
    return Finding("exception:kept-in-a-local-name", text)


def _kept_too_late(name: str, *, is_behind: bool) -> Finding:
    """Return why a line of forward that keeps something did not run."""
    if is_behind:
        text = (
            f"The line of forward that sets self.{name} stands behind a return and "
            "never runs: move it before the return."
        )
        return Finding("exception:kept-behind-a-return", text)
    text = (
        "The object has nothing by that name yet. What backward needs must be kept in "
        "every forward, and what must always be there is made in __init__."
    )
    return Finding("exception:nothing-by-that-name", text)


def _never_kept(name: str, inside: Sequence[str], is_elsewhere: object) -> Finding:
    """Return that no line of a class keeps something under this name."""
    if is_elsewhere:
        text = (
            f"Only another class of the file sets self.{name}, and that line did not "
            "run for this object: keep it in your own methods, or call super()'s "
            "method that does."
        )
        return Finding("exception:kept-by-another-class", text)
    text = f"No line of the class sets self.{name}. "
    if method_body(inside, "backward"):
        text += "If backward needs it, forward keeps it on self; what must always be "
        text += "there is made in __init__."
    else:
        text += "What must always be there is made in __init__."
    return Finding("exception:never-kept", text)
