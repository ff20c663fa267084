"""the powers are those of e

np.exp knows e only; here the base is 10.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(np.exp(rng.uniform(low_exp, high_exp)))
