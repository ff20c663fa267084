"""What was handed in, what each check found, and `Score`, the score document."""

from datetime import datetime

import msgspec

from grader.errors import Comparison
from grader.model.course import DiagnosisPolicy
from grader.model.outcomes import Outcome, Visibility


class SourceFile(msgspec.Struct, frozen=True):
    """One file of a submission, by its path inside it and its digest."""

    path: str
    sha256: str


class Submission(msgspec.Struct, frozen=True):
    """What a student handed in, taken in and held in memory.

    Attributes:
        id: given by the teacher's side, never by the upload.
        modules: unit id -> source bytes of that unit's module.
        files: the files that were used, one per entry of `modules`.
        ignored: every other path of the upload.
    """

    id: str
    modules: dict[str, bytes]
    files: tuple[SourceFile, ...]
    ignored: tuple[str, ...]


class Check(msgspec.Struct, frozen=True):
    """One check that is expected to report, known before the run.

    Attributes:
        id: the test's name without "test_".
        exercise: the id of the exercise it judges.
        visibility: who may read it.
        weight: its share of the exercise's points, relative to its siblings.
        title: the first line of the test's docstring.
    """

    id: str
    exercise: str
    visibility: Visibility
    weight: int
    title: str


class Diagnosis(msgspec.Struct, frozen=True):
    """The cause of a failure, where it is known.

    Attributes:
        code: a stable name, such as "mistake:variance_path_left_out".
        text: the sentence a student reads.
    """

    code: str
    text: str


class Verdict(msgspec.Struct, frozen=True):
    """What one check found, before points.

    Attributes:
        check: the check's id.
        visibility: tells the check from an open one of the same name.
        outcome: what became of it.
        message: authored text for the student, "" when passed.
        diagnosis: the cause where it is known.
        output: what an open check's code printed, cut; "" for hidden checks.
        duration_s: wall-clock.
        signature: what a failure that no rule explains looks like, for grouping.
        slowdown: time over the reference's, 0 if not measured; unsteady.
        comparison: the numbers of a wrong gradient; of open checks only.
    """

    check: str
    visibility: Visibility
    outcome: Outcome
    message: str = ""
    diagnosis: Diagnosis | None = None
    output: str = ""
    duration_s: float = 0.0
    signature: str = ""
    slowdown: float = 0.0
    comparison: Comparison | None = None


class ScoredCheck(msgspec.Struct, frozen=True, omit_defaults=True):
    """A check in the score document.

    Attributes:
        comparison: the numbers of a wrong gradient beside those it was held
            against, at most 256 of them; of open checks only.
    """

    id: str
    title: str
    visibility: Visibility
    outcome: Outcome
    score: float
    max_score: float
    message: str = ""
    diagnosis: Diagnosis | None = None
    output: str = ""
    duration_s: float = 0.0
    signature: str = ""
    slowdown: float = 0.0
    comparison: Comparison | None = None


class ScoredExercise(msgspec.Struct, frozen=True):
    """An exercise in the score document; its score is the sum of its checks'."""

    id: str
    name: str
    outcome: Outcome
    score: float
    max_score: float
    checks: tuple[ScoredCheck, ...]


class ScoredUnit(msgspec.Struct, frozen=True):
    """A unit in the score document."""

    id: str
    title: str
    score: float
    max_score: float
    exercises: tuple[ScoredExercise, ...]


class SubmissionInfo(msgspec.Struct, frozen=True):
    """Which files were graded, and which were not looked at."""

    id: str
    files: tuple[SourceFile, ...]
    ignored: tuple[str, ...]


class CourseInfo(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which course graded, from which seed, and when it tells causes to students.

    Attributes:
        title: the course's.
        digest: sha256 over every file that can change a score.
        seed: from which every check drew its inputs.
        diagnosis: when students read the cause of a failure.
        due: unit id -> its due date, of the units that were graded and have one.
    """

    title: str
    digest: str
    seed: int
    diagnosis: DiagnosisPolicy = DiagnosisPolicy.SECOND_TRY
    due: dict[str, datetime] = {}


class Isolation(msgspec.Struct, frozen=True):
    """The walls that stood around the student's code.

    Attributes:
        tier: "A", "B", "B-", "C" or "D", as docs/architecture.md defines them.
        walls: the walls by name, outermost first.
    """

    tier: str
    walls: tuple[str, ...]


class GraderInfo(msgspec.Struct, frozen=True):
    """What graded: versions, walls and device."""

    version: str
    python: str
    numpy: str
    isolation: Isolation
    device: str = "cpu"


class Score(msgspec.Struct, frozen=True):
    """The score document, format 1.

    The same submission, course digest and seed give the same document except for
    durations. Where `complete` is false a check is `not_graded`: do not publish it.
    """

    submission: SubmissionInfo
    course: CourseInfo
    grader: GraderInfo
    complete: bool
    score: float
    max_score: float
    units: tuple[ScoredUnit, ...]
    duration_s: float
    format: str = "score/1"
