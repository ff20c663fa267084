"""the powers are those of 2

The exponents are those of 10, as in 1e-8.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(2.0 ** rng.uniform(low_exp, high_exp))
