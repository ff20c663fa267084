"""A course as its manifests describe it: units, exercises, limits, policies."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

import msgspec


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
        all_open: whether its open checks carry all points: it has no hidden ones.
    """

    id: str
    name: str
    points: int
    minutes: int
    difficulty: int
    hints: tuple[str, ...]
    needs: tuple[str, ...] = ()
    may_loop_over: tuple[str, ...] = ()
    all_open: bool = False


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


class DiagnosisPolicy(StrEnum):
    """When a student reads the cause of a failure, not only that it failed."""

    SECOND_TRY = "second_try"
    AT_ONCE = "at_once"
    AFTER_DUE = "after_due"


class RevealPolicy(StrEnum):
    """When a student may read a right solution of an exercise."""

    AFTER_PASSING = "after_passing"
    AFTER_DUE = "after_due"
    NEVER = "never"


class Course(msgspec.Struct, frozen=True):
    """A course: its units in order, and what holds for all of them.

    Attributes:
        title: the name on every report.
        seed: from which every check draws its inputs.
        open_share: the part of each exercise's points that open checks carry.
        units: in the order they are taught.
        root: the folder that holds `assignments/`.
        digest: sha256 over every file that can change a score.
        diagnosis: when a student reads the cause of a failure.
        reveal: when a student may read a right solution.
        due: unit id -> the moment after which nothing is handed in.
    """

    title: str
    seed: int
    open_share: float
    units: tuple[Unit, ...]
    root: Path
    digest: str
    diagnosis: DiagnosisPolicy = DiagnosisPolicy.SECOND_TRY
    reveal: RevealPolicy = RevealPolicy.AFTER_DUE
    due: dict[str, datetime] = {}

    def is_due(self, unit_id: str, now: datetime) -> bool:
        """Return whether the unit's due date has passed; never without one."""
        due = self.due.get(unit_id)
        return due is not None and due <= now
