"""The page docs/diagnoses.md: what is said about every known mistake, and by whom."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from grader.model import Diagnosis
from grader.numerics.diagnosis.codes import is_place

BANK = "mistake:"
HEAD = """# What the grader says about known mistakes

Made by `python -m tools.diagnoses`; do not edit.

Every file in `mistakes/` is graded four times:

1. With the bank: its numbers are recognised on two seeds and its own sentence is shown.
   "(by a rule)" and "(not named)" mark those that are not recognised, such as a loop,
   whose line is told.
2. With the mistake left out of the bank, as if nobody had thought of it. The column
   "source" says where the sentence then comes from: a *rule* that knows no unit, a
   *suspicion* (a wrong formula that the suite names), an *author*'s sentence that the
   suite gives to a check, or nothing.
3. By structural rules alone: no bank, no suspicions, no authors' sentences. This is the
   measure of mistakes that nobody thought of. A sentence that says only where to look
   ("*where*") is shown and not counted.
4. With the kit: open checks only, as `grader check` shows it to a student.

"-" means that no cause was confirmed; the student then reads only what was measured.
"(same)" means that the sentence is the one to the left.
Rules that were tried on layers they were not made for are in
tests/numerics/test_diagnosis_held_out.py.
"""
COLUMNS = (
    "exercise",
    "mistake",
    "source",
    "without the bank",
    "by structural rules alone",
    "with the kit",
)
SOURCES = ("rule", "suspicion", "author", "nothing")


class Said(StrEnum):
    """How a mistake in the bank is named; the empty text is falsy."""

    BY_BANK = "bank"
    OTHERWISE = "rule"
    NOT = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about one mistake.

    Attributes:
        unit: the unit's id.
        exercise: the exercise it names.
        name: the mistake's.
        caught: whether the exercise loses points.
        said: how its cause is named with the bank.
        wrong: a mistake that is named although it is another, "" for none.
        told: what is said without it in the bank; its code is "" for nothing.
        source: one of `SOURCES`, whose sentence that is.
        rule: what rules say that know no unit.
        kit: what a student reads who has the open checks only.
    """

    unit: str
    exercise: str
    name: str
    caught: bool
    said: Said
    wrong: str
    told: Diagnosis
    source: str
    rule: Diagnosis
    kit: Diagnosis

    @property
    def is_ruled(self) -> bool:
        """Whether rules name a cause, and not only the place."""
        return bool(self.rule.code) and not is_place(self.rule.code)


def page(rows: Sequence[Row]) -> str:
    """Return the page: a summary for each unit, then every mistake."""
    units = list(dict.fromkeys(row.unit for row in rows))
    lines = [HEAD, *_summary(rows, units)]
    for unit in units:
        lines += ["", f"## {unit}", "", *_head(COLUMNS)]
        lines += [_line(row) for row in rows if row.unit == unit]
    return "\n".join(lines) + "\n"


def share_of(claims: Iterable[bool]) -> float:
    """Return which share of some claims is true."""
    known = list(claims)
    return sum(known) / len(known)


def _head(columns: Sequence[str]) -> list[str]:
    return [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]


def _summary(rows: Sequence[Row], units: Sequence[str]) -> Iterator[str]:
    yield from _head(
        [
            *("unit", "mistakes", "caught", "named", "by structural rules alone"),
            *(f"source: {source}" for source in SOURCES),
            *("with the kit", "wrong"),
        ]
    )
    for unit in [*units, "all"]:
        some = [row for row in rows if unit in ("all", row.unit)]
        cells = [
            unit,
            str(len(some)),
            str(sum(row.caught for row in some)),
            _counted([bool(row.said) for row in some]),
            _counted([row.is_ruled for row in some]),
            *(str(sum(row.source == source for row in some)) for source in SOURCES),
            _counted([bool(row.kit.code) for row in some]),
            str(sum(bool(row.wrong) for row in some)),
        ]
        yield f"| {' | '.join(cells)} |"


def _counted(claims: Sequence[bool]) -> str:
    return f"{sum(claims)} ({share_of(claims):.0%})"


def _line(row: Row) -> str:
    marks = {Said.BY_BANK: "", Said.OTHERWISE: " (by a rule)", Said.NOT: " (not named)"}
    cells = [
        row.exercise,
        row.name + marks[row.said],
        row.source,
        _cell(row.told),
        _cell(row.rule, row.told),
        _cell(row.kit, row.rule),
    ]
    return f"| {' | '.join(cells)} |"


def _cell(cause: Diagnosis, left: Diagnosis | None = None) -> str:
    if not cause.code:
        return "-"
    if cause == left:
        return "(same)"
    text = " ".join(cause.text.split()).replace("|", "\\|")
    where = "*where* " if is_place(cause.code) else ""
    return f"{where}`{cause.code}` {text}"
