"""As much of pytest as a suite names, for peers that do not use pytest.

Copied to `pytest.py` in their environments, so that they do not pay for an
import they would not make.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

Test = Callable[..., None]


class Case(NamedTuple):
    """One row of a parametrized test."""

    values: tuple[Any, ...]  # whatever the suite passes


def param(*values: object, **_named: object) -> Case:
    """Return one row."""
    return Case(values)


def fixture(function: Test) -> Test:
    """Mark a function whose result is passed by its name."""
    function.is_fixture = True  # type: ignore[attr-defined]  # read by `cases`
    return function


class mark:  # noqa: N801 - pytest's name
    """The marks a suite uses."""

    @staticmethod
    def exercise(exercise_id: str, **_named: object) -> str:
        """Name the exercise of one row."""
        return exercise_id

    @staticmethod
    def parametrize(
        names: str | Sequence[str], rows: Sequence[object], **_named: object
    ) -> Callable[[Test], Test]:
        """Run the test once for each row."""
        keys = names.split(",") if isinstance(names, str) else list(names)
        keys = [key.strip() for key in keys]

        def decorate(test: Test) -> Test:
            tables = getattr(test, "tables", [])
            test.tables = [*tables, [_row(keys, row) for row in rows]]  # type: ignore[attr-defined]  # read by `cases`
            return test

        return decorate


def _row(keys: list[str], row: object) -> dict[str, object]:
    if isinstance(row, Case):
        values = row.values
    elif len(keys) > 1 and isinstance(row, tuple | list):
        values = tuple(row)
    else:
        values = (row,)
    return dict(zip(keys, values, strict=True))
