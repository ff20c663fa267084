"""the exponent comes from np.random

That generator belongs to the whole program, and rng has no say.
"""

EXERCISE = "8.9"
READ = "handout 5.1"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:  # noqa: ARG001
    """Return the number."""
    return float(10.0 ** np.random.uniform(low_exp, high_exp))
