"""the difference is averaged

One wrong entry among a thousand would hardly show.
"""

EXERCISE = "1.8"
READ = "handout 6.3"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    size = np.abs(analytic).max() + np.abs(numeric).max()
    return float(np.abs(analytic - numeric).mean() / max(1e-8, size))
