"""all entries are moved at once

That is the slope in one direction. Each entry has a slope of its own.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    return np.full(x.shape, (f(point + h) - f(point - h)) / (2 * h))
