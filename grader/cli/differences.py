"""What differs between this machine and the one that wrote a score document."""

import hashlib
from collections.abc import Iterator

from grader.model import Course, GraderInfo, Score, Unit, Visibility
from grader.reports.findings import Finding, Mark

_DIGEST = 12
_TIERS = ("A", "B", "B-", "C", "D")  # most walls first
_ROUNDING = (
    "Last digits may be rounded differently, which checks allow for; install this "
    "version, {there}, if an outcome differs."
)


def differences(score: Score, course: Course, here: GraderInfo) -> list[Finding]:
    """Return what is the same here and there, and what is not.

    Args:
        score: the document.
        course: the course as it is here.
        here: versions and walls of this machine.
    """
    there = score.grader
    return [
        _compared(
            "grader",
            there.version,
            here.version,
            "Checks may judge differently; install the grader that came with your "
            "course, or ask for the one that graded.",
        ),
        _compared("Python", there.python, here.python, _ROUNDING),
        _compared("NumPy", there.numpy, here.numpy, _ROUNDING),
        _about_tier(there.isolation.tier, here.isolation.tier),
        _compared(
            "device",
            there.device,
            here.device,
            "Checks of GPU code ran on a GPU; mixing its arrays with NumPy's fails "
            "there, so look at what the exercise on the GPU says.",
        ),
        _about_digest(score, course),
        _compared(
            "seed",
            str(score.course.seed),
            str(course.seed),
            "Checks drew other inputs; code that is right on some inputs only may "
            "have passed here and failed there.",
        ),
        *_about_files(score, course),
    ]


def _compared(name: str, there: str, here: str, act: str) -> Finding:
    if there == here:
        return Finding(name, f"the same: {there}")
    said = f"{there} there, {here} here"
    return Finding(name, said, Mark.LOOK, act.replace("{there}", there))


def _about_tier(there: str, here: str) -> Finding:
    has_more = _TIERS.index(there) < _TIERS.index(here)
    act = (
        "More walls stood around your code there; what uses files or the network may "
        "fail behind them, so leave that out."
        if has_more
        else "Fewer walls stood around your code there; go by what you see here."
    )
    return _compared("tier", there, here, act)


def _about_digest(score: Score, course: Course) -> Finding:
    """Return whether it is the same course; hidden suites are part of its digest."""
    was_hidden = any(
        check.visibility is Visibility.HIDDEN
        for unit in score.units
        for exercise in unit.exercises
        for check in exercise.checks
    )
    if was_hidden and not any(unit.hidden for unit in course.units):
        said = "not compared: hidden checks graded, which you do not have"
        return Finding("course", said)
    return _compared(
        "course",
        score.course.digest[:_DIGEST],
        course.digest[:_DIGEST],
        "The course was another version; compare the dates of the two, and ask "
        "which one holds.",
    )


def _about_files(score: Score, course: Course) -> Iterator[Finding]:
    graded = {unit.id for unit in score.units}
    # A document lists the files that were used, each under its own path.
    by_name = {_name(file.path): file.sha256 for file in score.submission.files}
    for unit in course.units:
        if unit.id in graded:
            yield _about_file(unit, by_name)
    for unit_id in sorted(graded - {unit.id for unit in course.units}):
        act = "Take the course folder that belongs to this document, with --course."
        yield Finding(unit_id, "graded there, not in this course", Mark.LOOK, act)


def _about_file(unit: Unit, by_name: dict[str, str]) -> Finding:
    there = by_name.get(unit.module, "")
    path = unit.folder / unit.module
    here = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    if there == here:
        same = f"the file graded is the one here, {here[:_DIGEST]}"
        return Finding(unit.module, same if here else "neither handed in nor here")
    if not there:
        act = "Hand it in again; look at the list of files that `grader pack` shows."
        return Finding(unit.module, "was not handed in", Mark.LOOK, act)
    if not here:
        act = f"Put the file that you handed in into {unit.id} to check it here."
        return Finding(unit.module, "was graded, but is not here", Mark.LOOK, act)
    said = f"the file graded, {there[:_DIGEST]}, is not the one here, {here[:_DIGEST]}"
    act = (
        "Hand in the file that is here if it is the newer one, or check the one that "
        "you handed in: copy it here, then compare again."
    )
    return Finding(unit.module, said, Mark.LOOK, act)


def _name(path: str) -> str:
    return path.rpartition("/")[2]
