"""the exponents are whole numbers

Between 0.001 and 0.01 there is then nothing.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(10.0 ** rng.integers(int(low_exp), int(high_exp) + 1))
