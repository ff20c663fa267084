"""When two submissions answered a check alike."""

import numpy as np
import pytest

from grader.errors import CheckFailed, NameMissing, StudentError, StudentException
from grader.judge.traces import Trace, alike
from grader.sandbox.messages import Ref, Returned, Value
from grader.sandbox.workerline import Reply

WRONG = CheckFailed("dx is off.")
ARRAY = np.array([1.0, -2.0, 1e-3])
LINE_3 = StudentException("ValueError", ("ValueError",), "no", 3, "a.py:3")
LINE_9 = StudentException("ValueError", ("ValueError",), "never", 9, "a.py:9")
TYPE = StudentException("TypeError", ("TypeError",), "no", 3, "a.py:3")


def trace(*replies: Reply, error: StudentError | None = WRONG) -> Trace:
    """Return a run of a check that failed, unless another end is given."""
    return Trace(error, replies)


def test_rounding_is_no_difference() -> None:
    """The same formula in another order differs in the last digits."""
    left, right = Returned(ARRAY), Returned(ARRAY * (1 + 1e-14) + 1e-17)

    assert alike(trace(left), trace(right))


@pytest.mark.parametrize(
    "other",
    [
        ARRAY * (1 + 1e-7),
        ARRAY + np.array([0.0, 0.0, 1e-8]),
        ARRAY.astype(np.float32),
        ARRAY[None],
        np.array([1.0, -2.0, np.nan]),
        [1.0, -2.0, 1e-3],
        None,
    ],
    ids=["factor", "entry", "dtype", "shape", "nan", "list", "nothing"],
)
def test_other_numbers_are_a_difference(other: Value) -> None:
    """Another formula is another mistake."""
    assert not alike(trace(Returned(ARRAY)), trace(Returned(other)))
    assert not alike(trace(Returned(other)), trace(Returned(ARRAY)))


@pytest.mark.parametrize(
    "value",
    [(1.5, [2, "a"]), {"W": ARRAY, "b": 2.0}, np.array([np.nan, np.inf]), True],
    ids=["nested", "dict", "not finite", "truth"],
)
def test_every_kind_of_value_is_equal_to_itself(value: Value) -> None:
    """Numbers travel in containers, and some are not finite."""
    assert alike(trace(Returned(value)), trace(Returned(value)))


def test_objects_are_not_compared() -> None:
    """What a style names its objects, and when it is asked for one, says nothing."""
    left = trace(Returned(Ref(3, "Cache")), Returned(ARRAY))

    assert alike(left, trace(Returned(ARRAY)))


def test_what_a_call_changed_counts() -> None:
    """Code that writes into its input is told by what it wrote."""
    left, right = Returned(1.0, arrays=[(0, ARRAY)]), Returned(1.0)

    assert not alike(trace(left), trace(right))


def test_warnings_count_without_their_line() -> None:
    """The line of a warning is a matter of style."""
    left = Returned(1.0, warned=["overflow in exp at a.py:3"])
    right = Returned(1.0, warned=["overflow in exp at a.py:9"])

    assert alike(trace(left), trace(right))
    assert not alike(trace(left), trace(Returned(1.0)))


@pytest.mark.parametrize(
    ("other", "expected"),
    [(LINE_9, True), (TYPE, False), (Returned(ARRAY), False)],
    ids=["another line", "another kind", "a value"],
)
def test_exceptions_count_by_kind(other: Reply, *, expected: bool) -> None:
    """Words and lines of an exception are a matter of style."""
    assert alike(trace(LINE_3), trace(other)) is expected


def test_a_missing_name_counts_by_its_text() -> None:
    """Two names that are missing are two mistakes."""
    left = NameMissing("Adam has no 'update'")

    assert alike(trace(left), trace(NameMissing("Adam has no 'update'")))
    assert not alike(trace(left), trace(NameMissing("SGD has no 'update'")))


def test_the_end_of_the_check_counts() -> None:
    """One that passes is not one that fails."""
    assert not alike(trace(error=None), trace())


def test_a_shorter_run_is_another_run() -> None:
    """A check that ended early says less."""
    one = Returned(ARRAY)

    assert not alike(trace(one), trace(one, one))
