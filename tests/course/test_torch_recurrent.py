"""The recurrent network of unit 12 is PyTorch's, values and gradients.

PyTorch keeps its matrices transposed and has a second bias, which is zero here.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

REFERENCE = Path(__file__).parents[2] / "solutions" / "u12_rnn" / "rnn.py"
N, T, D, H = 3, 5, 7, 2
LAYERS = pytest.mark.parametrize("layers", [1, 2, 3], ids="L={}".format)
BOTH = pytest.mark.parametrize("both", [False, True], ids=["forward", "both"])
TOLERANCE = 1e-10  # two orders of summation in float64
Arrays = dict[str, NDArray[np.float64]]


@pytest.fixture
def torch() -> Any:  # noqa: ANN401 - a library without types here
    """Return PyTorch, which few who work on the course need."""
    return pytest.importorskip("torch", reason="agreement with PyTorch needs PyTorch")


@pytest.fixture
def rnn() -> ModuleType:
    """Return the reference, which lies outside of every package."""
    spec = importlib.util.spec_from_file_location("rnn", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@LAYERS
@BOTH
def test_the_reference_agrees_with_pytorch(
    torch: Any,  # noqa: ANN401 - as above
    rnn: ModuleType,
    layers: int,
    *,
    both: bool,
) -> None:
    """Outputs, final states and every gradient are those of torch.nn.RNN."""
    rng = np.random.default_rng(12)
    states = layers * (2 if both else 1)
    net = rnn.RNN(D, H, layers, both, rng=rng)
    given = {
        "x": rng.normal(size=(N, T, D)),
        "h0": rng.normal(size=(states, N, H)),
        "dout": rng.normal(size=(N, T, states // layers * H)),
        "dh_n": rng.normal(size=(states, N, H)),
    }
    right = of_torch(torch, net.params, given, layers, both=both)

    out, h_n = net.forward(given["x"], given["h0"])
    dx, dh0 = net.backward(given["dout"], given["dh_n"])

    found = {"out": out, "h_n": h_n, "dx": dx, "dh0": dh0, **net.grads}
    assert right.keys() == found.keys()
    for name, value in right.items():
        assert_allclose(found[name], value, 0, TOLERANCE, err_msg=name)


def of_torch(
    torch: Any,  # noqa: ANN401 - as above
    params: Arrays,
    given: Arrays,
    layers: int,
    *,
    both: bool,
) -> Arrays:
    """Return what torch.nn.RNN gives with these parameters, under our names."""
    twin = torch.nn.RNN(
        D, H, layers, batch_first=True, bidirectional=both, dtype=torch.float64
    )
    theirs = dict(twin.named_parameters())
    names = {key: their_name(key) for key in params}
    with torch.no_grad():
        for parameter in theirs.values():
            parameter.zero_()
        for key, name in names.items():
            theirs[name].copy_(torch.from_numpy(params[key].T.copy()))
    tensors = {key: torch.from_numpy(value) for key, value in given.items()}
    x, h0 = (tensors[key].requires_grad_() for key in ("x", "h0"))
    out, h_n = twin(x, h0)
    ((out * tensors["dout"]).sum() + (h_n * tensors["dh_n"]).sum()).backward()
    found = {"out": out.detach(), "h_n": h_n.detach(), "dx": x.grad, "dh0": h0.grad}
    slopes = {key: theirs[name].grad.numpy().T for key, name in names.items()}
    return {**{key: value.numpy() for key, value in found.items()}, **slopes}


def their_name(key: str) -> str:
    """Return PyTorch's name of a parameter: "l1r.Wx" is "weight_ih_l1_reverse"."""
    layer, _, kind = key.partition(".")
    number, suffix = layer.rstrip("r"), "_reverse" if layer.endswith("r") else ""
    theirs = {"Wx": "weight_ih", "Wh": "weight_hh", "b": "bias_ih"}[kind]
    return f"{theirs}_{number}{suffix}"
