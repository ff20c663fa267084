"""runs_on_device: every kind of message, in full."""

import textwrap

import numpy as np
import pytest

from grader.checks import runs_on_device
from grader.checks.work import Work
from grader.errors import (
    BadOutput,
    CheckFailed,
    Finding,
    GraderFault,
    ProtocolViolation,
)
from grader.sandbox import fresh
from grader.sandbox.handles import line_of
from grader.sandbox.messages import Value
from tests.checks.test_device import HEADER, failure, make, work
from tests.sandbox.threads import Local, local

__all__ = ["local"]


def wrapped(found: Exception) -> str:
    """Return a message as an 80-column terminal shows it."""
    lines = str(found).splitlines()
    return "\n".join(textwrap.fill(line, 80) if line else "" for line in lines)


ASARRAY = """\
Your code makes a NumPy array of an array that is on the GPU, see line 8.

    8 | return np.asarray(x)

np.array and np.asarray do so, and so does writing it into a NumPy array, or
using it as an index of one. Leave it out, or make arrays with the functions of
xp, the array_namespace of an array that is there: xp.stack, xp.zeros. This was
found without a GPU, by arrays that refuse what a GPU's refuse."""
MIXED = """\
Your code mixes a NumPy array with an array that is on the GPU, see line 8.

    8 | return np.ones(3) + x

The NumPy array was made on that line or before it, perhaps in a constructor or
in the function that calls this one, such as by np.zeros, np.arange, np.array or
a generator of NumPy's. Leave it out, or make it with the functions of xp, the
array_namespace of an array that is there, such as xp.zeros, or send it there
with xp.asarray. This was found without a GPU, by arrays that refuse what a
GPU's refuse."""
OPERAND = """\
Your code combines an array on the GPU with a list, a tuple or None, see line 8.

    8 | return x[0] + [1.0, 2.0, 3.0]

Make an array of it first, with xp.asarray. This was found without a GPU, by
arrays that refuse what a GPU's refuse."""
NUMBER = """\
Your code uses an array on the GPU where Python needs a number of its own, see
line 8.

    8 | return x[: x[0, 0].astype(int)]

On a GPU even a sum is an array, of no axes. Write int(...) or float(...) around
it, or compute the number from x.shape. This was found without a GPU, by arrays
that refuse what a GPU's refuse."""
MISSING = """\
Your code uses something that NumPy has and CuPy has not, see line 8.

    8 | return np.block([x, x])

The exception was TypeError: no implementation found for 'numpy.block' on types
that implement __array_function__: [<class 'cupy.ndarray'>].

Write it with functions that both have. This was found without a GPU, by arrays
that refuse what a GPU's refuse."""
OTHER = """\
Your code fails where its arrays are on a GPU, and works with NumPy's, see line
8.

    8 | return x if isinstance(x, np.ndarray) else 1 / 0

The exception was ZeroDivisionError: division by zero.

Look for what it takes for granted about NumPy's arrays. This was found without
a GPU, by arrays that refuse what a GPU's refuse."""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return np.asarray(x)", ASARRAY),
        ("return np.ones(3) + x", MIXED),
        ("return x[0] + [1.0, 2.0, 3.0]", OPERAND),
        ("return x[: x[0, 0].astype(int)]", NUMBER),
        ("return np.block([x, x])", MISSING),
        ("return x if isinstance(x, np.ndarray) else 1 / 0", OTHER),
    ],
)
def test_a_refusal_is_worded(local: Local, body: str, told: str) -> None:
    """What was done, where, what to write in its place, and that no GPU took part."""
    found = failure(local, body)

    assert wrapped(found) == told
    assert found.findings[0].text == str(found).partition("\n")[0]


def test_a_result_that_stayed_behind_is_worded(local: Local) -> None:
    """It is of the wrong kind: an array of NumPy's."""
    module = local(make("return np.ones(3)"))
    with pytest.raises(BadOutput) as caught:
        runs_on_device(lambda: work(module.f))

    cause = "The result is a NumPy array, though what goes in is on a GPU."
    assert str(caught.value) == (
        f"{cause} Make it with the functions of xp, the array_namespace of an array "
        "that is there or was drawn; if np.asarray or .get() is on the way, leave it "
        "out. This was found without a GPU, by arrays that refuse what a GPU's refuse."
    )
    assert caught.value.findings == (Finding("device:cpu-result", cause),)


