"""A trial on a device: what crosses, and what is told where there is none."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from grader.checks import runs_on_device
from grader.checks.work import Work
from grader.errors import CheckFailed, GraderFault, MemoryExceeded
from grader.sandbox.messages import Value
from grader.sandbox.standin import DeviceArray
from tests.sandbox.threads import Local, local

__all__ = ["local"]


def works_on(module: Value, device: str) -> None:
    """Check a function f on a device."""
    module._session.device = device
    runs_on_device(lambda: Work(module.f, (np.arange(3.0),)))


def test_cupy_is_loaded_only_if_it_is_asked_for(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is missing, the reason is told."""
    monkeypatch.setitem(sys.modules, "cupy", None)
    module = local("def f(x):\n    return 2 * x\n")
    works_on(module, "stand-in")

    with pytest.raises(GraderFault, match="found ModuleNotFoundError: import of cupy"):
        works_on(module, "cuda")


def test_what_cupy_sends_is_brought_back(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through `cupy.asarray` and `get`; its messages say nothing of a stand-in."""
    used: list[int] = []

    def device(number: int) -> SimpleNamespace:
        return SimpleNamespace(use=lambda: used.append(number))

    fake = SimpleNamespace(asarray=DeviceArray, cuda=SimpleNamespace(Device=device))
    monkeypatch.setitem(sys.modules, "cupy", fake)
    module = local("import numpy as np\n\ndef f(x):\n    return np.ones(3) * x\n")
    with pytest.raises(CheckFailed) as caught:
        works_on(module, "cuda")

    assert used == [0]
    assert str(caught.value).endswith("or send it there with xp.asarray.")


def test_memory_that_runs_out_is_no_refusal_of_the_devices(local: Local) -> None:
    """It has an outcome of its own."""
    source = (
        "import numpy as np\n\ndef f(x):\n    if not isinstance(x, np.ndarray):\n"
        "        raise MemoryError\n    return x\n"
    )

    with pytest.raises(MemoryExceeded):
        works_on(local(source), "stand-in")


def test_a_refusal_in_code_of_no_file_has_no_line(local: Local) -> None:
    """Such as code that the submission made itself."""
    source = "import numpy as np\n\nf = eval('lambda x: np.asarray(x)')\n"
    with pytest.raises(CheckFailed) as caught:
        works_on(local(source), "stand-in")

    first = "Your code makes a NumPy array of an array that is on the GPU.\n\nnp.array"
    assert str(caught.value).startswith(first)


def test_an_array_given_twice_is_sent_once(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CuPy copies what it is sent; an update of the one must reach the other."""

    def asarray(array: Value) -> Value:
        return DeviceArray(array.copy())

    cuda = SimpleNamespace(Device=lambda _: SimpleNamespace(use=lambda: None))
    monkeypatch.setitem(
        sys.modules, "cupy", SimpleNamespace(asarray=asarray, cuda=cuda)
    )
    module = local("def f(x, y):\n    x += 1\n    return y * 1.0\n")
    module._session.device, x = "cuda", np.ones(3)
    asked: list[Work] = []

    def build() -> Work:
        asked.append(Work(module.f, (x, x)))
        return asked[-1]

    runs_on_device(build)

    assert len(asked) == 1
