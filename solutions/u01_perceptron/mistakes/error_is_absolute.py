"""the difference is not divided

0.001 is much for a gradient of 0.01 and nothing for one of 1000.
"""

EXERCISE = "1.8"
READ = "handout 6.3"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    return float(np.abs(analytic - numeric).max())
