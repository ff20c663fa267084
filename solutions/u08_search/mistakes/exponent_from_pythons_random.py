"""the exponent comes from Python's random

rng has no say then, so nobody can repeat the run.
"""

import random

EXERCISE = "8.9"
READ = "handout 5.1"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:  # noqa: ARG001
    """Return the number."""
    return float(10.0 ** random.uniform(low_exp, high_exp))  # noqa: S311
