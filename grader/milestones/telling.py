"""What a student reads about milestones, in plain sentences."""

import textwrap
from collections.abc import Mapping, Sequence

from grader.catalog import find_exercise
from grader.milestones.listing import Milestone, exercise_of
from grader.milestones.running import Told
from grader.milestones.standing import Standing, name_of
from grader.model import Course

WIDTH = 78
SHOWN = 3  # parts named in a line
Results = Mapping[int, tuple[float, bool]]  # number -> last score, whether reached


def overview(
    course: Course,
    milestones: Sequence[Milestone],
    standings: Sequence[Standing],
    results: Results,
    undone: str = "",
) -> str:
    """Return the list of all milestones, and the command to go on with.

    Args:
        course: the course.
        milestones: its milestones.
        standings: what the student has of each.
        results: what each came to.
        undone: the exercise to go on with where a milestone waits, "" if none.
    """
    blocks, following = [], ""
    for number, (one, found) in enumerate(
        zip(milestones, standings, strict=True), start=1
    ):
        blocks.append(f"{number}  {one.title:<26}{_yours(found)}, {_state(found)}")
        blocks.append(_folded(one.about))
        blocks += map(_folded, _open(course, found))
        if number in results:
            score, is_reached = results[number]
            said = "Reached" if is_reached else "Not reached"
            blocks.append(_folded(f"Last time: {one.measure} {score:.3g}. {said}."))
        blocks.append("")
        if not following and not results.get(number, (0.0, False))[1]:
            is_waiting = bool(undone and found.missing and not found.broken)
            step = f"grader check {undone}" if is_waiting else _next(found, number)
            following = step
    last = following or "grader list"
    return "\n".join([*blocks, "Never graded, never in the way.", "", f"Next: {last}"])


def refusal(course: Course, milestone: Milestone, number: int, found: Standing) -> str:
    """Return what is said where a milestone cannot be told yet."""
    if found.broken:
        return f"{_headed(milestone, number, found)}\n\nNext: {_next(found, number)}"
    return "\n".join(
        [
            _headed(milestone, number, found),
            "",
            _folded(
                f"It waits for {len(found.missing)} of its parts that you have not "
                f"written yet: {_named(course, found.missing, len(found.missing))}.",
                indent="",
            ),
            "",
            f"Next: {_next(found, number)}",
        ]
    )


def opening(milestone: Milestone, number: int, found: Standing) -> str:
    """Return what is said before a story begins."""
    lines = [_headed(milestone, number, found)]
    for what, names in found.brings.items():
        lines.append(_folded(_without(names, what)))
    return "\n".join([*lines, ""])


def ending(
    course: Course, milestone: Milestone, told: Told, kept_in: str, following: str
) -> str:
    """Return how the story ended, and the next command.

    Args:
        course: the course.
        milestone: the milestone.
        told: how it ended.
        kept_in: the file that was kept, "" if none.
        following: the command to go on with where it is reached.
    """
    last, lines = told.last, [""]
    if last.score is not None:
        word = "at most" if milestone.at_least is None else "at least"
        scored = f"{milestone.measure}: {last.score:.3g}; the goal is {word}"
        lines.append(_folded(f"{_raised(scored)} {milestone.goal:g}.", indent=""))
    if told.reaches(milestone):
        kept = f"Reached. Yours to keep: {kept_in}"
        return "\n".join([*lines, kept, "", f"Next: {following}"])
    lines.append(_folded(what_happened(told), indent=""))
    lines += [f"    {line}"[:WIDTH] for line in last.lines]
    if kept_in:
        lines.append(f"What it came to: {kept_in}")
    lines += _candidates(course, last.look)
    look = where_to_look(course, milestone, told)
    return "\n".join([*lines, "", f"Next: {look}"])


