"""backward_is_of_latest_forward: what is said of a choice that never comes again."""

import numpy as np
import pytest

from grader.checks import backward_is_of_latest_forward
from grader.errors import CheckFailed
from tests.checks.conftest import Start

SOURCE = """
import numpy as np

class FirstChoice:
    def __init__(self):
        self.params, self.grads, self.kept = {}, {}, None

    def forward(self, x, train=True):
        self.train = train
        if self.kept is None:
            self.kept = x > 0
        return np.where(x > 0, x, 0.0) if train else x

    def backward(self, dout):
        return np.where(self.kept, dout, 0.0) if self.train else dout
"""
X = np.array([[1.0, -2.0, 3.0]])


def test_a_first_choice_that_stays_is_told_with_its_mode(local: Start) -> None:
    """In the other mode nothing is needed, and so nothing is wrong."""
    make = local(SOURCE).FirstChoice

    with pytest.raises(CheckFailed) as caught:
        backward_is_of_latest_forward(make, at=X, upstream=X, earlier=-X, train=True)

    assert caught.value.findings[0].text == (
        "With train=True, what backward needs comes from another forward than the "
        "latest: keep it anew in each forward, whatever train is."
    )
