"""Run a command and say what it used, children and grandchildren included."""

import ctypes
import os
import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
LEFT_OUT = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONPATH"}
PR_SET_CHILD_SUBREAPER = 36  # orphans come to us, so that their time is counted
KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Usage:
    """What a command used.

    Attributes:
        cpu_s: processor seconds, its own and of every process it started.
        wall_s: seconds from start to end.
        peak_mib: the largest resident set of any one of these processes.
    """

    cpu_s: float
    wall_s: float
    peak_mib: float


def environment(*folders: Path) -> dict[str, str]:
    """Return this process's environment with one BLAS thread, for everyone alike.

    Args:
        folders: what Python searches first.
    """
    kept = {key: value for key, value in os.environ.items() if key not in LEFT_OUT}
    path = {"PYTHONPATH": os.pathsep.join(map(str, folders))} if folders else {}
    return {**kept, **ONE_THREAD, **path}


def run(
    command: Sequence[object], cwd: Path, env: dict[str, str], expect: int = 0
) -> Usage:
    """Run the command to its end and return what it used.

    Args:
        command: program and arguments.
        cwd: where it runs.
        env: its whole environment.
        expect: the exit status it must have.

    Raises:
        RuntimeError: it ended with another exit status.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    start = time.perf_counter()
    with (cwd / "stderr.txt").open("wb") as stderr:
        process = subprocess.Popen(  # noqa: S603 - commands of this benchmark
            list(map(str, command)),
            cwd=cwd,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
        )
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expect:
        said = (cwd / "stderr.txt").read_text()[-2000:]
        message = f"{command} ended with {process.returncode}: {said}"
        raise RuntimeError(message)
    left_s, left_kib = _orphans()
    return Usage(
        usage.ru_utime + usage.ru_stime + left_s,
        wall_s,
        max(usage.ru_maxrss, left_kib) / KIB_PER_MIB,
    )


def _orphans() -> tuple[float, int]:
    """Wait for processes that outlived their parent; return their time and peak."""
    cpu_s, peak_kib = 0.0, 0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return cpu_s, peak_kib
        cpu_s += usage.ru_utime + usage.ru_stime
        peak_kib = max(peak_kib, usage.ru_maxrss)


def median_ms(seconds: Sequence[float]) -> float:
    """Return the median of `seconds`, in milliseconds."""
    return 1000 * statistics.median(seconds)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
