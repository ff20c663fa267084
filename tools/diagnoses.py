"""Make the table of what the grader says about every known mistake.

A development-time tool: `python -m tools.diagnoses` grades each file in `mistakes/`
twice, once as it is and once with that mistake taken out of the bank, and writes
docs/diagnoses.md. `--check` only compares, and says which line differs.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import zip_longest
from pathlib import Path

import msgspec

from grader.authoring.candidates import Candidate, candidates_of
from grader.catalog import load_course
from grader.judge import JudgeSettings, grade_all
from grader.model import Outcome, Score, ScoredCheck, Submission

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "diagnoses.md"
NAMED_SHARE = 0.9  # of the mistakes: the cause is named, with the bank
RULED_SHARE = 0.7  # the same without the mistake in the bank
BANK = "mistake:"
AUTHORED = "cause:"
BY_BANK, BY_RULE = "bank", "rule"
HEAD = """# What the grader says about known mistakes

Made by `python -m tools.diagnoses`; do not edit.

Every file in `mistakes/` is graded twice. With the bank, its numbers are recognised
on two seeds and its own sentence is shown; "by a rule" and "not named" mark those
that are not recognised, such as a loop, whose line is told. Then the mistake is taken
out of the bank,
as if nobody had thought of it: what the rules alone say is the table below. "-" means
that no rule was confirmed; the student then reads only what was measured.

Read the column "by rules alone" with care: it is no measure of mistakes that nobody
thought of. A code that begins with "cause:" is a sentence that the author gave to a
check, and suites name suspected formulas too, some of which are in the bank. The
column "of these, an author's sentence" counts the former. Rules that were tried on
layers they were not made for are in tests/numerics/test_diagnosis_held_out.py.
"""


class Row(msgspec.Struct, frozen=True):
    """What is said about one mistake.

    Attributes:
        unit: the unit's id.
        exercise: the exercise it names.
        name: the mistake's.
        caught: whether the exercise loses points.
        said: how its cause is named: by its own sentence of the bank (BY_BANK), by
            a rule (BY_RULE), or "" for not at all.
        wrong: a mistake that is named although it is another, "" for none.
        code: what the rules find without it, "" for nothing.
        text: the sentence of that.
    """

    unit: str
    exercise: str
    name: str
    caught: bool
    said: str
    wrong: str
    code: str
    text: str


def main(arguments: Sequence[str]) -> int:
    """Write the table, or compare it; 1 if it differs or a share is missed."""
    parser = argparse.ArgumentParser(prog="python -m tools.diagnoses")
    parser.add_argument("--check", action="store_true", help="compare, do not write")
    parser.add_argument("units", nargs="*", help="print only these, write nothing")
    given = parser.parse_args(arguments)
    known = [unit.id for unit in load_course(ROOT).units]
    wanted = [u for u in known if not given.units or u.startswith(tuple(given.units))]
    context = multiprocessing.get_context("spawn")  # a judge is never forked
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        rows = [row for found in pool.map(rows_of, wanted) for row in found]
    text = page(rows)
    if given.units:
        sys.stdout.write(text)
    elif given.check:
        return _compared(text) or _missed(rows)
    else:
        TARGET.write_text(text, encoding="utf-8")
    return _missed(rows)


def rows_of(unit_id: str) -> list[Row]:
    """Return what is said about every mistake of one unit."""
    course = load_course(ROOT)
    unit = next(unit for unit in course.units if unit.id == unit_id)
    assert unit.hidden is not None  # noqa: S101 - the project holds its solutions
    wrong = [c for c in candidates_of(unit, unit.hidden) if c.mistake is not None]
    names = {c.name: c.mistake.name for c in wrong if c.mistake is not None}
    scores: list[dict[str, Score]] = []
    for left_out in ({}, names):
        found: dict[str, Score] = {}

        def keep(score: Score, found: dict[str, Score] = found) -> None:
            found[score.submission.id] = score

        submissions = [
            Submission(c.name, {unit.id: c.source.encode()}, (), ()) for c in wrong
        ]
        settings = JudgeSettings(left_out=left_out)
        grade_all(course, [unit], submissions, keep, settings)
        scores.append(found)
    return [_row(unit_id, c, scores[0][c.name], scores[1][c.name]) for c in wrong]


def _row(unit_id: str, candidate: Candidate, score: Score, without: Score) -> Row:
    mistake = candidate.mistake
    assert mistake is not None  # noqa: S101 - only mistakes are graded here
    known = _causes(score, mistake.exercise)
    ruled = _causes(without, mistake.exercise)
    own = BANK + mistake.name
    others = [
        code
        for code, _ in known + ruled
        if code.startswith(BANK) and (code != own or (code, _) in ruled)
    ]
    rules = [cause for cause in ruled if not cause[0].startswith(BANK)]
    code, text = rules[0] if rules else ("", "")
    return Row(
        unit_id,
        mistake.exercise,
        mistake.name,
        caught=bool(_failing(score, mistake.exercise)),
        said=_said(known, own),
        wrong=others[0] if others else "",
        code=code,
        text=text,
    )


def _said(known: Sequence[tuple[str, str]], own: str) -> str:
    if any(code == own for code, _ in known):
        return BY_BANK
    return BY_RULE if known else ""


def _failing(score: Score, exercise_id: str) -> list[ScoredCheck]:
    return [
        check
        for exercise in score.units[0].exercises
        if exercise.id == exercise_id
        for check in exercise.checks
        if check.outcome is not Outcome.PASSED
    ]


def _causes(score: Score, exercise_id: str) -> list[tuple[str, str]]:
    """Return the codes and sentences that an exercise's failing checks carry."""
    return [
        (check.diagnosis.code, check.diagnosis.text)
        for check in _failing(score, exercise_id)
        if check.diagnosis is not None
    ]


