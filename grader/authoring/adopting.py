"""A group of unexplained failures and an instructor's sentence become a mistake."""

import hashlib
import re
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from grader.authoring.handed_in import HandedIn
from grader.catalog.mistakes import splice
from grader.errors import CourseError, UsageError
from grader.judge import JudgeSettings, grade_one
from grader.model import Course, Score, SourceFile, Submission, Unit
from grader.reports.undiagnosed import Failing, Group, failures_of, undiagnosed

MEMBERS_TRIED = 5  # one of them will have left the rest of the module alone
LINE = 88
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Words(msgspec.Struct, frozen=True):
    """What an instructor says about a mistake.

    Attributes:
        name: the file's name without ".py".
        clause: completes "This is exactly what comes out when ...".
        sentence: what a student reads next, or "".
        read: where to read about it, such as "handout 3.1", or "".
    """

    name: str
    clause: str
    sentence: str = ""
    read: str = ""


class Adopted(msgspec.Struct, frozen=True):
    """What became of a group.

    Attributes:
        path: the file that was written.
        unit: the unit's id.
        count: how many submissions made the mistake.
    """

    path: Path
    unit: str
    count: int


def adopt(
    course: Course,
    scores: Sequence[Score],
    group_id: str,
    handed_in: HandedIn,
    words: Words,
) -> Adopted:
    """Write a group's function into the unit's known mistakes.

    It is written only if it fails the same check in the same way when it is laid
    over the reference.

    Args:
        course: the course, with its solutions.
        scores: the documents in which the group was found.
        group_id: the group's short name.
        handed_in: the code that was graded.
        words: what the instructor says about it.

    Raises:
        UsageError: there is no such group, or the words do not fit.
        CourseError: the mistake would not be a sound one.
    """
    group = _group(scores, group_id)
    unit = next((one for one in course.units if one.id == group.failing.unit), None)
    if unit is None or unit.hidden is None:
        message = (
            f"{group.failing.unit}: expected its folder in solutions/, found none; "
            "adopt where the course's solutions are."
        )
        raise CourseError(message)
    path = unit.hidden / "mistakes" / f"{words.name}.py"
    _refuse_unfit(words, path)
    texts = _texts(group, scores, handed_in, words)
    text = _first_sound(course, unit, group.failing, texts)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Adopted(path, unit.id, len(group.members))


def _group(scores: Sequence[Score], group_id: str) -> Group:
    groups = {group.failing.id: group for group in undiagnosed(scores)}
    if group_id not in groups:
        known = ", ".join(groups) or "none"
        message = (
            f"no group {group_id!r}: the results have {known}; `grader report RESULTS "
            "--undiagnosed` shows them."
        )
        raise UsageError(message)
    return groups[group_id]


def _refuse_unfit(words: Words, path: Path) -> None:
    where = Path(*path.parts[-4:]).as_posix()
    if not _NAME.fullmatch(words.name):
        message = (
            f"--name {words.name!r} must be small letters, digits and underscores, "
            "such as variance_path_left_out."
        )
        raise UsageError(message)
    if path.exists():
        message = f"{where} is there already; choose another --name."
        raise UsageError(message)
    said = f"{words.clause}{words.sentence}{words.read}"
    if not words.clause.strip() or {"\n", '"', "\\"} & set(said):
        message = (
            "--clause, --sentence and --read must be one line each without double "
            "quotes and backslashes, and the clause must say something."
        )
        raise UsageError(message)
    if len(words.clause) > LINE - len('"""'):
        message = (
            f"--clause has {len(words.clause)} characters, {LINE - 3} fit on its line; "
            "put the rest into --sentence."
        )
        raise UsageError(message)


def _texts(
    group: Group, scores: Sequence[Score], handed_in: HandedIn, words: Words
) -> Iterator[str]:
    """Yield files that may describe the group, the shortest of each member first."""
    by_id = {score.submission.id: score for score in scores}
    for member in group.members[:MEMBERS_TRIED]:
        for code in handed_in.excerpts(by_id[member], group.failing):
            yield _file(words, group.failing.exercise, code)


def _file(words: Words, exercise: str, code: str) -> str:
    """Return the text of a mistake in the house's form."""
    lines = [f'"""{words.clause.strip().removesuffix(".")}']
    if words.sentence:
        lines += ["", *textwrap.wrap(words.sentence, LINE)]
    lines += ['"""', "", f'EXERCISE = "{exercise}"']
    if words.read:
        lines.append(f'READ = "{words.read}"')
    return "\n".join([*lines, "", "", code, ""])


def _first_sound(
    course: Course, unit: Unit, failing: Failing, texts: Iterator[str]
) -> str:
    """Return the first text that fails as the group does when it is spliced in.

    Raises:
        CourseError: none does.
    """
    assert unit.hidden is not None  # noqa: S101 - `adopt` saw to it
    reference = (unit.hidden / unit.module).read_text(encoding="utf-8")
    for text in texts:
        wrong = splice(reference, text, "the group's function")
        if failing in failures_of(_graded(course, unit, wrong)):
            return text
    message = (
        f"{failing.id}: laid over the reference, no function of this group fails "
        f"{failing.check} of exercise {failing.exercise} in the same way, so the suite "
        "would not recognise it; write the mistake by hand."
    )
    raise CourseError(message)


def _graded(course: Course, unit: Unit, source: str) -> Score:
    data = source.encode()
    files = (SourceFile(unit.module, hashlib.sha256(data).hexdigest()),)
    submission = Submission("adopted", {unit.id: data}, files, ())
    settings = JudgeSettings(diagnose=False)
    return grade_one(course, [unit], submission, settings)
