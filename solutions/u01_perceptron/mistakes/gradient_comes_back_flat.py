"""the gradient is flat

A gradient has the shape of what it is the gradient for.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    slopes = []
    for index in np.ndindex(x.shape):
        up, down = point.copy(), point.copy()
        up[index] += h
        down[index] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return np.array(slopes)
