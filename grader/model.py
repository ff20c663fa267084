"""The records that every floor shares, frozen; `Score` is the score document."""

from enum import StrEnum
from pathlib import Path

import msgspec


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


class Limits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one submission may use; manifests override the course's values.

    Attributes:
        call_s: wall-clock seconds for one call.
        import_s: wall-clock seconds for importing the module.
        exercise_s: wall-clock seconds for all checks of one exercise.
        memory_mib: address space beyond the bare interpreter with NumPy.
        output_kib: printed output that is kept; the rest is counted and dropped.
        file_mib: the largest file that may be written.
    """

    call_s: float = 2.0
    import_s: float = 5.0
    exercise_s: float = 10.0
    memory_mib: int = 512
    output_kib: int = 64
    file_mib: int = 16


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to implement, as the manifest lists it.

    Attributes:
        id: "<unit number>.<n>", such as "6.3".
        name: what is written, such as "BatchNorm.backward".
        points: whole points; a unit's exercises sum to 100.
        needs: exercises it waits for while they cannot run.
        minutes: how long it takes a student who read the handout.
        difficulty: 1 (plain), 2 (needs thought) or 3 (hard).
        hints: at least one, from a nudge to nearly the answer.
        may_loop_over: dimensions a Python loop may run over, such as "T".
    """

    id: str
    name: str
    points: int
    minutes: int
    difficulty: int
    hints: tuple[str, ...]
    needs: tuple[str, ...] = ()
    may_loop_over: tuple[str, ...] = ()


class Unit(msgspec.Struct, frozen=True):
    """One unit of the course: a module to complete and what it is worth.

    Attributes:
        id: the folder's name, such as "u06_batchnorm".
        title: "Batch normalization".
        paper: the citation the handout starts from, or "".
        module: the file a student completes, such as "batchnorm.py".
        exercises: in the order they are graded.
        limits: the course's limits with the unit's own laid over them.
        weight: the unit's share of the course score, relative to the others.
        folder: where the student's files of the unit are.
        hidden: where the teacher's files of the unit are, None in a kit.
    """

    id: str
    title: str
    paper: str
    module: str
    exercises: tuple[Exercise, ...]
    limits: Limits
    weight: int
    folder: Path
    hidden: Path | None

    def exercise(self, exercise_id: str) -> Exercise:
        """Return the exercise with this id; KeyError if the unit has none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise KeyError(exercise_id)


class Course(msgspec.Struct, frozen=True):
    """A course: its units in order, and what holds for all of them.

    Attributes:
        title: the name on every report.
        seed: from which every check draws its inputs.
        open_share: the part of each exercise's points that open checks carry.
        units: in the order they are taught.
        root: the folder that holds `assignments/`.
        digest: sha256 over every file that can change a score.
    """

    title: str
    seed: int
    open_share: float
    units: tuple[Unit, ...]
    root: Path
    digest: str


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


class ScoredCheck(msgspec.Struct, frozen=True, omit_defaults=True):
    """A check in the score document."""

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


class CourseInfo(msgspec.Struct, frozen=True):
    """Which course graded, and from which seed."""

    title: str
    digest: str
    seed: int


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
