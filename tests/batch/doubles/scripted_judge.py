"""A judge and an intake that do what a submission's one line tells them.

A pool sends functions to other processes by name, so these live in a module
that those processes can import.
"""

import hashlib
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from grader.errors import CourseError, GraderFault, IntakeError, UsageError
from grader.judge import JudgeSettings
from grader.model import (
    Course,
    CourseInfo,
    GraderInfo,
    Isolation,
    Outcome,
    Score,
    ScoredCheck,
    ScoredExercise,
    ScoredUnit,
    SourceFile,
    Submission,
    SubmissionInfo,
    Unit,
    Visibility,
)

_LONG_S = 60.0


def take_in(path: Path, _units: Sequence[Unit], submission_id: str) -> Submission:
    """Return a submission whose module is the file's line."""
    data = path.read_bytes()
    if data.startswith(b"refuse"):
        message = f"{path.name} is not an archive."
        raise IntakeError(message)
    if data.startswith(b"stumble"):
        message = f"no way to open {path.name}"
        raise RuntimeError(message)
    file = SourceFile(path=ascii(path.name), sha256=hashlib.sha256(data).hexdigest())
    return Submission(submission_id, {"u06_batchnorm": data}, (file,), ())


def grade_all(
    course: Course,
    units: Sequence[Unit],
    submissions: Iterable[Submission],
    on_score: Callable[[Score], None],
    settings: JudgeSettings,
) -> None:
    """Do what each submission says; a number is its points out of 100."""
    seed = course.seed if settings.seed is None else settings.seed
    for submission in submissions:
        word = submission.modules["u06_batchnorm"].decode().split()[0]
        if word == "skip":
            continue
        if word in _DEEDS:
            _DEEDS[word]()
        on_score(_score(submission, word, course, seed, units))


def fail_at_once(*_arguments: object) -> None:
    """Fail before a submission is taken."""
    message = "the zygote did not start."
    raise GraderFault(message)


def _score(
    submission: Submission, word: str, course: Course, seed: int, units: Sequence[Unit]
) -> Score:
    is_owed = word == "owe"
    got = float(word) if word.isdecimal() else 0.0
    most = 0.0 if word == "empty" else 100.0
    outcome = Outcome.NOT_GRADED if is_owed else Outcome.PASSED
    check = ScoredCheck("a_check", "A check.", Visibility.OPEN, outcome, got, 100.0)
    exercise = ScoredExercise("6.1", "forward", outcome, got, 100.0, (check,))
    scored = [ScoredUnit(one.id, one.title, got, 100.0, (exercise,)) for one in units]
    return Score(
        submission=SubmissionInfo(submission.id, submission.files, ()),
        course=CourseInfo(course.title, course.digest, seed),
        grader=GraderInfo("0.1.0", "3.11.7", "2.4.6", Isolation("A", ())),
        complete=not is_owed,
        score=got,
        max_score=most,
        units=tuple(scored),
        duration_s=0.0,
    )


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _press_ctrl_c() -> None:
    parent = multiprocessing.parent_process()
    os.kill(parent.pid if parent and parent.pid else os.getpid(), signal.SIGINT)
    time.sleep(_LONG_S)  # ended by the signal, or by the batch that ends us


def _press_ctrl_c_and_stay() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _press_ctrl_c()


def _fault() -> None:
    message = "the zygote does not answer."
    raise GraderFault(message)


def _bug() -> None:
    message = "no such key"
    raise ValueError(message)


def _break_course() -> None:
    message = "unit.toml: no check to run."
    raise CourseError(message)


def _refuse_to_run() -> None:
    message = "this machine isolates at tier D."
    raise UsageError(message)


_DEEDS: dict[str, Callable[[], None]] = {
    "die": _die,
    "ctrl-c": _press_ctrl_c,
    "stay": _press_ctrl_c_and_stay,
    "fault": _fault,
    "bug": _bug,
    "course": _break_course,
    "usage": _refuse_to_run,
}
