"""Forging the verdict: nothing in the worker reaches the judge but values."""

import pytest

from grader.model import Outcome, Score
from tests.attacks.conftest import HONEST, Attack

TRICKS = {
    "skip in the way (4)": """
import builtins
try:
    import pytest
    pytest.fail = pytest.skip
except ImportError:
    pass
""",
    "patched reports (8)": """
try:
    import _pytest.reports, _pytest.python, pytest
    _pytest.reports.TestReport.from_item_and_call = lambda *a: None
    _pytest.python.Function.runtest = lambda self: None
    pytest.approx = lambda *a, **k: type("E", (), {"__eq__": lambda s, o: True})()
except ImportError:
    pass
import builtins
builtins.AssertionError = type("Quiet", (Exception,), {})
""",
    "patched comparisons (9)": """
import math
import numpy
numpy.allclose = lambda *a, **k: True
numpy.testing.assert_allclose = lambda *a, **k: None
math.isclose = lambda *a, **k: True
numpy.linalg.norm = lambda *a, **k: 0.0
numpy.max = lambda *a, **k: 0.0
numpy.abs = lambda x: x * 0
""",
    "hunting in memory (10)": """
import gc, inspect, sys
for thing in gc.get_objects():
    name = getattr(thing, "__name__", "")
    if "reference" in str(name) or "test_scale" in str(name):
        raise SystemError("found the judge")
for name in list(sys.modules):
    if "grader.judge" in name or "grader.checks" in name or "grader.scoring" in name:
        raise SystemError("found the judge")
for frame in inspect.stack():
    if "reference" in frame.frame.f_globals:
        raise SystemError("found the judge")
""",
    "a caller's frame (11)": """
import sys
frame = sys._getframe()
while frame is not None:
    frame.f_globals["ref"] = frame.f_globals["reference"] = lambda *a: None
    frame = frame.f_back
""",
    "later (12)": """
import atexit, signal, threading, weakref
atexit.register(lambda: print('{"score": 100}'))
signal.signal(signal.SIGALRM, lambda *a: print("100"))
signal.setitimer(signal.ITIMER_REAL, 0.01)
threading._shutdown = lambda: print("PASSED")
class Late:
    def __del__(self):
        print("passed")
late = Late()
""",
    "a perfect line (14)": """
print("test_scale.py::test_gradient PASSED")
print('{"score": 100, "max_score": 100}')
print("::set-output name=score::100")
print("<testsuite failures='0'/>", flush=True)
""",
    "another seed (28)": """
import random
import numpy
numpy.random.default_rng = lambda *a: None
numpy.random.seed = lambda *a: None
random.seed = lambda *a: None
""",
    "another clock (35)": """
import time
time.perf_counter = time.monotonic = time.time = lambda: 0.0
""",
    "a disturbed process (46)": """
import gc, logging, os, sys, warnings
import numpy
logging.basicConfig(level=logging.DEBUG)
numpy.seterr(all="raise")
sys.settrace(lambda *a: None)
sys.setprofile(lambda *a: None)
gc.disable()
sys.setswitchinterval(1e-6)
os.environ["TZ"] = "Mars/Phobos"
warnings.warn("flood")
""",
    "a forged environment (7)": """
import os
os.environ["PYTEST_ADDOPTS"] = "--collect-only"
os.environ["PYTHONSTARTUP"] = "/tmp/evil.py"
""",
}


@pytest.mark.parametrize("trick", TRICKS.values(), ids=TRICKS.keys())
def test_a_trick_gains_nothing(attack: Attack, trick: str) -> None:
    """The score is the honest one, and the next submission gets its own."""
    cheat, after = attack(trick)

    assert (HONEST, True) == (cheat.score, cheat.complete)
    assert 100.0 == after.score


ENDINGS = {
    "exit at import (1)": "import sys\nsys.exit(0)\n",
    "SystemExit at import (1)": "raise SystemExit\n",
    "exit at once (2)": "import os\nos._exit(0)\n",
    "KeyboardInterrupt (3)": "raise KeyboardInterrupt\n",
    "GeneratorExit (3)": "raise GeneratorExit\n",
    "a bare BaseException (3)": "class Odd(BaseException):\n    pass\nraise Odd\n",
    "unittest.SkipTest (4)": "import unittest\nraise unittest.SkipTest\n",
    "abort (44)": "import os\nos.abort()\n",
    "recursion (44)": (
        "import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    f()\nf()\n"
    ),
    "a closed channel (15)": "import os\nos.close(3)\n",
    "a forged frame (15)": "import os\nos.write(3, b'DLG1' + b'\\0' * 200)\n",
    "every descriptor (15)": (
        "import os\n"
        "for fd in range(3, 1024):\n"
        "    try:\n"
        "        os.write(fd, b'passed')\n"
        "    except OSError:\n"
        "        pass\n"
    ),
}


@pytest.mark.parametrize("trick", ENDINGS.values(), ids=ENDINGS.keys())
def test_ending_the_process_is_a_crash(attack: Attack, trick: str) -> None:
    """Never a skip, never a fault of the grader; the batch goes on."""
    cheat, after = attack(trick)

    assert (0.0, True) == (cheat.score, cheat.complete)
    # A slow machine may run out of time before a deep recursion runs out of stack.
    assert {Outcome.CRASHED, Outcome.TIMEOUT, Outcome.WAITING} >= outcomes(cheat)
    assert 100.0 == after.score


def test_ending_the_process_in_one_function_costs_that_function(
    grade: object, reference: str
) -> None:
    """`os._exit(0)` inside backward: the rest runs in a fresh worker (2)."""
    source = reference.replace(
        '        self.grads["gamma"] =',
        "        import os\n        os._exit(0)\n        self.grads[0] =",
    )

    (score,) = grade(source)  # type: ignore[operator]

    assert 40.0 < score.score < 50.0
    assert (
        "It ended its process with exit code 0."
        == score.units[0].exercises[1].checks[0].message
    )


def outcomes(score: Score) -> set[Outcome]:
    """Return the outcomes of all checks."""
    return {c.outcome for e in score.units[0].exercises for c in e.checks}
