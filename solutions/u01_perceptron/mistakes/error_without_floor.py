"""nothing keeps the denominator above zero

Two gradients of zeros are equal, and 0 / 0 is no number.
"""

EXERCISE = "1.8"
READ = "handout 6.3"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    size = np.abs(analytic).max() + np.abs(numeric).max()
    return float(np.abs(analytic - numeric).max() / size)