def page(rows: Sequence[Row]) -> str:
    """Return the page: a summary for each unit, then every mistake."""
    units = list(dict.fromkeys(row.unit for row in rows))
    lines = [HEAD, *_summary(rows, units)]
    for unit in units:
        lines += ["", f"## {unit}", "", "| exercise | mistake | code | sentence |"]
        lines += ["| --- | --- | --- | --- |"]
        lines += [_line(row) for row in rows if row.unit == unit]
    return "\n".join(lines) + "\n"


def _summary(rows: Sequence[Row], units: Sequence[str]) -> Iterator[str]:
    yield (
        "| unit | mistakes | caught | named | by rules alone "
        "| of these, an author's sentence | wrong |"
    )
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for unit in [*units, "all"]:
        some = [row for row in rows if unit in ("all", row.unit)]
        caught = sum(row.caught for row in some)
        named = sum(bool(row.said) for row in some)
        ruled = sum(bool(row.code) for row in some)
        authored = sum(row.code.startswith(AUTHORED) for row in some)
        wrong = sum(bool(row.wrong) for row in some)
        shares = (
            f"{named} ({named / len(some):.0%}) | {ruled} ({ruled / len(some):.0%})"
        )
        yield f"| {unit} | {len(some)} | {caught} | {shares} | {authored} | {wrong} |"


def _line(row: Row) -> str:
    text = " ".join(row.text.split()).replace("|", "\\|")
    code = f"`{row.code}`" if row.code else "-"
    mark = {BY_BANK: "", BY_RULE: " (by a rule)", "": " (not named)"}[row.said]
    return f"| {row.exercise} | {row.name}{mark} | {code} | {text} |"


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
    named = sum(bool(row.said) for row in rows) / len(rows)
    ruled = sum(bool(row.code) for row in rows) / len(rows)
    wrong = [row.name for row in rows if row.wrong or not row.caught]
    sys.stderr.write(
        f"{len(rows)} mistakes: {named:.0%} named, {ruled:.0%} by rules "
        f"alone; not caught or named wrongly: {', '.join(wrong) or 'none'}.\n"
    )
    return int(named < NAMED_SHARE or ruled < RULED_SHARE or bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
