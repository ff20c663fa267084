"""Options that several commands share, and the course they lead to."""

import contextlib
import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import click

from grader.catalog import find_course, load_course
from grader.catalog.kit import kit_changes, told_changes
from grader.catalog.loading import COURSE_FILE
from grader.cli.device import device_option, on_device
from grader.cli.invocation import Invocation
from grader.errors import CourseError, UsageError
from grader.judge import FreshWorker, JudgeSettings
from grader.model import Course

_Function = TypeVar("_Function", bound=Callable[..., None])
_Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def general_options(function: _Function) -> _Function:
    """Let --course and --traceback stand after the command's name too."""
    course = click.option(
        "--course",
        type=click.Path(path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_note_course,
        help="The folder that holds assignments/. Default: the nearest one upwards.",
    )
    show = click.option(
        "--traceback",
        is_flag=True,
        expose_value=False,
        callback=_note_traceback,
        help="Show where the grader itself failed.",
    )
    return course(show(function))


@dataclass(frozen=True)
class JudgeChoice:
    """What the options of a grading command ask for.

    Attributes:
        unit_names: the units to grade, all if empty.
        settings: how to judge.
        fail_under: percent that every score must reach, None for no limit.
    """

    unit_names: tuple[str, ...]
    settings: JudgeSettings
    fail_under: float | None


def judge_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options of the commands that grade, handed over as one `choice`."""

    @functools.wraps(function)
    def with_choice(
        *args: object,
        unit_names: tuple[str, ...],
        fail_under: float | None,
        fresh_worker: str,
        allow_unisolated: bool,
        device: str,
        **others: object,
    ) -> None:
        settings = JudgeSettings(
            fresh_worker=FreshWorker(fresh_worker), allow_unisolated=allow_unisolated
        )
        settings = on_device(settings, device)
        choice = JudgeChoice(unit_names, settings, fail_under)
        function(*args, choice=choice, **others)

    command: Callable[..., None] = with_choice
    for option in reversed(_judge_options()):
        command = option(command)
    return command


def _judge_options() -> tuple[_Decorator, ...]:
    return (
        click.option(
            "--unit",
            "unit_names",
            multiple=True,
            metavar="UNIT",
            help="Grade this unit only, such as u06; may be given again. Default: all.",
        ),
        click.option(
            "--fail-under",
            type=click.FloatRange(0, 100),
            metavar="PERCENT",
            help="Exit with status 1 if a score is lower.",
        ),
        click.option(
            "--fresh-worker",
            type=click.Choice([one.value for one in FreshWorker]),
            default=FreshWorker.UNIT.value,
            show_default=True,
            help="How often the submission gets a new process.",
        ),
        click.option(
            "--allow-unisolated",
            is_flag=True,
            help="Run hidden checks even where this machine cannot put up walls.",
        ),
        device_option,
    )


def the_course(context: click.Context, work: Path | None = None) -> Course:
    """Return the course that the command works on.

    Args:
        context: the command's.
        work: a file or folder that lies in the course, if one was named; it is
            asked where no course is around the folder the person is in.

    Raises:
        GraderError: if there is none, or a manifest breaks a rule.
    """
    folder = _invocation(context).course_folder
    root = _nearest_course(work) if folder is None else folder
    if not (root / COURSE_FILE).is_file():
        msg = (
            f"--course {root}: expected {COURSE_FILE} in that folder, found no such "
            "file; name the folder that holds assignments/."
        )
        raise UsageError(msg)
    with in_whole_kit(root):
        return load_course(root)


def course_folder(context: click.Context) -> Path:
    """Return the folder of the course, or where the person is if there is none.

    Args:
        context: the command's.
    """
    folder = _invocation(context).course_folder
    if folder is not None:
        return folder
    try:
        return find_course(Path.cwd())
    except UsageError:
        return Path.cwd()


@contextlib.contextmanager
def in_whole_kit(root: Path) -> Iterator[None]:
    """Tell a student whose kit is damaged so, not how a teacher mends a course.

    Args:
        root: the folder of the course.

    Raises:
        UsageError: if a course cannot be used and files of its kit are changed.
    """
    try:
        yield
    except CourseError as error:
        changes = kit_changes(root)
        if not changes:
            raise
        msg = f"{'; '.join(told_changes(changes))}."
        raise UsageError(msg) from error


def _nearest_course(work: Path | None) -> Path:
    try:
        return find_course(Path.cwd())
    except UsageError:
        if work is None or not work.exists():
            raise
    return find_course(work)


def _invocation(context: click.Context) -> Invocation:
    found = context.find_root().obj
    return found if isinstance(found, Invocation) else Invocation()


def _note_course(
    context: click.Context, _option: click.Parameter, folder: Path | None
) -> None:
    if folder is not None:
        root = context.find_root()
        root.obj = replace(_invocation(context), course_folder=folder)


def _note_traceback(
    context: click.Context,
    _option: click.Parameter,
    is_asked: bool,  # noqa: FBT001 - click calls it so
) -> None:
    if is_asked:
        root = context.find_root()
        root.obj = replace(_invocation(context), show_traceback=True)
