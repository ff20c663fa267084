"""How the suite made an object, kept so that it can be made again."""

import msgspec
import numpy as np

from grader.sandbox.messages import Value

MAX_HISTORY = 16  # calls that a gradient check will repeat on a fresh object


class Made(msgspec.Struct):
    """How the suite made an object, for making it again.

    Attributes:
        owner: the handle on the module that has the class.
        path: the class, from the module.
        args: copies of the positional arguments.
        kwargs: copies of the keyword arguments.
        history: the calls made on it since, None once there were too many.
    """

    owner: Value
    path: list[str | int]
    args: list[Value]
    kwargs: dict[str, Value]
    history: list[tuple[list[str | int], list[Value], dict[str, Value]]] | None

    def note(
        self, path: list[str | int], args: list[Value], kwargs: dict[str, Value]
    ) -> None:
        """Remember one more call on the object."""
        if self.history is None:
            return
        if len(self.history) >= MAX_HISTORY:
            self.history = None
        else:
            self.history.append((path, args, kwargs))


def copied(value: Value) -> Value:
    """Return `value` with its arrays and containers copied."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)(copied(item) for item in value)
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return value
