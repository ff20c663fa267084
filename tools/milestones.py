"""Measure the milestones: over seeds with the references, and with named mistakes.

A development-time tool: `python -m tools.milestones` tells every story with the
references for 20 seeds and once with each of `MISTAKES`, and writes
docs/milestones.md. It fails if a story is reached for fewer than 19 seeds, or with a
mistake.
"""

import argparse
import shutil
import statistics
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from grader.catalog import load_course
from grader.catalog.mistakes import load_mistake, splice
from grader.milestones.listing import Milestone, load_milestones
from grader.milestones.running import Told, tell
from grader.milestones.standing import standing
from grader.milestones.telling import checks_of, what_happened, where_to_look
from grader.model import Course

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs" / "milestones.md"
SEEDS, ENOUGH = 20, 19
MISTAKES = {
    1: (
        "u02_layers/sigmoid_slope_without_y",
        "u03_training/dlogits_with_the_other_sign",
        "u03_training/x_and_t_shuffled_apart",
        "u04_optimizers/adam_corrects_its_memory",
        "u02_layers/weight_gradient_transposed",
    ),
    2: (
        "u02_layers/relu_keeps_the_negative",
        "u02_layers/relu_gates_by_the_sign_of_dout",
        "u03_training/dlogits_without_target",
        "u03_training/backward_stops_before_the_first_layer",
        "u06_batchnorm/running_averages_never_move",
        "u07_regularization/dropout_scaled_by_ratio",
    ),
    3: (
        "u10_residual/identity_not_added",
        "u10_residual/dx_only_from_the_branch",
        "u10_residual/relu_before_the_sum",
    ),
    4: (
        "u13_gradient_flow/targets_not_shifted",
        "u13_gradient_flow/first_id_read_again",
        "u14_gated/lstm_way_through_h_left_out",
        "u14_gated/lstm_gradients_of_one_step_only",
    ),
}
HEAD = """# Milestones

Made by `python -m tools.milestones`; do not edit.

A milestone is a small story told with a student's own units, and never graded.
`grader milestone` lists them.
The goals were set from what the references do in twenty seeds.
The tool fails if one is missed by more than one seed, or reached with a mistake.
Seconds are those of one processor.
"""


def main(arguments: Sequence[str]) -> int:
    """Measure, write the page, and return 1 if a milestone is not what it must be."""
    parser = argparse.ArgumentParser(prog="python -m tools.milestones")
    parser.add_argument("--jobs", type=int, default=1, help="stories at a time")
    parser.add_argument("numbers", type=int, nargs="*", help="print these only")
    given = parser.parse_args(arguments)
    parts, failures = [HEAD], 0
    for number, milestone in enumerate(load_milestones(load_course(ROOT)), start=1):
        if given.numbers and number not in given.numbers:
            continue
        jobs = [("", seed) for seed in range(1, SEEDS + 1)]
        jobs += [(mistake, 1) for mistake in MISTAKES[number]]
        with ThreadPoolExecutor(given.jobs) as pool:
            found = list(pool.map(partial(_told, milestone), jobs))
        right, wrong = found[:SEEDS], found[SEEDS:]
        reached = sum(told.reaches(milestone) for told in right)
        failures += reached < ENOUGH
        failures += sum(told.reaches(milestone) for told in wrong)
        parts.append(_section(number, milestone, right, wrong))
        sys.stdout.write(parts[-1])
    if not given.numbers:
        TARGET.write_text("\n".join(parts), encoding="utf-8")
    return 1 if failures else 0


def _told(milestone: Milestone, job: tuple[str, int]) -> Told:
    """Tell a story once in a kit of its own, with a mistake or with none."""
    mistake, seed = job
    with TemporaryDirectory() as folder:
        course = solved_kit(Path(folder), mistake)
        told = tell(course, milestone, seed, lambda _line: None)
    return msgspec.structs.replace(told, kept=b"")


def solved_kit(folder: Path, mistake: str = "") -> Course:
    """Return a course in an empty folder, in which the references are the work.

    Args:
        folder: where to make it.
        mistake: laid over its reference, such as "u02_layers/bias_left_out", or "".
    """
    shutil.copytree(ROOT / "assignments", folder / "assignments")
    course = load_course(folder)
    name_of_unit, _, name = mistake.partition("/")
    for unit in course.units:
        hidden = ROOT / "solutions" / unit.id
        source = (hidden / unit.module).read_text(encoding="utf-8")
        if unit.id == name_of_unit:
            known = load_mistake(hidden / "mistakes" / f"{name}.py")
            source = splice(source, known.source)
        (unit.folder / unit.module).write_text(source, encoding="utf-8")
    return course


def _section(
    number: int, milestone: Milestone, right: Sequence[Told], wrong: Sequence[Told]
) -> str:
    scores = [told.last.score for told in right if told.last.score is not None]
    seconds = [told.last.cpu_s for told in right]
    reached = sum(told.reaches(milestone) for told in right)
    word = "at most" if milestone.at_least is None else "at least"
    low, middle, high = min(scores), statistics.median(scores), max(scores)
    numbers = (
        f"{low:.3g} | {middle:.3g} | {high:.3g} | {statistics.median(seconds):.1f}"
    )
    goal = f"{milestone.measure}, {word} {milestone.goal:g}"
    course = load_course(ROOT)
    parts = ", ".join(standing(course, milestone).parts)
    lines = [
        f"## {number}. {milestone.title}\n",
        f"{milestone.about}\nMade of {parts}.\n",
        "| goal | reached | least | median | greatest | seconds |",
        "| --- | --- | --- | --- | --- | --- |",
        f"| {goal} | {reached} of {len(right)} seeds | {numbers} |\n",
        "| with this mistake | score | how it ends | and points at |",
        "| --- | --- | --- | --- |",
    ]
    for mistake, told in zip(MISTAKES[number], wrong, strict=True):
        score = "none" if told.last.score is None else f"{told.last.score:.3g}"
        commands = [where_to_look(course, milestone, told)]
        commands += checks_of(course, told.last.look)[1:]
        listed = ", then ".join(f"`{command}`" for command in commands)
        said = what_happened(told).replace("\n", " ").replace("|", "/")
        lines.append(f"| `{mistake}` | {score} | {said} | {listed} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
