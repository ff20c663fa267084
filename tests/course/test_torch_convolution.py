"""Convolution, pooling and batch normalization agree with PyTorch, where it is there.

The references of units 6 and 9 are held against code that none of us wrote, in
float64: outputs and all gradients. Without PyTorch nothing is lost but this witness,
for both suites have definitions of their own.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

torch = pytest.importorskip("torch", reason="PyTorch is not installed here")

Array = NDArray[np.float64]
Tensor = Any  # PyTorch is optional, so its types are not known here
ROOT = Path(__file__).parents[2]
RTOL = 1e-10  # float64, the same sums in another order
CONVOLUTIONS = {
    "no padding": ((2, 3, 7, 5), (5, 3, 3, 2), 1, 0),
    "padding of two": ((2, 3, 4, 5), (2, 3, 2, 3), 1, 2),
    "stride of two": ((3, 2, 7, 11), (5, 2, 3, 5), 2, 1),
    "stride of three": ((2, 3, 8, 6), (5, 3, 3, 2), 3, 0),
    "one pixel": ((2, 3, 5, 4), (7, 3, 1, 1), 1, 0),
}
POOLINGS = {
    "side by side": ((2, 3, 4, 6), 2, None),
    "overlapping": ((2, 3, 7, 5), 3, 2),
    "one apart": ((2, 3, 4, 5), 3, 1),
    "gaps": ((3, 2, 8, 5), 2, 3),
}


def reference(unit: str, module: str) -> ModuleType:
    """Return the reference of a unit, loaded from its file."""
    path = ROOT / "solutions" / unit / f"{module}.py"
    spec = importlib.util.spec_from_file_location(f"reference_{module}", path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def tensor(array: Array) -> Tensor:
    """Return the same numbers as a tensor that gathers a gradient."""
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def near(found: Array, right: Tensor) -> bool:
    """Whether an array and a tensor hold the same numbers in the same shape."""
    wanted = right.detach().numpy()
    return found.shape == wanted.shape and np.allclose(found, wanted, RTOL, RTOL)


@pytest.mark.parametrize("setting", CONVOLUTIONS)
def test_a_convolution_and_its_gradients_agree(setting: str) -> None:
    """Cross-correlation, padding and stride mean the same in both."""
    shape, filters, stride, pad = CONVOLUTIONS[setting]
    rng = np.random.default_rng(9)
    x, w, b = (rng.normal(size=each) for each in (shape, filters, filters[0]))
    layer = reference("u09_convolution", "convolution").Conv2d(w, b, stride, pad)
    leaves = [tensor(each) for each in (x, w, b)]

    out = layer.forward(x, train=True)
    right = torch.nn.functional.conv2d(*leaves, stride=stride, padding=pad)
    dout = rng.normal(size=out.shape)
    dx = layer.backward(dout)
    right.backward(torch.tensor(dout))

    assert near(out, right)
    assert near(dx, leaves[0].grad)
    assert near(layer.grads["W"], leaves[1].grad)
    assert near(layer.grads["b"], leaves[2].grad)


@pytest.mark.parametrize("ties", [False, True], ids=["no ties", "ties"])
@pytest.mark.parametrize("setting", POOLINGS)
def test_pooling_and_its_gradient_agree(setting: str, *, ties: bool) -> None:
    """Windows, strides, and who gets the gradient of equals are the same in both."""
    shape, size, stride = POOLINGS[setting]
    rng = np.random.default_rng(9)
    x = rng.normal(size=shape)
    x = np.rint(x) if ties else x
    pool = reference("u09_convolution", "convolution").MaxPool2d(size, stride)
    leaf = tensor(x)

    out = pool.forward(x, train=True)
    right = torch.nn.functional.max_pool2d(leaf, size, stride)
    dout = rng.normal(size=out.shape)
    dx = pool.backward(dout)
    right.backward(torch.tensor(dout))

    assert near(out, right)
    assert near(dx, leaf.grad)


@pytest.mark.parametrize("train", [True, False], ids=["training", "evaluation"])
@pytest.mark.parametrize(
    ("name", "shape"), [("BatchNorm", (7, 3)), ("BatchNorm2d", (2, 3, 5, 4))]
)
def test_batch_normalization_and_its_gradients_agree(
    name: str, shape: tuple[int, ...], *, train: bool
) -> None:
    """Both divide by N while training, and both read the records in evaluation."""
    rng = np.random.default_rng(6)
    x, dout = rng.normal(2.0, 3.0, size=shape), rng.normal(size=shape)
    gamma, beta = rng.normal(2.0, 0.5, size=3), rng.normal(size=3)
    norm = getattr(reference("u06_batchnorm", "batchnorm"), name)(gamma, beta, eps=0.3)
    norm.running_mean[...] = rng.normal(size=3)
    norm.running_var[...] = rng.uniform(0.5, 2.0, size=3)
    records = [torch.tensor(each) for each in (norm.running_mean, norm.running_var)]
    leaves = [tensor(each) for each in (x, gamma, beta)]

    out, dx = norm.forward(x, train=train), norm.backward(dout)
    right = torch.nn.functional.batch_norm(
        leaves[0], *records, *leaves[1:], training=train, eps=0.3
    )
    right.backward(torch.tensor(dout))

    assert near(out, right)
    assert near(dx, leaves[0].grad)
    assert near(norm.grads["gamma"], leaves[1].grad)
    assert near(norm.grads["beta"], leaves[2].grad)
