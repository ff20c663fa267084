"""The reference's Conv2d beside PyTorch's: one forward and one backward pass."""

from collections.abc import Callable
from typing import Any

import numpy as np

Act = Callable[[], object]
Module = Any  # a reference, or PyTorch, which is optional: neither has types here
IMAGES, FILTERS = (64, 16, 16, 16), (16, 16, 3, 3)  # pad 1 keeps height and width


def passes(reference: Module, torch: Module, dtype: str) -> tuple[Act, Act]:
    """Return two calls that do the same: with the reference, and with PyTorch.

    Args:
        reference: the module of unit 9.
        torch: PyTorch.
        dtype: "float32" or "float64".
    """
    rng = np.random.default_rng(9)
    x, w, b, dout = (
        rng.normal(size=shape).astype(dtype)
        for shape in (IMAGES, FILTERS, FILTERS[:1], IMAGES)
    )
    layer = reference.Conv2d(w, b, pad=1)
    leaves = [torch.tensor(each, requires_grad=True) for each in (x, w, b)]
    upstream = torch.tensor(dout)

    def with_reference() -> object:
        layer.forward(x, train=True)
        return layer.backward(dout)

    def with_torch() -> object:
        for leaf in leaves:
            leaf.grad = None
        out = torch.nn.functional.conv2d(*leaves, padding=1)
        out.backward(upstream)
        return leaves[0].grad

    return with_reference, with_torch
