"""the number itself is uniform

Nine tenths of such numbers lie in the last decade.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(rng.uniform(10.0**low_exp, 10.0**high_exp))
