"""h is 0.01 where none is given

The default stands in the signature of the stub.
"""

EXERCISE = "1.7"
READ = "handout 6.2"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-2) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)

    for index in np.ndindex(x.shape):
        up, down = point.copy(), point.copy()
        up[index] += h
        down[index] -= h
        grad[index] = (f(up) - f(down)) / (2 * h)
    return grad
