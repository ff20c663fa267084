"""The fixtures of our suites, as a teacher would write them for plain pytest."""

import types
import zlib

import numpy as np
import pytest
import reference as reference_module
import solution


def pytest_configure(config: pytest.Config) -> None:
    """Know the marker of our suites."""
    config.addinivalue_line("markers", "exercise(id, weight): what a check judges")


@pytest.fixture
def student() -> types.ModuleType:
    """Return the submission."""
    module: types.ModuleType = solution
    return module


@pytest.fixture
def reference() -> types.ModuleType:
    """Return the reference."""
    module: types.ModuleType = reference_module
    return module


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> np.random.Generator:
    """Return a generator seeded for the check."""
    return np.random.default_rng(zlib.crc32(request.node.originalname.encode()))
