"""the number is chosen from twenty

That is a grid again: most numbers of the range can never come.
"""

EXERCISE = "8.3"
READ = "handout 3.2"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return float(rng.choice(np.logspace(low_exp, high_exp, 20)))
