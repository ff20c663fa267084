"""the size of the measured gradient is left out

Divide by the sum of both, so that it makes no difference which is which.
"""

EXERCISE = "1.8"
READ = "handout 6.3"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    size = np.abs(analytic).max()
    return float(np.abs(analytic - numeric).max() / max(1e-8, size))
