"""Code that makes float64 of float32 is told the lines where that begins."""

import numpy as np
import pytest

from grader.checks.dtypes import follows_dtype
from grader.errors import BadOutput, ProtocolViolation
from grader.sandbox import fresh
from tests.checks.conftest import Start
from tests.sandbox.threads import Local

SOURCE = """
import sys
import numpy as np

def zeros(x):
    out = np.zeros(x.shape)
    out += x
    return out

def listed(x):
    return x * np.array([1.0, 2.0, 3.0])

def compared(x):
    mask = (x > 0) / 2
    masked = x * mask
    return masked

def number(x):
    root = np.sqrt(2.0)
    return root * x

def helped(x):
    y = widened(x)
    return y + x

def widened(x):
    return x.astype(float)

def handed(x):
    return added(x, np.ones(3))

def added(x, y):
    return x + y

def twice(x):
    a = np.ones(3)
    b = x > 0
    c = np.where(b, 1.0, 0.5)
    return a + c

def dropped(x):
    u = np.linspace(0.0, 1.0, x.size).reshape(x.shape)
    kept = (u >= 0.5) / 0.5
    return x * kept

def drawn(x):
    k = 1 / np.sqrt(len(x) * 1.0)
    rng = np.random.default_rng(0)
    noise = rng.uniform(-k, k, x.shape)
    return x + noise

def often(x):
    a, d = np.ones(3), x
    b = np.zeros(3)
    c = np.full(3, 2.0)
    d = np.arange(3.0)
    return a + b + c + d

def rows(x):
    return np.stack([np.zeros(3) + row for row in x])

class Kept:
    def __init__(self, w):
        self.params, self.grads = {"w": w}, {}
        self.mean = np.zeros(3)

    def forward(self, x, train=True):
        return self.params["w"] * x - self.mean

class Back:
    def __init__(self, w):
        self.params, self.grads = {"w": w}, {}

    def forward(self, x, train=True):
        self.x = x
        return self.params["w"] * x

    def backward(self, dout):
        self.grads["w"] = np.sum(dout * self.x, axis=0, dtype=float)
        return dout * self.params["w"]

class Unwatched:
    def __init__(self, w):
        self.params, self.grads = {"w": w}, {}

    def forward(self, x, train=True):
        if sys.gettrace() is not None:
            raise RuntimeError("who is looking?")
        return np.zeros(x.shape)
"""
RNG = np.random.default_rng(0)
X, DOUT = RNG.normal(size=(2, 5, 3))
W = RNG.normal(size=3)
TAIL = (
    "give what is made there the dtype of the array that it is combined with, such as "
    "x.dtype. Float64 comes from np.zeros, np.full, np.eye, the draws of rng and "
    "arrays made of a list, from .astype(float), from whole numbers or True and False "
    "in arithmetic, as in (a >= b) / 0.5, from np.where of two Python numbers, and "
    "from NumPy's own numbers, such as np.sqrt(2.0). A Python number does no harm to "
    "an array of floats."
)
ONE, SEVERAL = (
    f"Float64 begins at {where}: {TAIL}"
    for where in ("that line", "one of these lines, or at each")
)


def told(error: BadOutput) -> tuple[str, list[str], str]:
    """Return what was found, the lines of the student's, and the advice."""
    found, lines, advice = str(error).split("\n\n")
    (finding,) = error.findings
    assert advice == finding.text
    return found, lines.splitlines(), advice


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("zeros", ["out = np.zeros(x.shape)"]),
        ("listed", ["return x * np.array([1.0, 2.0, 3.0])"]),
        ("compared", ["mask = (x > 0) / 2"]),
        ("number", ["root = np.sqrt(2.0)"]),
        ("helped", ["return x.astype(float)"]),
        ("handed", ["return added(x, np.ones(3))"]),
        ("twice", ["a = np.ones(3)", "c = np.where(b, 1.0, 0.5)"]),
        (
            "dropped",
            [
                "u = np.linspace(0.0, 1.0, x.size).reshape(x.shape)",
                "kept = (u >= 0.5) / 0.5",
            ],
        ),
        (
            "drawn",
            [
                "k = 1 / np.sqrt(len(x) * 1.0)",
                "noise = rng.uniform(-k, k, x.shape)",
            ],
        ),
        (
            "often",
            ["a, d = np.ones(3), x", "b = np.zeros(3)", "c = np.full(3, 2.0)"],
        ),
        ("rows", ["return np.stack([np.zeros(3) + row for row in x])"]),
    ],
)
def test_a_function_is_told_the_lines(
    submission: Start, name: str, lines: list[str]
) -> None:
    """Those that make it, and none that only goes on with it."""
    with pytest.raises(BadOutput) as caught:
        follows_dtype(getattr(submission(SOURCE), name), at=X)

    found, shown, advice = told(caught.value)
    must = "must be float32 where the input is float32, found float64."
    assert f"the result of {name} {must}" == found
    numbered = SOURCE.splitlines()
    assert [numbered.index(f"    {line}") + 1 for line in lines] == [
        int(line.partition("|")[0]) for line in shown
    ]
    assert lines == [line.partition(" | ")[2] for line in shown]
    assert advice == (ONE if len(lines) == 1 else SEVERAL)


@pytest.mark.parametrize(
    ("name", "what", "line"),
    [
        ("Kept", "the output", "self.mean = np.zeros(3)"),
        (
            "Back",
            'grads["w"]',
            'self.grads["w"] = np.sum(dout * self.x, axis=0, dtype=float)',
        ),
    ],
)
def test_a_layer_is_told_the_line(
    submission: Start, name: str, what: str, line: str
) -> None:
    """In its constructor, and on the way back."""
    layer = getattr(submission(SOURCE), name)(W)

    with pytest.raises(BadOutput) as caught:
        follows_dtype(layer, at=X, upstream=DOUT if name == "Back" else None)

    found, shown, advice = told(caught.value)
    must = "must be float32 where the input is float32, found float64."
    assert f"{what} {must}" == found
    assert [line] == [each.partition(" | ")[2] for each in shown]
    assert ONE == advice


def test_code_that_fails_when_it_is_watched_is_told_in_general(walled: Start) -> None:
    """What comes of the extra question is not judged."""
    with pytest.raises(BadOutput) as caught:
        follows_dtype(walled(SOURCE).Unwatched(W), at=X)

    assert str(caught.value) == (
        "the output must be float32 where the input is float32, found float64"
    )
    (finding,) = caught.value.findings
    assert finding.text.startswith("Something in your code is float64")


@pytest.mark.parametrize(
    "claim",
    [
        "text",
        [("1", "a")],
        [(1, 2)],
        [(1,)],
        [(-1, "a")],
        [(1, "a" * 301)],
        [(1, "a")] * 4,
    ],
)
def test_a_claim_of_the_wrong_form_is_refused(
    local: Local, monkeypatch: pytest.MonkeyPatch, claim: object
) -> None:
    """The worker's own code never makes one."""
    monkeypatch.setattr(fresh, "widened", lambda *_: claim)

    with pytest.raises(ProtocolViolation, match="reply about wider numbers"):
        follows_dtype(local(SOURCE).zeros, at=X)
