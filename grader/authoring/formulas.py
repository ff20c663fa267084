"""Which values of a reference are held against formulas that owe nothing to it.

A reference cannot be certified by itself. Its suites are run on it twice, and the
second time every number that comes from it is moved by a trifle that no tolerance
sees. An expected value that stays the same to the last bit does not depend on the
reference: it is a formula written a second time, or a number worked out by hand.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from types import ModuleType

import msgspec
import numpy as np
import pytest
from numpy.typing import ArrayLike

from grader import checks
from grader.judge.bench import Bench
from grader.sandbox import client
from grader.sandbox.messages import Reply, Returned, Value
from grader.sandbox.replies import claimed

TRIFLE = 16  # roundings: far below the finest tolerance
NO_TEST = ""  # where something is asked of no check


class Held:
    """Stands for the checks that compare values, and notes what they compare with.

    Attributes:
        expected: the bytes of each expected value, by the check's id.
        borrowed: the checks that ask for the reference itself.
    """

    def __init__(self) -> None:
        """Start with nothing noted."""
        self.expected: dict[str, list[bytes]] = defaultdict(list)
        self.borrowed: set[str] = set()
        self._close = checks.close
        self._steps = checks.steps

    def close(
        self, got: Value, expected: ArrayLike, *args: Value, **kwargs: Value
    ) -> None:
        """Check a value as `checks.close` does."""
        self._note(expected)
        self._close(got, expected, *args, **kwargs)

    def steps(
        self,
        got: Sequence[Value],
        expected: ArrayLike,
        *args: Value,
        **kwargs: Value,
    ) -> None:
        """Check a sequence as `checks.steps` does."""
        for each in np.asarray(expected):
            self._note(each)
        self._steps(got, expected, *args, **kwargs)

    def lending(self) -> Callable[[Bench, pytest.Item], ModuleType]:
        """Return what stands for the method `Bench.reference`."""
        usual = Bench.reference

        def reference(bench: Bench, test: pytest.Item) -> ModuleType:
            self.borrowed.add(test.name.removeprefix("test_"))
            return usual(bench, test)

        return reference

    def _note(self, expected: ArrayLike) -> None:
        self.expected[check_in_hand()].append(np.asarray(expected).tobytes())


@contextmanager
def noting(*, moved: bool = False) -> Iterator[Held]:
    """Let suites that are imported meanwhile tell what they compare with.

    Args:
        moved: whether to move every number that comes from the module, and to
            pass over the checks of gradients.
    """
    held = Held()
    with ExitStack() as stack:
        stack.enter_context(_replaced(checks, "close", held.close))
        stack.enter_context(_replaced(checks, "steps", held.steps))
        stack.enter_context(_replaced(Bench, "reference", held.lending()))
        if moved:
            stack.enter_context(_replaced(checks, "gradient", _passed_over))
            stack.enter_context(_replaced(client, "claimed", _moved_reply))
        yield held


def independent(plain: Held, moved: Held) -> Counter[str]:
    """Return how many expected values of each check owe nothing to the reference.

    What is compared only in one of the two runs does not count: a check that asks
    for the very same bits twice may end early in the second one.
    """
    return Counter(
        {
            check: sum(
                one == other
                for one, other in zip(values, moved.expected[check], strict=False)
            )
            for check, values in plain.expected.items()
            if check not in plain.borrowed
        }
    )


def check_in_hand() -> str:
    """Return the id of the check that pytest is running, NO_TEST if it runs none."""
    _, _, test = os.environ.get("PYTEST_CURRENT_TEST", NO_TEST).partition("::")
    return test.rpartition(" (")[0].removeprefix("test_")


@contextmanager
def _replaced(owner: object, name: str, stand_in: object) -> Iterator[None]:
    usual = getattr(owner, name)
    setattr(owner, name, stand_in)
    try:
        yield
    finally:
        setattr(owner, name, usual)


def _passed_over(*_args: Value, **_kwargs: Value) -> None:
    """Stand for `gradient`, which is certified by other means."""


def _moved_reply(reply: Reply, filename: str) -> Returned:
    """Stand for `claimed`, and give every number a trifle more."""
    returned = claimed(reply, filename)
    return msgspec.structs.replace(
        returned,
        value=_moved(returned.value),
        arrays=[(number, _moved(new)) for number, new in returned.arrays],
        containers=[(number, _moved(new)) for number, new in returned.containers],
    )


def _moved(value: Value) -> Value:
    if isinstance(value, (float, np.floating)):
        return type(value)(value * (1 + TRIFLE * np.finfo(type(value)).eps))
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        factor = 1 + TRIFLE * np.finfo(value.dtype).eps
        return np.asarray(value * factor, value.dtype)
    if isinstance(value, (list, tuple)):
        return type(value)(_moved(item) for item in value)
    if isinstance(value, dict):
        return {key: _moved(item) for key, item in value.items()}
    return value
