"""The wall-clock seconds that an exercise may use."""

from collections.abc import Callable

from grader.errors import CallTimeout
from grader.sandbox.client import Clock
from grader.sandbox.messages import Returned


class Budget:
    """The wall-clock seconds that one exercise has left."""

    def __init__(self, limit_s: float, clock: Clock) -> None:
        """Start with `limit_s` seconds."""
        self.limit_s = limit_s
        self.left_s = limit_s
        self._clock = clock

    def spend(self, act: Callable[[float], Returned], call_s: float) -> Returned:
        """Do `act` with a time limit and take what it used from the budget.

        Raises:
            CallTimeout: the budget is used up.
        """
        if self.left_s <= 0:
            msg = f"the exercise as a whole did not finish within {self.limit_s:.3g} s"
            raise CallTimeout(msg)
        start = self._clock()
        try:
            return act(min(call_s, self.left_s))
        finally:
            self.left_s -= self._clock() - start
