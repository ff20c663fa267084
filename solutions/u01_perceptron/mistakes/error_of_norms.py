"""sizes are roots of sums of squares

The formula of this course has the largest entries.
"""

EXERCISE = "1.8"
READ = "handout 6.3"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    size = np.sqrt((analytic**2).sum()) + np.sqrt((numeric**2).sum())
    return float(np.sqrt(((analytic - numeric) ** 2).sum()) / max(1e-8, size))
