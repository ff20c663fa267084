"""the draw has a size, so an array comes back

Leave the size out, and one number is drawn.
"""

EXERCISE = "8.11"
READ = "handout 5.3"


def log_uniform(low_exp: float, high_exp: float, rng: Rng) -> float:
    """Return the number."""
    return 10.0 ** rng.uniform(low_exp, high_exp, 1)
