"""runs_on_device: what a class or a module keeps of one kind of arrays."""

import numpy as np
import pytest

from grader.checks import runs_on_device
from grader.checks.work import Work
from grader.errors import CheckFailed
from grader.sandbox.messages import Value
from tests.checks.test_device import HEADER, passes, work
from tests.sandbox.threads import Local, local

__all__ = ["local"]

KEEPING = """\
class Layer:
    kept = {}

    def forward(self, x, train=True):
        xp = array_namespace(x)
        if x.shape not in self.kept:
            self.kept[x.shape] = xp.ones(x.shape)
        return x * self.kept[x.shape]
"""


def keeping_work(module: Value) -> Work:
    """Run forward of a layer whose class keeps an array."""
    return Work(module.Layer(), (np.arange(6.0).reshape(2, 3),), {"train": True})


def test_what_a_class_keeps_of_numpys_does_not_meet_the_device(local: Local) -> None:
    """The code is right for a GPU: there, all arrays are the GPU's."""
    module = local(HEADER + KEEPING)
    module.Layer().forward(np.arange(6.0).reshape(2, 3))

    assert passes(lambda: keeping_work(module))


def test_what_a_class_keeps_of_the_devices_does_not_meet_numpy(local: Local) -> None:
    """The next check calls the same class with arrays of NumPy's."""
    module = local(HEADER + KEEPING)
    x = np.arange(6.0).reshape(2, 3)
    runs_on_device(lambda: keeping_work(module))

    out = module.Layer().forward(x)

    assert np.array_equal(x, out)


def test_a_class_that_keeps_an_array_of_numpys_is_told(local: Local) -> None:
    """It would be NumPy's on a GPU too."""
    module = local(HEADER + KEEPING.replace("xp.ones(", "np.ones("))
    with pytest.raises(CheckFailed) as caught:
        runs_on_device(lambda: keeping_work(module))

    assert str(caught.value) == (
        "Your code mixes a NumPy array with an array that is on the GPU, see "
        "line 14.\n\n    14 | return x * self.kept[x.shape]\n\nThe NumPy array "
        "was made on that line or before it, perhaps in a constructor or in the "
        "function that calls this one, such as by np.zeros, np.arange, np.array or a "
        "generator of NumPy's. Leave it out, or make it with the functions of xp, the "
        "array_namespace of an array that is there, such as xp.zeros, or send it there "
        "with xp.asarray. This was found without a GPU, by arrays that refuse what a "
        "GPU's refuse."
    )


def test_a_module_that_keeps_an_array_from_its_import_is_told(local: Local) -> None:
    """A fresh import makes it again, of NumPy's."""
    module = local(HEADER + "ONES = np.ones(3)\n\ndef f(x):\n    return x * ONES\n")
    with pytest.raises(CheckFailed) as caught:
        runs_on_device(lambda: work(module.f))

    assert [f.code for f in caught.value.findings] == ["device:mixed"]


def test_both_runs_begin_alike(local: Local) -> None:
    """What the first counts on does not change the numbers of the second."""
    source = "calls = []\n\ndef f(x):\n    calls.append(1)\n    return x * len(calls)\n"
    module = local(HEADER + source)

    assert passes(lambda: work(module.f))
