"""What the grader itself costs: per submission, at size, and cold.

Run as `python -m benchmarks.machinery`.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import Usage, environment, median_ms, run, table
from benchmarks.workplace import ROOT, grader, make_class, make_peer, module_of

UNITS = ("u02_layers", "u04_optimizers", "u06_batchnorm")
SCALED = "u06_batchnorm"
FEW, MANY = 5, 45
FLOOR_FEW, FLOOR_MANY = 10, 60
HEAD = ("what", "measured", "target")
Row = tuple[str, str, str]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--sizes", type=int, nargs=2, default=(100, 1000))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="machinery-") as name:
        place = Path(name)
        place.chmod(0o755)  # a worker's own uid must be able to pass through
        rows = [
            *(_machinery(place, unit, options.repeats) for unit in UNITS),
            *_scaling(place, options.sizes),
            *_cold(place, options.repeats),
        ]
    sys.stdout.write(f"medians of {options.repeats}\n\n{table(HEAD, rows)}\n")


def _machinery(place: Path, unit: str, repeats: int) -> Row:
    make_peer(place / "floor" / unit, unit, with_pytest=False)
    make_class(place / "few" / unit, unit, FEW)
    make_class(place / "many" / unit, unit, MANY)
    whole, floor = [], []
    for _ in range(repeats):
        whole.append(
            _slope(
                lambda n: _batch(
                    place / ("few" if n == FEW else "many") / unit, unit, 1
                ),
                FEW,
                MANY,
            )
        )
        floor.append(
            _slope(lambda n: _floor(place / "floor" / unit, n), FLOOR_FEW, FLOOR_MANY)
        )
    total, checks = median_ms(whole), median_ms(floor)
    return (
        f"machinery, {unit}, one submission: CPU",
        f"{total - checks:.1f} ms ({total:.1f} in all, {checks:.1f} the checks' own)",
        "<= 15 ms",
    )


def _slope(measure: Callable[[int], Usage], few: int, many: int) -> float:
    return (measure(many).cpu_s - measure(few).cpu_s) / (many - few)


def _floor(folder: Path, times: int) -> Usage:
    return run([sys.executable, "floor.py", str(times)], folder, environment(folder))


def _batch(submissions: Path, unit: str, jobs: int) -> Usage:
    with tempfile.TemporaryDirectory(dir=submissions.parent) as results:
        command = [
            *(
                grader(),
                "--course",
                ROOT,
                "batch",
                submissions,
                "-o",
                Path(results) / "out",
            ),
            *("--jobs", jobs, "--unit", unit),
        ]
        return run(command, submissions.parent, environment())


def _scaling(place: Path, sizes: tuple[int, int]) -> list[Row]:
    used = []
    for size in sizes:
        folder = place / f"class{size}" / SCALED
        make_class(folder, SCALED, size)
        used.append(_batch(folder, SCALED, 2))
    small, large = used
    each = [usage.wall_s / size for usage, size in zip(used, sizes, strict=True)]
    return [
        (
            f"batch of {sizes[1]}, {SCALED}, 2 jobs: wall",
            f"{large.wall_s:.1f} s",
            "<= 60 s",
        ),
        (
            f"the same against a batch of {sizes[0]}: wall per submission",
            f"{1000 * each[1]:.1f} ms against {1000 * each[0]:.1f} ms",
            "linear",
        ),
        (
            "the same: peak memory of the largest process",
            f"{large.peak_mib:.0f} MiB against {small.peak_mib:.0f} MiB",
            "flat",
        ),
    ]


def _cold(place: Path, repeats: int) -> list[Row]:
    kit = place / "kit"
    shutil.copytree(ROOT / "assignments", kit / "assignments")
    module = module_of(SCALED)
    shutil.copy(
        ROOT / "solutions" / SCALED / module, kit / "assignments" / SCALED / module
    )
    check = [str(grader()), "check", "u06"]
    checks = [run(check, kit, environment()).wall_s for _ in range(repeats)]
    help_ = [
        run([str(grader()), "--help"], kit, environment()).wall_s
        for _ in range(repeats)
    ]
    return [
        (
            "grader check u06, cold, right solution: wall",
            f"{median_ms(checks) / 1000:.2f} s",
            "<= 1.0 s",
        ),
        ("grader --help: wall", f"{median_ms(help_) / 1000:.2f} s", "<= 0.15 s"),
    ]


if __name__ == "__main__":
    main()
