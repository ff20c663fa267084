"""The fixtures that suites ask for, in the judge and under plain pytest alike."""

from types import ModuleType

import numpy as np
import pytest

from grader.judge.bench import Bench
from grader.sandbox.session import Module

BENCH = pytest.StashKey[Bench]()


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Module:
    """The submission's module; what is called on it runs in a worker."""
    return request.config.stash[BENCH].student(request.node)


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """A generator of its own for every check, from the course's seed."""
    return request.config.stash[BENCH].rng(request.node)


@pytest.fixture
def reference(request: pytest.FixtureRequest) -> ModuleType:
    """The reference solution, in this trusted process; hidden suites only."""
    return request.config.stash[BENCH].reference(request.node)
