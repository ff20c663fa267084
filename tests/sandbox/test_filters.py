"""The shipped seccomp filters are those that libseccomp makes from the rules."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from grader.sandbox import walls

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """The development-time tool."""
    path = ROOT / "tools" / "make_seccomp_filters.py"
    spec = importlib.util.spec_from_file_location("make_seccomp_filters", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_shipped_filter_is_the_generated_one(
    maker: ModuleType, machine: str
) -> None:
    """A filter that was edited, or rules that were not compiled, are seen."""
    try:
        made = maker.make()
    except OSError as error:
        pytest.skip(f"libseccomp cannot be loaded here: {error}")

    assert made[machine] == (walls.FILTERS / f"{machine}.bpf").read_bytes()


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_a_filter_has_a_place_for_the_workers_pid(machine: str) -> None:
    """It may signal itself and nobody else: kill and tgkill."""
    data = (walls.FILTERS / f"{machine}.bpf").read_bytes()

    assert 0 == len(data) % 8
    assert 1 <= data.count(walls.PID_PLACEHOLDER)
