"""log_uniform seeds a generator of its own

Then every learning rate is the same one. The generator that is given goes on.
"""

EXERCISE = "8.9"
READ = "handout 5.1"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:  # noqa: ARG001
    """Return the number."""
    return float(10.0 ** np.random.default_rng(1).uniform(low_exp, high_exp))
