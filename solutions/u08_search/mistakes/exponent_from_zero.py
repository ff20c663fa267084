"""the exponent is drawn from 0 to high_exp

It begins at low_exp.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:  # noqa: ARG001
    """Return the number."""
    return float(10.0 ** (high_exp * rng.random()))
