"""the exponent is the mean of two draws

It is then near the middle more often than near the ends.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    exponent = (rng.uniform(low_exp, high_exp) + rng.uniform(low_exp, high_exp)) / 2
    return float(10.0**exponent)
