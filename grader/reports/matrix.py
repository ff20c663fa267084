"""Which check catches which mistake: for a terminal, a spreadsheet and a browser."""

import csv
import io
from collections import Counter
from enum import StrEnum

import jinja2
import msgspec

from grader.model import Visibility

WIDTH = 80
SLOWEST = 5
_CHECK_COLUMNS = 30  # those of "catches  alone  mean ms" and of the use
_MISTAKE_COLUMNS = 18  # those of "by its own" and "by all"


class Use(StrEnum):
    """What a check is good for, as far as the known mistakes tell."""

    NEEDED = "needed"  # without it, a mistake is not caught where it was made
    SPARE = "spare"  # what it catches, another check of the exercise catches too
    IDLE = "idle"  # it catches no mistake


class MatrixCheck(msgspec.Struct, frozen=True):
    """One check of a unit.

    Attributes:
        id: the check's name.
        exercise: the id of the exercise it judges.
        visibility: who may read it.
        kills: the names of the mistakes it catches.
        mean_ms: wall-clock milliseconds, the mean over gradings of the reference.
    """

    id: str
    exercise: str
    visibility: Visibility
    kills: tuple[str, ...]
    mean_ms: float = 0.0


class MatrixMistake(msgspec.Struct, frozen=True):
    """One mistake, and the exercise that it names."""

    name: str
    exercise: str


class KillMatrix(msgspec.Struct, frozen=True):
    """Which check of a unit catches which of its mistakes.

    Attributes:
        unit: the unit's id.
        checks: in the order they run.
        mistakes: exercise by exercise, in the order of their files.
    """

    unit: str
    checks: tuple[MatrixCheck, ...]
    mistakes: tuple[MatrixMistake, ...]

    @property
    def killers(self) -> Counter[str]:
        """How many checks catch each mistake, by its name."""
        return Counter(name for check in self.checks for name in check.kills)

    @property
    def own_killers(self) -> Counter[str]:
        """How many checks of the exercise it names catch each mistake, by its name."""
        at = {mistake.name: mistake.exercise for mistake in self.mistakes}
        return Counter(
            name
            for check in self.checks
            for name in check.kills
            if at[name] == check.exercise
        )

    def alone(self, check: MatrixCheck) -> frozenset[str]:
        """Return the mistakes of its exercise that only this check of it catches."""
        own = self.own_killers
        return frozenset(
            mistake.name
            for mistake in self.mistakes
            if mistake.exercise == check.exercise
            and mistake.name in check.kills
            and own[mistake.name] == 1
        )

    def use(self, check: MatrixCheck) -> Use:
        """Return what a check is good for."""
        if not check.kills:
            return Use.IDLE
        return Use.NEEDED if self.alone(check) else Use.SPARE

    @property
    def uses(self) -> Counter[Use]:
        """How many checks are good for what."""
        return Counter(self.use(check) for check in self.checks)

    @property
    def slowest(self) -> tuple[MatrixCheck, ...]:
        """The checks that take longest, the longest first."""
        ordered = sorted(self.checks, key=lambda check: -check.mean_ms)
        return tuple(ordered[:SLOWEST])


def render_matrix(matrix: KillMatrix) -> str:
    """Return a line for each check and each mistake, 80 columns wide."""
    checks = [
        f"{_named(check.exercise, _title(check), _CHECK_COLUMNS)}"
        f"{len(check.kills):>7}{len(matrix.alone(check)):>7}{check.mean_ms:>9.1f} "
        f"{matrix.use(check)}"
        for check in matrix.checks
    ]
    killers, own = matrix.killers, matrix.own_killers
    mistakes = [
        f"{_named(one.exercise, one.name, _MISTAKE_COLUMNS)}"
        f"{own[one.name]:>10}{killers[one.name]:>8}"
        for one in matrix.mistakes
    ]
    return "\n".join(
        [
            f"{matrix.unit}: which check catches which mistake",
            "",
            f"{'check':<{WIDTH - _CHECK_COLUMNS}}catches  alone  mean ms use",
            *checks,
            "",
            (
                f"{'mistake, and how many checks catch it':<{WIDTH - _MISTAKE_COLUMNS}}"
                "   its own     all"
            ),
            *mistakes,
        ]
    )


def matrix_csv(matrix: KillMatrix) -> str:
    """Return a row for each check, a column for each mistake: 1 where it catches it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [mistake.name for mistake in matrix.mistakes]
    writer.writerow(
        [
            "exercise",
            "check",
            "visibility",
            "use",
            "mean_ms",
            "catches",
            "alone",
            *names,
        ]
    )
    for check in matrix.checks:
        words = [check.exercise, check.id, str(check.visibility), matrix.use(check)]
        alone = len(matrix.alone(check))
        numbers = [f"{check.mean_ms:.3f}", len(check.kills), alone]
        caught = [int(name in check.kills) for name in names]
        writer.writerow([*words, *numbers, *caught])
    return text.getvalue()


def matrix_html(matrix: KillMatrix) -> str:
    """Return the matrix as one page that needs nothing else."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("grader.reports"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("matrix.html")
    return template.render(matrix=matrix, Use=Use)


def _title(check: MatrixCheck) -> str:
    return f"{check.id} (open)" if check.visibility is Visibility.OPEN else check.id


def _named(exercise: str, name: str, taken: int) -> str:
    """Return an exercise and a name in the columns that are left, cut if need be."""
    room = WIDTH - taken - 1
    text = f"{exercise:<5} {name}"
    text = text if len(text) <= room else f"{text[: room - 3]}..."
    return f"{text:<{room}} "
