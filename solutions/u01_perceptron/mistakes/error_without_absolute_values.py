"""the largest numbers are taken, not the largest sizes

-5 is larger in size than 3.
"""

EXERCISE = "1.8"
READ = "handout 6.3"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    size = analytic.max() + numeric.max()
    return float((analytic - numeric).max() / max(1e-8, size))
