"""Make the table of what the grader says about every known mistake.

A development-time tool: `python -m tools.diagnoses` grades each file in `mistakes/`
in four ways (`WAYS`) and writes docs/diagnoses.md. `--check` only compares, and says
which line differs. The table's form is in `tools/diagnoses_page.py`.
"""

import argparse
import multiprocessing
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest
from pathlib import Path

from grader.authoring.candidates import Candidate, candidates_of
from grader.catalog import load_course
from grader.judge import JudgeSettings, grade_all
from grader.model import (
    Course,
    Diagnosis,
    Outcome,
    Score,
    ScoredCheck,
    Submission,
    Unit,
    Visibility,
)
from grader.numerics.diagnosis.codes import is_place
from tools.diagnoses_page import BANK, Row, Said, page, share_of

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "diagnoses.md"
NAMED_SHARE = 0.9  # of the mistakes: the cause is named, with the bank
RULED_SHARE = 0.7  # the same by rules that know no unit
RULED_SHARE_OF_A_UNIT = 0.6  # the same in every single unit
KNOWN, LEFT_OUT, RULES, KIT = WAYS = (
    "with the bank",
    "with this mistake left out of the bank",
    "by rules that know no unit",
    "with what a student has",
)
AUTHORED = "cause:"
Scores = dict[str, Score]


def main(arguments: Sequence[str]) -> int:
    """Write the table, or compare it; 1 if it differs or a share is missed."""
    parser = argparse.ArgumentParser(prog="python -m tools.diagnoses")
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    parser.add_argument("units", nargs="*", help="print only these, write nothing")
    given = parser.parse_args(arguments)
    known = [unit.id for unit in load_course(ROOT).units]
    wanted = [u for u in known if not given.units or u.startswith(tuple(given.units))]
    rows = _rows(wanted, given.jobs)
    text = page(rows)
    if given.units:
        sys.stdout.write(text)
    elif given.check:
        return _compared(text) or _missed(rows)
    else:
        TARGET.write_text(text, encoding="utf-8")
    return _missed(rows)


def _rows(units: Sequence[str], jobs: int) -> list[Row]:
    """Return a row for every mistake, graded by so many processes."""
    wrong = {unit: _mistakes(*_course_and_unit(unit)) for unit in units}
    tasks = [
        (unit, way, exercise)
        for unit in units
        for way in WAYS
        for exercise in ([""] if way == KIT else _exercises(wrong[unit]))
    ]
    context = multiprocessing.get_context("spawn")  # a judge is never forked
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        found = pool.map(graded, *zip(*tasks, strict=True))
        scores: dict[tuple[str, str], Scores] = defaultdict(dict)
        for (unit, way, _), some in zip(tasks, found, strict=True):
            scores[unit, way] |= some
    return [
        _row(unit, candidate, {way: scores[unit, way][candidate.name] for way in WAYS})
        for unit in units
        for candidate in wrong[unit]
    ]


def _exercises(wrong: Sequence[Candidate]) -> list[str]:
    return list(dict.fromkeys(c.mistake.exercise for c in wrong if c.mistake))


def graded(unit_id: str, way: str, exercise: str) -> Scores:
    """Return the scores of a unit's mistakes, graded in one of the ways.

    Args:
        unit_id: the unit.
        way: one of `WAYS`.
        exercise: grade the mistakes of this exercise, by its checks; all if "".
    """
    course, unit = _course_and_unit(unit_id)
    wrong = [
        c
        for c in _mistakes(course, unit)
        if c.mistake is not None and exercise in {"", c.mistake.exercise}
    ]
    names: dict[str, tuple[str, ...]] = {
        c.name: (c.mistake.name,) for c in wrong if c.mistake is not None
    }
    only = (exercise,) if exercise else ()
    settings = {
        KNOWN: JudgeSettings(only=only),
        LEFT_OUT: JudgeSettings(only=only, left_out=names),
        RULES: JudgeSettings(only=only, rules_only=True),
        KIT: JudgeSettings(visibilities=(Visibility.OPEN,)),
    }
    found: Scores = {}

    def keep(score: Score) -> None:
        found[score.submission.id] = score

    submissions = [
        Submission(c.name, {unit.id: c.source.encode()}, (), ()) for c in wrong
    ]
    grade_all(course, [unit], submissions, keep, settings[way])
    return found


