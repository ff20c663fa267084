"""A reference is certified more finely than any of its checks can see."""

import re
from pathlib import Path

import pytest

from tests.authoring.proving import UNIT, copied, edit, proof

BACKWARD = 'return dout * self.params["gamma"]'
FORWARD = 'return self.params["gamma"] * x'
NUMBER = r"-?\d\.\d+"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the course, for a test to break."""
    return copied(tmp_path)


def test_an_error_that_differences_cannot_see_is_found(root: Path) -> None:
    """Students would be held against a formula that is a little wrong."""
    reference = root / "solutions" / UNIT / "scale.py"
    edit(reference, BACKWARD, f"{BACKWARD} * (1 + 1e-7)")

    _, lines = proof(root)

    assert "2 of 2 mistakes caught; 2 gradings" in lines[2]
    assert "reference 100, stub 0;" in lines[2]  # its own checks see nothing
    assert re.fullmatch(
        "u01_scale: reference: not certified by small_gradient \\(open\\) of 1.2: "
        f"backward gives {NUMBER} at dx\\[\\d, \\d\\], and extrapolated differences of "
        f"forward give {NUMBER}: an error of 1.0e-07 of the largest entry, where "
        "1e-09 is allowed.",
        lines[0],
    )
    assert lines[1].startswith(
        "u01_scale: reference: not certified by gradient_is_the_derivative_of_forward "
        "(hidden) of 1.2: "
    )


@pytest.mark.parametrize(
    "forward",
    ["np.abs(x) * np.where(x > 0, 1, -1)", "np.asarray(x.tolist(), float)"],
    ids=["another derivative", "no complex numbers"],
)
def test_code_that_takes_no_complex_numbers_is_certified_by_differences(
    root: Path, forward: str
) -> None:
    """The weaker method is counted apart, so that an author knows."""
    reference = root / "solutions" / UNIT / "scale.py"
    edit(reference, FORWARD, f'return self.params["gamma"] * ({forward})')

    _, lines = proof(root)

    assert re.fullmatch(
        r"u01_scale: [0-2] gradients certified by complex step.*, [2-4] by "
        r"extrapolated differences \(largest error \de-1\d\)\. 0 examples .*",
        lines[-2],
    )


def test_a_layer_of_the_suite_is_passed_over(root: Path) -> None:
    """There is no reference for it; the author reads how many there are."""
    suite = root / "solutions" / UNIT / "test_scale.py"
    edit(suite, "close, exercise, gradient", "close, exercise, gradient, support")
    edit(
        suite,
        "    layer = student.Scale(rng.normal(2.0, 1.0, size=5))\n\n    gradient(",
        "    gradient(layer, at=rng.normal(size=5), upstream=rng.normal(size=5))\n"
        "    layer = student.Scale(rng.normal(2.0, 1.0, size=5))\n\n    gradient(",
    )
    edit(
        suite,
        "    gradient(layer, at=rng.normal(size=5)",
        '    source = "import numpy as np\\nclass One:\\n'
        "    params, grads = {}, {}\\n    forward = lambda self, x, train: 1 * x\\n"
        '    backward = lambda self, dout: 1 * dout\\n"\n'
        '    layer = support(student, "one", source).One()\n'
        "    gradient(layer, at=rng.normal(size=5)",
    )

    _, lines = proof(root)

    assert "; 1 passed over." in lines[-2]
