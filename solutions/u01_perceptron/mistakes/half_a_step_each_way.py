"""each point is h / 2 away

The points are x - h and x + h.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)

    for index in np.ndindex(x.shape):
        up, down = point.copy(), point.copy()
        up[index] += h / 2
        down[index] -= h / 2
        grad[index] = (f(up) - f(down)) / h
    return grad
