"""the exponent is returned

The number is 10 to the power of it.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(rng.uniform(low_exp, high_exp))
