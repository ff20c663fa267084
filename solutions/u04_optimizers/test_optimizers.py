"""Hidden checks of unit 4: six steps of each optimizer, and the care around them.

Expected values come from closed forms (weighted sums over all the steps),
never from a second copy of the update rules. Every check draws keys of its own,
so that a memory kept on the class spoils the checks that look for it alone.
"""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from grader.checks import (
    Student,
    close,
    exercise,
    fetch,
    quiet,
    require,
    resident,
)

Array = NDArray[np.floating]
Arrays = dict[str, Array]
Path = Callable[..., Array]

EXAGGERATED = {  # the defaults hide a misplaced eps and a swapped rate
    "SGD": {"lr": 0.3},
    "Momentum": {"lr": 0.3, "momentum": 0.7},
    "AdaGrad": {"lr": 0.3, "eps": 0.4},
    "RMSProp": {"lr": 0.3, "decay_rate": 0.8, "eps": 0.4},
    "Adam": {"lr": 0.3, "beta1": 0.8, "beta2": 0.6, "eps": 0.4},
}
STATEFUL = ("Momentum", "AdaGrad", "RMSProp", "Adam")
every_optimizer = pytest.mark.parametrize("name", list(EXAGGERATED))
every_memory = pytest.mark.parametrize("name", STATEFUL)
SCALE_RTOL = 1e-4  # eps = 1e-8 beside a root of 0.05 changes a step by 2e-7


# --- helpers -----------------------------------------------------------------
