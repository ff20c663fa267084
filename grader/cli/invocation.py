"""What holds for every command: the course it works on, how it tells faults."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Invocation:
    """The options before the command's name.

    Attributes:
        course_folder: the folder that holds `assignments/`, None to look for it.
        show_traceback: whether a fault of the grader is shown in full.
    """

    course_folder: Path | None = None
    show_traceback: bool = False