def _course_and_unit(unit_id: str) -> tuple[Course, Unit]:
    course = load_course(ROOT)
    return course, next(unit for unit in course.units if unit.id == unit_id)


def _mistakes(_course: Course, unit: Unit) -> list[Candidate]:
    assert unit.hidden is not None  # noqa: S101 - the project holds its solutions
    return [c for c in candidates_of(unit, unit.hidden) if c.mistake is not None]


def _row(unit_id: str, candidate: Candidate, scores: Scores) -> Row:
    mistake = candidate.mistake
    assert mistake is not None  # noqa: S101 - only mistakes are graded here
    known, left_out, ruled = (
        _causes(scores[way], mistake.exercise) for way in (KNOWN, LEFT_OUT, RULES)
    )
    own = BANK + mistake.name
    others = [cause.code for cause in known if cause.code.startswith(BANK)]
    others += [cause.code for cause in left_out if cause.code.startswith(BANK)]
    without = [cause for cause in left_out if not cause.code.startswith(BANK)]
    rule = _best(ruled)
    told = _best(without) if without else rule
    return Row(
        unit=unit_id,
        exercise=mistake.exercise,
        name=mistake.name,
        caught=bool(_failing(scores[KNOWN], mistake.exercise)),
        said=_said(known, own),
        wrong=next((code for code in others if code != own), ""),
        told=told,
        source=_source(told, ruled),
        rule=rule,
        kit=_shown(scores[KIT]),
    )


def _said(known: Sequence[Diagnosis], own: str) -> Said:
    if any(cause.code == own for cause in known):
        return Said.BY_BANK
    return Said.OTHERWISE if known else Said.NOT


def _source(told: Diagnosis, ruled: Sequence[Diagnosis]) -> str:
    """Return who names the cause where the mistake is not in the bank."""
    if not told.code:
        return "nothing"
    if told.code.startswith(AUTHORED):
        return "author"
    return "rule" if told in ruled else "suspicion"


def _failing(score: Score, exercise_id: str) -> list[ScoredCheck]:
    return [
        check
        for exercise in score.units[0].exercises
        if exercise.id == exercise_id
        for check in exercise.checks
        if check.outcome is not Outcome.PASSED
    ]


def _causes(score: Score, exercise_id: str) -> list[Diagnosis]:
    """Return the causes that an exercise's failing checks carry."""
    failing = _failing(score, exercise_id)
    return [check.diagnosis for check in failing if check.diagnosis is not None]


def _shown(score: Score) -> Diagnosis:
    """Return the cause that `grader check` shows: that of the first exercise failed."""
    for exercise in score.units[0].exercises:
        if _failing(score, exercise.id):
            return _best(_causes(score, exercise.id))
    return Diagnosis("", "")


def _best(causes: Sequence[Diagnosis]) -> Diagnosis:
    """Return the first cause, or else the first place, as `grader check` does."""
    told = sorted(causes, key=lambda cause: is_place(cause.code))
    return told[0] if told else Diagnosis("", "")


def _compared(text: str) -> int:
    old = TARGET.read_text(encoding="utf-8").splitlines() if TARGET.exists() else []
    for number, (left, right) in enumerate(zip_longest(old, text.splitlines()), 1):
        if left != right:
            sys.stderr.write(
                f"docs/diagnoses.md:{number}: expected {right!r}, found {left!r}; run "
                "python -m tools.diagnoses and look at what changed.\n"
            )
            return 1
    return 0


def _missed(rows: Sequence[Row]) -> int:
    """Say what was reached; 1 where that is less than was promised."""
    named = share_of(bool(row.said) for row in rows)
    ruled = share_of(row.is_ruled for row in rows)
    by_unit = {
        unit: share_of(row.is_ruled for row in rows if row.unit == unit)
        for unit in dict.fromkeys(row.unit for row in rows)
    }
    short = [unit for unit, share in by_unit.items() if share < RULED_SHARE_OF_A_UNIT]
    wrong = [row.name for row in rows if row.wrong or not row.caught]
    sys.stderr.write(
        f"{len(rows)} mistakes: {named:.0%} named, {ruled:.0%} by structural rules "
        f"alone; units below {RULED_SHARE_OF_A_UNIT:.0%}: {', '.join(short) or 'none'};"
        f" not caught or named wrongly: {', '.join(wrong) or 'none'}.\n"
    )
    missed = named < NAMED_SHARE or ruled < RULED_SHARE
    return int(missed or bool(short) or bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
