"""quiet: what it says that a warning of NumPy's means."""

import pytest

from grader.checks import quiet
from grader.errors import CheckFailed, Finding
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

def overflow():
    return np.exp(np.array([1000.0]))

def divide():
    return np.array([1.0]) / 0

def invalid():
    return np.array([0.0]) / 0
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "overflow",
            (
                "A number became too large to hold: take no exp or power of large "
                "numbers. exp(-abs(x)) never overflows, nor exp after subtracting "
                "the maximum."
            ),
        ),
        (
            "divide",
            (
                "Something is divided by 0, or the logarithm of 0 is taken: think of "
                "what must come out there, and compute it without the 0."
            ),
        ),
        (
            "invalid",
            (
                "Something without a value is computed: 0/0, as by a sum in which "
                "every number has become 0, inf - inf, or the root or logarithm of a "
                "negative number. np.where computes both of its sides before it "
                "chooses."
            ),
        ),
    ],
)
def test_quiet_says_what_a_warning_means(walled: Start, name: str, text: str) -> None:
    """By its kind."""
    student = walled(SOURCE)

    with pytest.raises(CheckFailed) as caught, quiet(student):
        getattr(student, name)()

    assert (Finding(f"warned:{name}", text),) == caught.value.findings
