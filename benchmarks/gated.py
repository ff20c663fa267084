"""The reference's LSTM and GRU beside PyTorch's: one forward and one backward pass.

Run it on one thread, in an environment that has PyTorch:

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/gated.py

It prints a line for each layer and dtype: median times, and their ratio.
"""

import importlib
import importlib.util
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Act = Callable[[], object]
Module = Any  # a reference, or PyTorch, which is optional: neither has types here
REFERENCE = Path(__file__).parents[1] / "solutions" / "u14_gated" / "gated.py"
N, T, D, H = 64, 32, 128, 128
ROUNDS = 21  # of both in turn, so that what slows the machine slows both
LIMIT = 3.0  # times PyTorch's time


def passes(reference: Module, torch: Module, kind: str, dtype: str) -> tuple[Act, Act]:
    """Return two calls that do the same: with the reference, and with PyTorch.

    Args:
        reference: the module of unit 14.
        torch: PyTorch.
        kind: "LSTM" or "GRU".
        dtype: "float32" or "float64".
    """
    rng = np.random.default_rng(14)
    x, dout = (rng.normal(size=(N, T, size)).astype(dtype) for size in (D, H))
    layer = getattr(reference, kind)(D, H, rng, dtype=dtype)
    twin = getattr(torch.nn, kind)(D, H, batch_first=True, dtype=getattr(torch, dtype))
    leaf, upstream = torch.tensor(x, requires_grad=True), torch.tensor(dout)

    def with_reference() -> object:
        layer.forward(x, train=True)
        return layer.backward(dout)

    def with_torch() -> object:
        twin.zero_grad()
        leaf.grad = None
        twin(leaf)[0].backward(upstream)
        return leaf.grad

    return with_reference, with_torch


def medians(acts: tuple[Act, ...]) -> list[float]:
    """Return the median seconds of each call, taken in turn after one for warmth."""
    seconds: list[list[float]] = [[] for _ in acts]
    for _ in range(ROUNDS + 1):
        for act, found in zip(acts, seconds, strict=True):
            start = time.perf_counter()
            act()
            found.append(time.perf_counter() - start)
    return [statistics.median(found[1:]) for found in seconds]


def main() -> int:
    """Print the ratios; the status is 1 where one is above the limit."""
    spec = importlib.util.spec_from_file_location("gated_reference", REFERENCE)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(REFERENCE)
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    torch: Module = importlib.import_module("torch")
    torch.set_num_threads(1)
    worst = 0.0
    for kind in ("LSTM", "GRU"):
        for dtype in ("float32", "float64"):
            ours, theirs = medians(passes(reference, torch, kind, dtype))
            worst = max(worst, ours / theirs)
            times = f"{1e3 * ours:7.1f} ms, PyTorch {1e3 * theirs:7.1f} ms"
            sys.stdout.write(f"{kind:4} {dtype}: {times}, ratio {ours / theirs:.2f}\n")
    sys.stdout.write(f"limit {LIMIT:g}, worst {worst:.2f}\n")
    return int(worst > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
