"""Grade every right solution from a thousand seeds, and write what came of it.

A development-time tool: `python -m tools.seeds u01 u02` grades the reference and the
alternatives of these units from 1 000 seeds, the course's own among them, and writes
their rows of docs/seeds.md. It is the part of `make course` that takes hours, unit by
unit. Checks that draw nothing answer the same from every seed: they run once. It fails
if a check refused a right solution.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from grader.authoring.candidates import again_from, candidates_of
from grader.authoring.crew import perform_all
from grader.authoring.tasks import Act, tasks_of
from grader.catalog import load_course, select_units
from grader.model import Course, Unit

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "seeds.md"
SEEDS = 1000
ACTS = {Act.KNOWN, Act.AGAIN}
HEAD = """# Right solutions, from a thousand seeds

Every check draws its inputs from a seed.
Here the reference and every alternative of a unit were graded from 1 000 seeds each, \
behind the walls, as a student's work is: a check that refused one of them would be a \
false alarm.
The table is made by `python -m tools.seeds`, a unit at a time; `make course` does the \
same for all units at once, and prints the same numbers at its end.
Minutes are those of a machine that did other work beside.

| unit | right solutions | gradings | false alarms | minutes on 2 cores | commit |
| --- | --- | --- | --- | --- | --- |
"""


def main() -> int:
    """Grade the units that are named, all if none is, and write their rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("units", nargs="*", metavar="UNIT")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    chosen = parser.parse_args()
    course = load_course(ROOT)
    alarms: list[str] = []
    for unit in select_units(course, chosen.units):
        row, refused = _measured(course, unit, chosen.seeds)
        alarms += refused
        sys.stdout.write(f"{row}\n" + "".join(f"  {one}\n" for one in refused))
        sys.stdout.flush()
        if chosen.seeds == SEEDS:
            _write(row)
    return int(bool(alarms))


def _measured(course: Course, unit: Unit, seeds: int) -> tuple[str, list[str]]:
    """Return a unit's row, and a sentence for every check that refused."""
    if unit.hidden is None:
        msg = f"{unit.id}: expected its folder in solutions/, found none"
        raise SystemExit(msg)
    right = [one for one in candidates_of(unit, unit.hidden) if one.is_right]
    again = again_from(right, course.seed, seeds)
    tasks = [task for task in tasks_of(unit, right, again) if task.act in ACTS]
    begun = time.monotonic()
    found = list(perform_all(course, tasks, os.cpu_count() or 1, _show))
    sys.stderr.write("\n")
    minutes = (time.monotonic() - begun) / 60
    alarms = [alarm for done in found for alarm in done.alarms]
    alarms += [
        f"{name}, the course's seed: {score.score:g} of {score.max_score:g} points"
        for done in found
        for name, score in done.scores.items()
        if score.score != score.max_score
    ]
    gradings = sum(done.gradings for done in found)
    cells = (unit.id, len(right), gradings, len(alarms), f"{minutes:.1f}", _commit())
    return f"| {' | '.join(map(str, cells))} |", alarms


def _show(done: int, total: int) -> None:
    """Say how far it is: it takes many minutes."""
    sys.stderr.write(f"\r{done} of {total}")
    sys.stderr.flush()


def _commit() -> str:
    asked = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - git is where it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return asked.stdout.strip()


def _write(row: str) -> None:
    """Put a row in the place of its unit's."""
    old = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    rows = {
        line.split()[1]: line
        for line in old.splitlines()
        if line.startswith(("| u0", "| u1"))
    }
    rows[row.split()[1]] = row
    text = HEAD + "".join(f"{rows[unit]}\n" for unit in sorted(rows))
    TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
