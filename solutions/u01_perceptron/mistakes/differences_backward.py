"""the difference is taken below x only

Go up by h as well: what is wrong on both sides then cancels.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    base = f(point)
    for index in np.ndindex(x.shape):
        up, down = point.copy(), point.copy()
        up[index] += h
        down[index] -= h
        grad[index] = (base - f(down)) / h
    return grad
