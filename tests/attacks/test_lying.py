"""Lying values: only plain arrays and builtins cross, and the judge compares them."""

import pytest

from tests.attacks.conftest import HONEST, Attack

# Each is wrapped around what backward returns, or around what it stores.
LIES = {
    "always equal (19)": """
class Yes:
    def __eq__(self, other): return True
    __ne__ = __le__ = __ge__ = __lt__ = __gt__ = __eq__
    def __bool__(self): return True
    shape = (7, 5)
lie = lambda x: Yes()
""",
    "an array that answers for itself (20)": """
import numpy as np
class Liar(np.ndarray):
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return np.True_
    def tolist(self): return []
lie = lambda x: x.view(Liar)
""",
    "a lazy value (21)": """
import numpy as np
class Lazy:
    def __init__(self, x): self.x = x
    def __array__(self, dtype=None, copy=None): return self.x
    def __float__(self): return 1.0
    def __iter__(self): return iter(self.x)
lie = Lazy
""",
    "an object array (25)": "import numpy as np\nlie = lambda x: x.astype(object)\n",
    "a matrix (25)": "import numpy as np\nlie = np.matrix\n",
    "a masked array (25)": (
        "import numpy as np\nlie = lambda x: np.ma.array(x, mask=x > 0)\n"
    ),
    "a list (34)": "lie = lambda x: x.tolist()\n",
    "another axis (34)": "lie = lambda x: x[None]\n",
    "one column (34)": "lie = lambda x: x[:, :1]\n",
    "a subclass of float (19)": "class F(float): pass\nlie = lambda x: F(x.sum())\n",
    "nan (18)": "import numpy as np\nlie = lambda x: x * np.nan\n",
    "none": "lie = lambda x: None\n",
    "a pickle (26)": """
class Payload:
    def __reduce__(self): return (print, ("owned",))
lie = lambda x: Payload()
""",
    "another class's name (26)": """
import numpy as np
class Fake:
    __class__ = np.ndarray
    dtype = np.dtype("float64")
    shape = (7, 5)
lie = lambda x: Fake()
""",
    "zero strides (25)": """
import numpy as np
lie = lambda x: np.broadcast_to(np.float64(1.0), (1000, 1000, 1000))
""",
    "leftover memory (22)": "import numpy as np\nlie = np.empty_like\n",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_for_dx_is_seen(grade: object, reference: str, lie: str) -> None:
    """The exercise that returns it gets nothing."""
    source = lie + reference.replace(
        "return dout * self.params", "return lie(dout * self.params"
    ).replace('self.params["gamma"]\n\n    def b', 'self.params["gamma"]\n\n    def b')
    source = source.rstrip() + ")\n"

    cheat, after = grade(source, reference)  # type: ignore[operator]

    assert 0.0 == cheat.units[0].exercises[1].score
    assert cheat.complete
    assert 100.0 == after.score


def test_a_cached_first_answer_is_seen(grade: object, reference: str) -> None:
    """Right on the first call only, or for the open shape only (29, 33)."""
    source = reference.replace(
        '        self.grads["gamma"] =',
        "        if dout.shape != (2, 3):\n            dout = dout * 0\n"
        '        self.grads["gamma"] =',
    )

    (cheat,) = grade(source)  # type: ignore[operator]

    assert 70.0 == cheat.score


def test_detecting_open_checks_by_what_is_loaded_is_in_vain(attack: Attack) -> None:
    """The worker looks the same for open and hidden runs (30)."""
    trick = "import sys\nif 'pytest' in sys.modules:\n    raise SystemError('graded')\n"

    cheat, _ = attack(trick)

    assert HONEST == cheat.score


EXCEPTIONS = {
    "text that raises (27)": "def __str__(self): raise RuntimeError",
    "text that exits (27)": "def __str__(self): raise SystemExit",
    "a gigabyte of text (27)": "def __str__(self): return 'x' * 10**8",
    "an endless text (27)": (
        "def __str__(self):\n        while True:\n            pass"
    ),
    "a lying class (27)": "__class__ = property(lambda self: 1 / 0)",
}


@pytest.mark.parametrize("body", EXCEPTIONS.values(), ids=EXCEPTIONS.keys())
def test_an_exception_that_runs_code_is_only_an_exception(
    grade: object, reference: str, body: str
) -> None:
    """Its text is made in the worker, under its limits, and cut."""
    trick = f"class Evil(Exception):\n    {body}\n"
    source = trick + reference.replace(
        '        self.grads["gamma"] =',
        '        raise Evil\n        self.grads["gamma"] =',
    )

    cheat, after = grade(source, reference)  # type: ignore[operator]

    messages = [c.message for c in cheat.units[0].exercises[1].checks]
    assert 0.0 == cheat.units[0].exercises[1].score
    assert 700 > max(map(len, messages))
    assert 100.0 == after.score
