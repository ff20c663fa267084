"""The reference's LSTM and GRU beside PyTorch's: one forward and one backward pass."""

from collections.abc import Callable
from typing import Any

import numpy as np

Act = Callable[[], object]
Module = Any  # a reference, or PyTorch, which is optional: neither has types here
N, T, D, H = 64, 32, 128, 128


def passes(kind: str, reference: Module, torch: Module, dtype: str) -> tuple[Act, Act]:
    """Return two calls that do the same: with the reference, and with PyTorch.

    Args:
        kind: "LSTM" or "GRU".
        reference: the module of unit 14.
        torch: PyTorch.
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
