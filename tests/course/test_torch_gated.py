"""The LSTM and the GRU of unit 14 are PyTorch's, values and gradients.

The blocks stand in PyTorch's order, so its matrices are ours, transposed, and nothing
else has to be moved. Its LSTM has a second bias, which is zero here.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

REFERENCE = Path(__file__).parents[2] / "solutions" / "u14_gated" / "gated.py"
H = 2
TOLERANCE = 1e-10  # two orders of summation in float64
THEIRS = {"Wx": "weight_ih_l0", "Wh": "weight_hh_l0"}
BIASES = {"b": "bias_ih_l0", "bx": "bias_ih_l0", "bh": "bias_hh_l0"}
STATES = {"LSTM": ("h_n", "c_n"), "GRU": ("h_n",)}
KINDS = pytest.mark.parametrize("kind", STATES)
SIZES = pytest.mark.parametrize("sizes", [(3, 5, 7), (1, 1, 4), (2, 31, 3)], ids=str)
Arrays = dict[str, NDArray[np.float64]]


@pytest.fixture
def torch() -> Any:  # noqa: ANN401 - a library without types here
    """Return PyTorch, which few who work on the course need."""
    return pytest.importorskip("torch", reason="agreement with PyTorch needs PyTorch")


@pytest.fixture
def gated() -> ModuleType:
    """Return the reference, which lies outside of every package."""
    spec = importlib.util.spec_from_file_location("gated", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@KINDS
@SIZES
def test_the_reference_agrees_with_pytorch(
    torch: Any,  # noqa: ANN401 - as above
    gated: ModuleType,
    kind: str,
    sizes: tuple[int, int, int],
) -> None:
    """Outputs, final states and every gradient are those of torch.nn."""
    rng, (n, steps, d) = np.random.default_rng(14), sizes
    layer = getattr(gated, kind)(d, H, rng)
    for value in layer.params.values():
        value[...] = rng.normal(size=value.shape)
    states = [rng.normal(size=(n, H)) for _ in STATES[kind]]
    ends = [rng.normal(size=(n, H)) for _ in STATES[kind]]
    x, dout = rng.normal(size=(n, steps, d)), rng.normal(size=(n, steps, H))
    right = of_torch(torch, kind, layer.params, (x, *states), (dout, *ends))

    out, last = layer.forward(x, *states)
    back = layer.backward(dout, *ends)

    last = last if isinstance(last, tuple) else (last,)
    found = {"out": out, **dict(zip(STATES[kind], last, strict=True)), **layer.grads}
    found |= dict(zip(("dx", "dh0", "dc0"), back, strict=False))
    assert right.keys() == found.keys()
    for name, value in right.items():
        assert_allclose(found[name], value, 0, TOLERANCE, err_msg=name)


def of_torch(
    torch: Any,  # noqa: ANN401 - as above
    kind: str,
    params: Arrays,
    inputs: tuple[NDArray[np.float64], ...],
    upstream: tuple[NDArray[np.float64], ...],
) -> Arrays:
    """Return what torch.nn gives with these parameters, under our names."""
    width = params["Wx"].shape[0]
    twin = getattr(torch.nn, kind)(width, H, batch_first=True, dtype=torch.float64)
    theirs = dict(twin.named_parameters())
    names = {key: name for key, name in (THEIRS | BIASES).items() if key in params}
    with torch.no_grad():
        for parameter in theirs.values():
            parameter.zero_()
        for key, name in names.items():
            theirs[name].copy_(torch.from_numpy(params[key].T.copy()))
    leaves = [torch.tensor(each, requires_grad=True) for each in inputs]
    states = [leaf.unsqueeze(0) for leaf in leaves[1:]]
    out, last = twin(leaves[0], tuple(states) if kind == "LSTM" else states[0])
    last = last if isinstance(last, tuple) else (last,)
    outputs = [out, *(each.squeeze(0) for each in last)]
    torch.autograd.backward(outputs, [torch.from_numpy(each) for each in upstream])
    found = dict(zip(("out", *STATES[kind]), outputs, strict=True))
    values = {name: value.detach().numpy() for name, value in found.items()}
    slopes = {key: theirs[name].grad.numpy().T for key, name in names.items()}
    back = zip(("dx", "dh0", "dc0"), leaves, strict=False)
    return values | slopes | {name: leaf.grad.numpy() for name, leaf in back}