def what_happened(told: Told) -> str:
    """Return how a story ended that did not reach its goal."""
    last = told.last
    where = "in your code, here:" if last.lines else "on what your code gave."
    match last.kind:
        case "ended":
            return f"Not reached. {last.text}"
        case "raised":
            return f"The story stopped with {last.text.rstrip('.')}, {where}"
        case "hole":
            return f"The story stopped at what is not written yet: {last.text}."
        case "exit":
            return f"Your code ended the program, {where}"
        case "late":
            at = "; it was at this line:" if last.lines else "."
            return f"The story ran out of time and was ended{at}"
        case _:
            return "The process ended in the middle of the story, without a word."


def where_to_look(course: Course, milestone: Milestone, told: Told) -> str:
    """Return the command that looks first: at the exercises if one unit has them all.

    Where it may be in several units, the earliest is checked whole before the others.
    """
    last = told.last
    commands = checks_of(course, last.look)
    if len(commands) > 1:
        return commands[0]
    if commands:
        only = " ".join(f"--only {one}" for one in last.look)
        return f"{commands[0]} {only}"
    if last.unit:
        return f"grader check {_short(last.unit)}"
    return f"grader check {exercise_of(milestone.all_parts()[0])}"


def _candidates(course: Course, look: Sequence[str]) -> list[str]:
    """Return a sentence with the checks of all units that it may be in."""
    commands = checks_of(course, look)
    if len(commands) < 2:  # noqa: PLR2004 - then the last line says it
        return []
    said = "It may be in any of these units; check them in this order: "
    return [_folded(f"{said}{', '.join(commands)}.", indent="")]


def checks_of(course: Course, look: Sequence[str]) -> list[str]:
    """Return the checks of the units of these exercises, in the course's order.

    Args:
        course: the course.
        look: ids of exercises.
    """
    units = {find_exercise(course, one)[0].id for one in look}
    return [f"grader check {_short(one.id)}" for one in course.units if one.id in units]


def _short(unit_id: str) -> str:
    return unit_id.partition("_")[0]


def _without(names: Sequence[str], what: str) -> str:
    """Return what a story does where parts that it can do without are not written."""
    return f"Not written yet: {'; '.join(names)}. So in this story: {what}."


def _headed(milestone: Milestone, number: int, found: Standing) -> str:
    lines = [milestone.about, *_unread(found)]
    return "\n".join(
        [
            f"Milestone {number}: {milestone.title}   {_yours(found)}",
            *map(_folded, lines),
        ]
    )


def _yours(found: Standing) -> str:
    return f"yours: {len(found.written)} of {len(found.parts)} parts"


def _open(course: Course, found: Standing) -> list[str]:
    """Return what is not written: what is needed, and what is not."""
    lines = _unread(found)
    if found.missing and not found.broken:
        lines.append(f"Not written yet: {_named(course, found.missing)}.")
    optional = [name for names in found.brings.values() for name in names]
    if optional and not found.broken:
        lines.append(f"Optional, and not written: {_cut(optional)}.")
    return lines


def _unread(found: Standing) -> list[str]:
    return [
        f"{one.module} is not Python now{f' (line {one.line})' if one.line else ''}: "
        "put that right first."
        for one in found.broken
    ]


def _state(found: Standing) -> str:
    if found.broken:
        return f"waits for {'; '.join(one.module for one in found.broken)}"
    if not found.missing:
        return "ready"
    optional = len(found.parts) - len(found.written) - len(found.missing)
    others = f", {optional} optional" if optional else ""
    return f"{len(found.missing)} more needed{others}"


def _next(found: Standing, number: int) -> str:
    if found.broken:
        return f"grader check {_short(found.broken[0].unit)}"
    if found.missing:
        return f"grader check {exercise_of(found.missing[0])}"
    return f"grader milestone {number}"


def _named(course: Course, parts: Sequence[str], count: int = SHOWN) -> str:
    return _cut([name_of(course, part) for part in parts], count)


def _cut(names: Sequence[str], count: int = SHOWN) -> str:
    more = len(names) - count
    return "; ".join(names[:count]) + (f"; and {more} more" if more > 0 else "")


def _folded(text: str, indent: str = "   ") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent,
        break_on_hyphens=False, break_long_words=False,
    )  # fmt: skip


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]
