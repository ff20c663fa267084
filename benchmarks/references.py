"""How fast the references are beside PyTorch, on one thread.

    python -m benchmarks.references

needs PyTorch. Both sides take turns, and the medians of the CPU time are compared, so
a machine that is busy for a while is busy for both.
"""

import functools
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks import convolution, gated

Act = Callable[[], object]
Row = tuple[str, str, Callable[[ModuleType, Any, str], tuple[Act, Act]], str]
ROOT = Path(__file__).parents[1]
TURNS, WARM, CALLS = 12, 1, 4
MS = 1000.0
LIMIT = 3.0  # times PyTorch, which the references should stay within
ROWS: tuple[Row, ...] = (  # what, the reference's file, the two passes, the dtype
    ("Conv2d", "u09_convolution/convolution.py", convolution.passes, "float64"),
    ("Conv2d", "u09_convolution/convolution.py", convolution.passes, "float32"),
    *(
        (kind, "u14_gated/gated.py", functools.partial(gated.passes, kind), dtype)
        for kind in ("LSTM", "GRU")
        for dtype in ("float64", "float32")
    ),
)


def main() -> None:
    """Print one line for each row: both medians, and how they compare."""
    torch = _torch()
    for name, file, passes, dtype in ROWS:
        ours, theirs = _medians(*passes(_reference(file), torch, dtype))
        verdict = "within" if ours <= LIMIT * theirs else "BEYOND"
        sys.stdout.write(
            f"{name:8} {dtype:8} forward and backward: {ours * MS:6.1f} ms, PyTorch "
            f"{theirs * MS:6.1f} ms, ratio {ours / theirs:4.2f}, {verdict} {LIMIT:g}\n"
        )


def _medians(ours: Act, theirs: Act) -> tuple[float, float]:
    """Return the median CPU seconds of each of two calls that take turns.

    A turn is several calls in a row, as in training, and the first of them does not
    count: it finds the caches full of the other side's arrays.
    """
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(WARM + TURNS):
        for act, found in zip((ours, theirs), times, strict=True):
            act()
            for _ in range(CALLS):
                start = time.process_time()
                act()
                if turn >= WARM:
                    found.append(time.process_time() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def _reference(file: str) -> ModuleType:
    path = ROOT / "solutions" / file
    spec = importlib.util.spec_from_file_location(f"reference_{path.stem}", path)
    if spec is None or spec.loader is None:
        msg = f"expected a Python file, found {path}"
        raise SystemExit(msg)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _torch() -> Any:  # noqa: ANN401 - PyTorch is optional and has no types here
    if importlib.util.find_spec("torch") is None:
        msg = "benchmarks.references compares with PyTorch: install torch first."
        raise SystemExit(msg)
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    return torch


if __name__ == "__main__":
    main()
