"""the absolute values are written into the gradients

`out=` names the array that is written into.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def gradient_error(analytic: Array, numeric: Array) -> float:
    """Return how far apart they are."""
    gap = np.abs(analytic - numeric).max()
    if analytic.ndim:
        np.abs(analytic, out=analytic)
    return float(gap / max(1e-8, np.abs(analytic).max() + np.abs(numeric).max()))
