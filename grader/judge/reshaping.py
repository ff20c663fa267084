"""What an array that does not fit its new shape tells: how many, and made where."""

import math
import re
from collections.abc import Iterator, Sequence

from grader.judge.sourcelines import made_before, takes

_RESHAPED = re.compile(r"array of size (\d+) into shape \(([^()]*)\)")
_NAME = r"(?:self\.)?[A-Za-z_]\w*"
_BASE = re.compile(
    rf"(?<![\w.\])])(?:(?:np|xp)\.reshape\(\s*({_NAME})\s*,|({_NAME})\.reshape\()"
)
_PAIR = 2
_NAMED = 2  # lines that are named, back from the one that fails
_ARGUMENTS = re.compile(r"\.reshape\(((?:[^()]|\([^()]*\))*)\)")


def explain_reshape(text: str, lines: Sequence[str], number: int) -> str:
    """Return what to look at where an array cannot be given a shape.

    Args:
        text: NumPy's text.
        lines: those of the student's file, none where it is not known.
        number: of the line that failed, from 1; 0 where it is not known.
    """
    said, row = _counted(text), _one_row_each(text)
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    bases = {found[1] or found[2] for found in _BASE.finditer(line)}
    name = bases.pop() if len(bases) == 1 else ""
    otherwise = _lengths(line, name)
    made = list(_origins(name, lines, number)) if name else []
    if made:
        listed = ", and at ".join(f"line {at}, which makes {it}" for it, at in made)
        asked = "is that" if len(made) == 1 else "is each"
        return (
            f"{said} Look at {listed}: {asked} what you meant? Otherwise {otherwise}"
            f"{row}"
        )
    if name and takes(lines, number, name):
        return (
            f"{said} {name} is what the function was given: is something to be done "
            f"to it first? Otherwise {otherwise}{row}"
        )
    if "].reshape(" in line:
        said += " A slice that would go on past the end of its array is cut there."
    return (
        f"{said} Print the array's shape before that line: is the array the one that "
        f"you meant? Otherwise {otherwise}{row}"
    )


def _origins(name: str, lines: Sequence[str], number: int) -> Iterator[tuple[str, int]]:
    """Yield names and the lines that make them, back from the line that fails."""
    at = made_before(lines, number, name)
    for _ in range(_NAMED):
        if not at:
            return
        yield name, at
        right = lines[at - 1].partition("=")[2]
        names = dict.fromkeys(re.findall(rf"(?<![\w.]){_NAME}", right))
        earlier = {made_before(lines, at, each): each for each in names}
        at = max(earlier, default=0)
        name = earlier.get(at, "")


def _lengths(line: str, base: str) -> str:
    """Return what to look at in a new shape: the names of its lengths, if it has."""
    found = _ARGUMENTS.findall(line)
    names = re.findall(rf"(?<![\w.]){_NAME}", found[0]) if len(found) == 1 else []
    named = [one for one in dict.fromkeys(names) if one not in {base, "len", "order"}]
    if not named:
        return "an axis of the new shape has another length."
    return f"look at the lengths of the new shape: {', '.join(named)}."


def _counted(text: str) -> str:
    """Return how many entries there are, and how many the new shape takes."""
    found = _RESHAPED.search(text)
    if found is None:
        return "The new shape has another number of entries than the array."
    lengths = [each.strip() for each in found[2].split(",") if each.strip()]
    known = math.prod(int(each) for each in lengths if each.isdecimal())
    is_open = not all(each.isdecimal() for each in lengths)
    has = f"The array has {found[1]} {'entry' if found[1] == '1' else 'entries'}"
    if is_open:
        return f"{has}, which is no multiple of the {known} that the new shape names."
    return f"{has}, and the new shape takes {known}."


def _one_row_each(text: str) -> str:
    """Return how rows are made, where one of two lengths was left open."""
    found = _RESHAPED.search(text)
    lengths = found[2].split(",") if found else []
    is_open = len(lengths) == _PAIR and any("new" in each for each in lengths)
    said = " To make a row of each example, reshape(len(x), -1) does."
    return said if is_open else ""
