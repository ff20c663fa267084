"""the powers are those of 2

Orders of magnitude are powers of 10.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(2.0 ** rng.uniform(low_exp, high_exp))
