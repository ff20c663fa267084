"""slopes are written into reshape(-1) of a transposed array

`reshape(-1)` shares its numbers with an array that lies in order, and is a copy where
it does not.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    grad = np.zeros_like(point)
    places = grad.reshape(-1)
    for i, index in enumerate(np.ndindex(x.shape)):
        up, down = point.copy(), point.copy()
        up[index] += h
        down[index] -= h
        places[i] = (f(up) - f(down)) / (2 * h)
    return grad
