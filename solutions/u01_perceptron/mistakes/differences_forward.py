"""the difference is taken on one side only

It is off by h times half the second derivative. Central differences are off by h^2.
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
        grad[index] = (f(up) - base) / h
    return grad
