"""Grade the submission in this folder with gradescope-utils."""

import unittest
from collections.abc import Callable
from pathlib import Path

from cases import cases
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner


def suite() -> unittest.TestSuite:
    """Return a test case whose methods are our checks."""
    methods = {name: _method(name, run) for name, run in cases()}
    kind = type("Checks", (unittest.TestCase,), methods)
    return unittest.defaultTestLoader.loadTestsFromTestCase(kind)


def _method(name: str, run: Callable[[], None]) -> Callable[[unittest.TestCase], None]:
    def method(_self: unittest.TestCase) -> None:
        run()

    method.__doc__ = name
    return weight(1)(method)  # type: ignore[no-any-return]  # the package has no types


if __name__ == "__main__":
    with Path("report.json").open("w") as report:
        JSONTestRunner(visibility="visible", stream=report).run(suite())
