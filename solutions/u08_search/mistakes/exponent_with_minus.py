"""the exponent gets a minus of its own

The exponents that are given have their signs already.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(10.0 ** -rng.uniform(low_exp, high_exp))