FORM = (
    "The result has another form on a GPU than with NumPy, expected shape (2, 3), "
    "found shape (3,)."
)
NOTHING = (
    "The result[1] has another form on a GPU than with NumPy, expected shape (), "
    "found nothing."
)
MORE = 'The result["y"] comes out on a GPU only, not with NumPy.'


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("return x if isinstance(x, np.ndarray) else x[0]", FORM),
        ("return (x, 1.0) if isinstance(x, np.ndarray) else (x,)", NOTHING),
        ("return {} if isinstance(x, np.ndarray) else {'y': x}", MORE),
    ],
)
def test_other_results_are_worded(local: Local, body: str, told: str) -> None:
    """Which, and how they differ."""
    found = failure(local, body)

    assert (str(found), found.findings) == (told, (Finding("device:numbers", told),))


@pytest.mark.parametrize(
    "claim",
    [
        "no tuple",
        ([], [], []),
        ([], [], [], 3),
        ([(["returned"], "text")], [], [], None),
        ([], [([None], 1.0)], [], None),
        ([], [], [], ("Kind", "text", -1, "")),
    ],
)
def test_a_claim_of_the_wrong_form_is_refused(
    local: Local, monkeypatch: pytest.MonkeyPatch, claim: Value
) -> None:
    """The worker's own code never makes one."""
    monkeypatch.setattr(fresh, "run_on_device", lambda *_: claim)
    module = local(make("return x"))

    with pytest.raises(ProtocolViolation, match="reply about a device"):
        runs_on_device(lambda: work(module.f))


def test_a_place_that_no_worker_names_is_worded_all_the_same(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without what a terminal obeys."""
    claim: Value = ([(["returned", 7, "\x1b"], 1.0)], [], [], None)
    monkeypatch.setattr(fresh, "run_on_device", lambda *_: claim)

    assert str(failure(local, "return x")) == (
        'returned[7][" "] has another form on a GPU than with NumPy, expected shape '
        "(), found nothing."
    )


def test_a_gpu_that_is_not_there_is_no_fault_of_the_students(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run is incomplete, and says why."""
    monkeypatch.setattr(fresh, "run_on_device", lambda *_: "ImportError: no cupy")
    module = local(make("return x"))
    module._session.device = "cuda"
    assert line_of(module).device == "cuda"

    with pytest.raises(GraderFault) as caught:
        runs_on_device(lambda: work(module.f))

    assert str(caught.value) == (
        "--device cuda needs CuPy and a GPU in the submission's process, found "
        "ImportError: no cupy; leave the option out to grade without a GPU."
    )


def test_a_list_of_indices_is_told_where_add_at_stands(local: Local) -> None:
    """Elsewhere the sentence would speak of what nobody wrote."""
    source = "def f(x):\n    np.add.at(x, [0, 1], 1.0)\n    return x\n"
    with pytest.raises(CheckFailed) as caught:
        runs_on_device(lambda: Work(local(HEADER + source).f, (np.zeros(3),)))

    assert (
        "np.add.at refuses a list or a tuple of indices there: write xp.add.at. Make "
        "an array of it first, with xp.asarray. This was"
    ) in str(caught.value)


def test_what_is_written_into_arguments_is_compared(local: Local) -> None:
    """An optimizer returns nothing."""
    source = (
        "def f(p):\n    more = 0 if isinstance(p['W'], np.ndarray) else 1\n"
        "    p['W'] += more\n"
    )
    module = local(HEADER + source)
    with pytest.raises(CheckFailed) as caught:
        runs_on_device(lambda: Work(module.f, ({"W": np.zeros(2)},)))

    assert str(caught.value) == (
        'An argument after the call["W"] is not the same on a GPU as with NumPy.\n\n'
        "    expected   0         at [0]\n"
        "    got        1\n"
        "    extent     2 of 2 entries wrong"
    )


@pytest.mark.parametrize(
    ("result", "is_same"),
    [("10**400", True), ("10**400 + isinstance(x, np.ndarray)", False)],
)
def test_whole_numbers_of_any_size_are_compared(
    local: Local, result: str, is_same: object
) -> None:
    """NumPy has no dtype for them."""
    work = Work(local(f"{HEADER}def f(x):\n    return {result}\n").f, (np.zeros(3),))
    told = ""
    try:
        runs_on_device(lambda: work)
    except CheckFailed as failed:
        told = str(failed)

    assert is_same is not ("The result is not the same on a GPU as with NumPy." in told)
