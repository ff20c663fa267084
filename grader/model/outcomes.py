"""What may become of a check, and who may read it."""

from enum import StrEnum


class Outcome(StrEnum):
    """What became of a check, or of an exercise as a whole."""

    PASSED = "passed"
    WRONG = "wrong"
    NOT_STARTED = "not_started"
    MISSING = "missing"
    CRASHED = "crashed"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    WAITING = "waiting"
    NOT_GRADED = "not_graded"


class Visibility(StrEnum):
    """Whether a student holds the check's source."""

    OPEN = "open"
    HIDDEN = "hidden"
