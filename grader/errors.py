"""Every error the grader raises, split by whose act it asks for.

GraderError
├── StudentError         what a submission did; becomes an outcome, never a crash
│   ├── CheckFailed      a check compared and found a difference
│   ├── NotStarted       a hole of the stub is still there
│   ├── NameMissing      no such file, class or function
│   ├── StudentException the code raised
│   ├── WorkerCrashed    the code ended its process
│   ├── CallTimeout      a call ran past its time limit
│   ├── MemoryExceeded   a call asked for more memory than it may have
│   ├── BadOutput        a value of the wrong kind, shape or dtype
│   └── ProtocolViolation the code wrote to the grader's own channel
├── CourseError          a manifest, suite or mistake file needs its author
├── UsageError           the operator asked for something that is not there
│   └── IntakeError      a submission that cannot be taken in
└── GraderFault          the grader itself failed; never counted as a zero
"""

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Who found a cause."""

    RULE = "rule"  # one that knows no unit
    SUSPECT = "suspect"  # a wrong formula that a suite names
    AUTHOR = "author"  # a sentence that a suite gives to a check


@dataclass(frozen=True)
class Finding:
    """A cause that the numbers of a failure agree with.

    Attributes:
        code: a stable name with the numbers in it, such as "factor:1/N"; two
            runs on different inputs found the same cause if the codes agree.
        text: the sentence a student reads.
        is_fit: whether it rests on numbers that happen to agree; inputs that are
            the same in every run cannot confirm it.
        origin: who found it.
        plain: the text for a file that knows NumPy alone, "" where it is the same.
    """

    code: str
    text: str
    is_fit: bool = False
    origin: Origin = Origin.RULE
    plain: str = ""


@dataclass(frozen=True)
class Comparison:
    """Entries of an array beside those that they were held against.

    Attributes:
        name: what the array is called, such as "dx".
        shape: its extents.
        places: which entries these are, counted through the array row by row.
        got: what the code gave there, rounded.
        expected: what it was held against, rounded.
        wrong: the places of those that are off.
    """

    name: str
    shape: tuple[int, ...]
    places: tuple[int, ...]
    got: tuple[float, ...]
    expected: tuple[float, ...]
    wrong: tuple[int, ...]


NO_FILE = "no file"  # what is said of a module that was not handed in begins so


class GraderError(Exception):
    """The root of the tree; its text is one sentence for a person."""


class StudentError(GraderError):
    """What a submission did; the judge turns it into an outcome."""


class CheckFailed(StudentError):
    """A check compared and found a difference.

    Attributes:
        symptom: the authored text that says what was measured.
        findings: causes that these numbers agree with, the likeliest first; the
            judge shows one only if it is found again on other inputs.
        inputs: what the code was given, for open checks only.
        about: what the compared value is called: "out", "dx"; "" if it is no value.
        is_measured: whether it was held against the submission's own forward.
        signature: what the numbers look like, for grouping failures that no
            rule explains, such as "dx (N, D): all wrong, no constant ratio".
        comparison: the numbers themselves, for a picture; for open checks only.
        got: the object that was compared, None if it is not one that a call returned.
    """

    got: object = None

    def __init__(  # noqa: PLR0913 - a check names only what it has
        self,
        symptom: str,
        findings: tuple[Finding, ...] = (),
        inputs: str = "",
        signature: str = "",
        *,
        about: str = "",
        is_measured: bool = False,
        comparison: Comparison | None = None,
    ) -> None:
        super().__init__(symptom)
        self.about = about
        self.is_measured = is_measured
        self.comparison = comparison
        self.symptom = symptom
        self.findings = findings
        self.inputs = inputs
        self.signature = signature


class NotStarted(StudentError):
    """A hole of the stub is still there: the code raised NotImplementedError.

    Attributes:
        line: where in the student's file it was raised, 0 if that is not known.
        callers: lines of the student's file that led there, the outermost first.
    """

    def __init__(self, text: str, line: int = 0, callers: tuple[int, ...] = ()) -> None:
        super().__init__(text)
        self.line = line
        self.callers = callers


class NameMissing(StudentError):
    """The submission has no such file, class, function or attribute.

    Attributes:
        name: what the module lacks, "" where a class lacks it, or the file is gone.
    """

    def __init__(self, message: str, name: str = "") -> None:
        super().__init__(message)
        self.name = name


class StudentException(StudentError):
    """The submission's code raised an exception.

    Attributes:
        kind: the exception's class name, such as "ValueError".
        kinds: the class names of its method resolution order.
        text: what `str(exception)` gave, cut to a safe length.
        line: the last line of the student's own file in the traceback, 0 if none.
        where: "batchnorm.py:58", or "" where no line of theirs is known.
        callers: lines of the student's file that led there, the outermost first.
        at_import: whether the module was still being imported.
    """

    def __init__(
        self,
        kind: str,
        kinds: tuple[str, ...],
        text: str,
        line: int,
        where: str,
        callers: tuple[int, ...] = (),
    ) -> None:
        at = f" at {where}" if where else ""
        said = f": {text}" if text else ""
        super().__init__(f"{kind}{at}{said}")
        self.kind = kind
        self.kinds = kinds
        self.text = text
        self.line = line
        self.where = where
        self.callers = callers
        self.at_import = False


class _Placed(StudentError):
    """What may have happened at a line of the student's file.

    Attributes:
        line: that line, 0 where it is not known.
        where: "batchnorm.py:58", or "" likewise.
        callers: lines of the file that led there, the outermost first.
    """

    def __init__(
        self,
        text: str,
        line: int = 0,
        filename: str = "",
        callers: tuple[int, ...] = (),
    ) -> None:
        super().__init__(text)
        self.callers = callers
        self.line = line
        self.where = f"{filename}:{line}" if line else ""


class CallTimeout(_Placed):
    """A call, or an exercise as a whole, ran past its time limit.

    The line is where it was shortly before, and differs from run to run.
    """


class WorkerCrashed(_Placed):
    """The submission's process ended in the middle of a call."""


class MemoryExceeded(_Placed):
    """A call asked for more memory than the exercise allows."""


class BadOutput(StudentError):
    """A value came back that is not of the kind, shape or dtype it must be.

    Attributes:
        findings: causes that the wrong shape or dtype agrees with, as in
            `CheckFailed`.
        about: what the value is called, as in `CheckFailed`.
        got: the value itself, as in `CheckFailed`.
    """

    got: object = None

    def __init__(
        self, text: str, findings: tuple[Finding, ...] = (), about: str = ""
    ) -> None:
        super().__init__(text)
        self.about = about
        self.findings = findings


class ProtocolViolation(StudentError):
    """The submission wrote to the grader's own channel."""


class CourseError(GraderError):
    """A manifest, suite, reference or mistake file needs its author."""


class UsageError(GraderError):
    """The operator asked for something that is not there."""


class IntakeError(UsageError):
    """A submission cannot be taken in; nothing of it was written."""


class GraderFault(GraderError):
    """The grader itself failed; never the student's zero."""
