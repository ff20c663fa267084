"""One check once more: of any module, from any seed, without a report."""

from collections.abc import Callable, Mapping, Sequence
from types import ModuleType

import pytest

from grader.errors import CheckFailed, StudentError
from grader.judge.bench import Bench, Laid
from grader.judge.items import Item
from grader.judge.settings import FreshWorker
from grader.judge.traces import Trace
from grader.model import Unit

Lay = Callable[[Unit, bytes], Laid]


class Rerunner:
    """Runs checks beside the submission in hand, in workers of their own."""

    def __init__(
        self,
        items: Mapping[pytest.Item, Item],
        references: Callable[[str], ModuleType],
        lay: Lay,
    ) -> None:
        """Prepare to rerun these checks.

        Args:
            items: what each collected test is.
            references: gives a unit's reference module.
            lay: lays a module out for a unit's checks.
        """
        self._items = items
        self._lay = lay
        self._bench = Bench(items, references, FreshWorker.UNIT)

    def traces(
        self, tests: Sequence[pytest.Item], source: bytes, seed: int
    ) -> dict[pytest.Item, Trace]:
        """Return how a module does in some checks of one unit, one after the other.

        A check with fixtures of its own is passed over: it needs pytest.
        """
        if not tests:
            return {}
        unit = self._items[tests[0]].unit
        laid = self._lay(unit, source)
        self._bench.lay({unit.id: laid}, seed)
        found = {}
        try:
            for test in tests:
                trace = self._trace(test, laid)
                if trace is not None:
                    found[test] = trace
        finally:
            self._bench.clear()
        return found

    def _trace(self, test: pytest.Item, laid: Laid) -> Trace | None:
        arguments = self._bench.arguments(test)
        if arguments is None or not isinstance(test, pytest.Function):
            return None
        exercise = self._items[test].exercise
        laid.session.begin_exercise(exercise.id, exercise.may_loop_over)
        laid.session.begin_check()
        error: StudentError | None = None
        try:
            test.obj(**arguments)
            laid.session.settle()
        except StudentError as found:
            error = found
        except AssertionError as found:
            error = CheckFailed(str(found))
        return Trace(error, laid.session.replies, laid.session.called)
