"""Python's random is seeded by a draw of rng

Whoever else draws from it is thrown back: draw from rng itself.
"""

import random

EXERCISE = "8.9"
READ = "handout 5.1"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    random.seed(int(rng.integers(1 << 32)))
    return float(10.0 ** random.uniform(low_exp, high_exp))  # noqa: S311
