"""each entry stays where it was moved to

With the next entry, two are away from x.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        point[index] += h
        high = f(point.copy())
        point[index] -= 2 * h
        grad[index] = (high - f(point.copy())) / (2 * h)
    return grad
