"""The numbers of a wrong gradient travel with its failure, to be drawn."""

import pytest

from grader.checks import gradient
from grader.errors import CheckFailed
from tests.checks.conftest import Start
from tests.checks.test_gradients import DOUT, SOURCE, B, W, X


def test_the_wrong_leaf_travels_with_the_failure(submission: Start) -> None:
    """Every number of it, so that the one wrong entry can be pointed at."""
    layer = submission(SOURCE).WrongW(W, B)

    with pytest.raises(CheckFailed) as caught:
        gradient(layer, at=X, upstream=DOUT)

    found = caught.value.comparison
    assert found is not None
    right = (X.T @ DOUT).reshape(-1)
    assert ['grads["W"]', (2, 3), (0, 1, 2, 3, 4, 5), (5,)] == [
        found.name,
        found.shape,
        found.places,
        found.wrong,
    ]
    assert pytest.approx(right, abs=1e-4) == found.expected
    assert pytest.approx([*right[:5], right[5] + 0.5], abs=1e-4) == found.got
