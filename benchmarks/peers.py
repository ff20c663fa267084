"""What one submission costs here, and with others' graders on the same checks.

Run as `python -m benchmarks.peers`. Each peer gets an environment of its own
outside the repository and our suites' own files against an in-process
vocabulary. Runs are interleaved, with one BLAS thread for everyone; processor
time includes every child, and medians are printed.
"""

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.measure import environment, median_ms, run, table
from benchmarks.workplace import (
    ROOT,
    grader,
    make_class,
    make_environment,
    make_peer,
)

UNITS = ("u02_layers", "u04_optimizers", "u06_batchnorm")
FEW, MANY = 5, 45  # batch sizes; the difference is warm submissions only
PEERS = {
    "gradescope-utils": ("gradescope-utils==0.5.0",),
    "pytest + json-report": ("pytest==9.2.0", "pytest-json-report==1.5.0"),
}
TARGETS = {"gradescope-utils": 0.25, "pytest + json-report": 0.08}
OURS = "grader, warm"
Seconds = dict[tuple[str, str], list[float]]  # (unit, who) -> CPU seconds of each run


def main() -> None:
    """Measure and print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="peers-") as name:
        place = Path(name)
        place.chmod(0o755)  # a worker's own uid must be able to pass through
        pythons = {
            peer: make_environment(place / peer / "venv", packages)
            for peer, packages in PEERS.items()
        }
        for unit in options.units:
            _lay_out(place, unit)
        cpu: Seconds = defaultdict(list)
        for _ in range(options.repeats):
            for unit in options.units:
                for peer, python in pythons.items():
                    cpu[unit, peer].append(_peer(place, unit, peer, python))
                cpu[unit, OURS].append(_ours(place, unit))
        counts = {unit: _same_checks(place, unit) for unit in options.units}
    _print(cpu, counts, options.repeats)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", nargs="+", default=UNITS)
    parser.add_argument("--repeats", type=int, default=11)
    return parser.parse_args()


def _lay_out(place: Path, unit: str) -> None:
    for peer in PEERS:
        make_peer(place / peer / unit, unit, with_pytest=peer.startswith("pytest"))
    make_class(place / "few" / unit, unit, FEW)
    make_class(place / "many" / unit, unit, MANY)


def _peer(place: Path, unit: str, peer: str, python: Path) -> float:
    folder = place / peer / unit
    command = {
        "gradescope-utils": [python, "gradescope.py"],
        "pytest + json-report": [
            *(python, "-m", "pytest", "-q", "--json-report"),
            "--json-report-file=report.json",
        ],
    }[peer]
    return run(command, folder, environment(folder)).cpu_s


def _ours(place: Path, unit: str) -> float:
    """Return the CPU seconds of one more submission in a batch."""
    few, many = (_batch(place / size, unit) for size in ("few", "many"))
    return (many - few) / (MANY - FEW)


def _batch(place: Path, unit: str) -> float:
    with tempfile.TemporaryDirectory(dir=place) as results:
        command = [
            *(
                grader(),
                "--course",
                ROOT,
                "batch",
                place / unit,
                "-o",
                Path(results) / "out",
            ),
            *("--jobs", "1", "--unit", unit),
        ]
        used = run(command, place, environment())
        (place / f"{unit}.json").write_bytes(_a_score(Path(results) / "out"))
    return used.cpu_s


def _a_score(results: Path) -> bytes:
    return next((results / "scores").glob("*.json")).read_bytes()


def _same_checks(place: Path, unit: str) -> int:
    """Return how many checks everyone ran, after making sure that all passed.

    Raises:
        RuntimeError: someone ran another number of checks, or one failed.
    """
    passed = {
        "gradescope-utils": _gradescope_passed(place / "gradescope-utils" / unit),
        "pytest + json-report": _pytest_passed(place / "pytest + json-report" / unit),
        OURS: _our_passed(place / "many" / f"{unit}.json"),
    }
    if len(set(passed.values())) != 1:
        message = f"{unit}: not the same checks, or not all passed: {passed}"
        raise RuntimeError(message)
    return passed[OURS]


def _gradescope_passed(folder: Path) -> int:
    report = json.loads((folder / "report.json").read_text())
    return sum(test["score"] == test["max_score"] for test in report["tests"])


def _pytest_passed(folder: Path) -> int:
    summary = json.loads((folder / "report.json").read_text())["summary"]
    return int(summary["passed"])


def _our_passed(score: Path) -> int:
    units = json.loads(score.read_text())["units"]
    return sum(
        check["outcome"] == "passed"
        for unit in units
        for exercise in unit["exercises"]
        for check in exercise["checks"]
    )


def _print(cpu: Seconds, counts: dict[str, int], repeats: int) -> None:
    rows = []
    for unit, count in counts.items():
        ours = median_ms(cpu[unit, OURS])
        for who in (*PEERS, OURS):
            spent = median_ms(cpu[unit, who])
            ratio = f"{ours / spent:.3f}" if who in PEERS else ""
            target = f"<= {TARGETS[who]:.2f}" if who in TARGETS else ""
            rows.append((unit, str(count), who, f"{spent:.1f}", ratio, target))
    head = (
        "unit",
        "checks",
        "grader",
        "CPU ms per submission",
        "ours / theirs",
        "target",
    )
    sys.stdout.write(f"medians of {repeats}\n\n{table(head, rows)}\n")


if __name__ == "__main__":
    main()
