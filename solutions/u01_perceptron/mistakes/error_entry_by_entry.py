"""every entry is divided by its own size

Near zero that is noise over noise. Take the three maxima first.
"""

EXERCISE = "1.8"
READ = "handout 6.3"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    gap = np.abs(analytic - numeric)
    size = np.abs(analytic) + np.abs(numeric)
    return float((gap / np.maximum(1e-8, size)).max())
