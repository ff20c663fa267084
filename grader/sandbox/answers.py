"""What the submission's functions returned in a check, and what they were given.

A failed value is shown beside the call that gave it, so that a student can make
the same call. The returned object itself is the key: equal numbers from another
call are another answer.
"""

import msgspec
import numpy as np

from grader.sandbox.journal import Made
from grader.sandbox.messages import Value

MOST = 16  # answers a check may fail on; a training loop has thousands


class Answer(msgspec.Struct, eq=False):
    """What one call returned.

    Attributes:
        value: the very object that the suite got.
        function: what was called, such as "Affine.forward".
        args: copies of the positional arguments, from before the call.
        kwargs: copies of the keyword arguments.
        maker: how the object was made whose method it is, None for a function or
            where other calls were made on it before.
    """

    value: Value
    function: str
    args: list[Value]
    kwargs: dict[str, Value]
    maker: Made | None = None

    def gave(self, value: Value) -> bool:
        """Whether this is what was returned, an item of it, or a view of it."""
        parts = self.value if isinstance(self.value, tuple) else (self.value,)
        whole = (value, value.base) if isinstance(value, np.ndarray) else (value,)
        return any(
            part is one
            for part in parts
            for one in whole
            if isinstance(part, np.ndarray | float)
        )


def first_of(made: Made | None) -> Made | None:
    """Return how an object was made if one call alone was made on it so far."""
    return made if made is not None and len(made.history or ()) == 1 else None
