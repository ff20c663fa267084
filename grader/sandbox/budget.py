"""The wall-clock seconds that an exercise may use."""

from collections.abc import Callable

from grader.errors import CallTimeout
from grader.sandbox.client import Clock
from grader.sandbox.messages import Returned
from grader.sandbox.starving import Extension, Queue


class Budget:
    """The wall-clock seconds that one exercise has left."""

    def __init__(self, limit_s: float, clock: Clock) -> None:
        """Start with `limit_s` seconds."""
        self.limit_s = limit_s
        self.left_s = limit_s
        self._clock = clock
        self._extension = Extension(limit_s)

    def spend(
        self, act: Callable[[float], Returned], call_s: float, queue: Queue
    ) -> Returned:
        """Do `act` with a time limit and take what it used from the budget.

        Args:
            act: takes the limit.
            call_s: the limit, where as much is left.
            queue: how long the process that acts waits for a processor.

        Raises:
            CallTimeout: the budget is used up.
        """
        left_s = self._extension.left(self.left_s, queue)
        if left_s <= 0:
            msg = f"the exercise as a whole did not finish within {self.limit_s:.3g} s"
            raise CallTimeout(msg)
        start, limit_s = self._clock(), min(call_s, left_s)
        try:
            return act(limit_s)
        finally:  # what it took beyond its limit, it waited
            self.left_s -= min(limit_s, self._clock() - start)
