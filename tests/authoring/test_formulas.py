"""What a reference is compared with may not come from the reference."""

from pathlib import Path

import numpy as np
import pytest

from grader import checks
from grader.authoring.formulas import independent, noting
from grader.judge.bench import Bench
from grader.sandbox import client
from grader.sandbox.messages import Returned
from tests.authoring.proving import UNIT, copied, edit, proof

KNOWN = "u01_scale: known to be right: 1.2 by certified gradients; "
BY_HAND = "[[2.0, 6.0]]"
ITSELF = "layer.forward(np.array([[1.0, 2.0]]), train=False)"
FORMULA = "expected = gamma * x"
BORROWED = "expected = student.Scale(gamma).forward(x, train=False)"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, whose hidden suite has no formula of its own left."""
    root = copied(tmp_path)
    edit(root / "solutions" / UNIT / "test_scale.py", FORMULA, BORROWED)
    return root


def grounds(root: Path) -> str:
    """Return the line that says what the exercises rest on."""
    _, lines = proof(root)
    return lines[-1]


def in_place() -> list[object]:
    """Return what stands where something is replaced meanwhile."""
    owned = [vars(checks)[name] for name in ("close", "steps", "gradient")]
    return [*owned, vars(client)["claimed"], vars(Bench)["reference"]]


def test_a_number_worked_out_by_hand_is_a_formula(root: Path) -> None:
    """The open check of 1.1 is all that is left of them."""
    assert grounds(root) == (
        KNOWN + "1.1 by independent formulas; 1.3 by comparing the code with itself."
    )


def test_what_comes_from_the_code_or_the_reference_is_none(root: Path) -> None:
    """One check of 1.1 asks for the reference, two compare the code with itself."""
    edit(root / "assignments" / UNIT / "test_scale.py", BY_HAND, ITSELF)

    assert grounds(root) == KNOWN + "1.1, 1.3 by comparing the code with itself."


def test_every_number_that_comes_from_the_module_is_moved() -> None:
    """Too little for any tolerance, enough for the last bits; the rest stays."""
    wide, narrow, counts = np.ones(3), np.ones(3, np.float32), np.arange(3)
    given = Returned([wide, (0.5, {"a": narrow})], [(1, wide)], [(2, [counts, 3, "a"])])

    with noting(moved=True):
        moved = vars(client)["claimed"](given, "scale.py")

    first, (number, named) = moved.value
    found = [first / wide, number / 0.5, named["a"] / narrow, moved.arrays[0][1] / wide]
    assert all(np.all((ratio > 1) & (ratio < 1 + 3e-6)) for ratio in found)
    assert (first.dtype, named["a"].dtype) == (np.float64, np.float32)
    assert moved.containers[0][1][0] is counts
    assert moved.containers[0][1][1:] == [3, "a"]


def test_nothing_is_moved_afterwards() -> None:
    """The next grading in this process is a plain one."""
    usual = in_place()

    with noting(moved=True):
        pass

    assert usual == in_place()


def test_values_are_counted_one_by_one() -> None:
    """Those of a sequence too; one that moves with the code is not counted."""
    with noting() as plain:
        checks.close(1.0, 1.0)
        checks.steps([np.ones(2), np.zeros(2)], [np.ones(2), np.zeros(2)], "w")
    with noting() as moved:
        checks.close(1.0, 1.0)
        checks.steps([np.ones(2), np.ones(2)], [np.ones(2), np.ones(2)], "w")

    assert independent(plain, moved).total() == 2


def test_what_is_compared_in_one_run_only_is_not_counted() -> None:
    """A check may end early when the bits differ; then nothing is known of it."""
    with noting() as plain:
        checks.close(1.0, 1.0)
    with noting() as moved:
        pass

    assert independent(plain, moved).total() == 0
