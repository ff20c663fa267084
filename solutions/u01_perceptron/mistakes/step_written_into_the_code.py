"""h is 1e-5 whatever was given

Use the h that was passed in.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:  # noqa: ARG001
    """Return the measured gradient."""
    point = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)

    for index in np.ndindex(x.shape):
        up, down = point.copy(), point.copy()
        up[index] += 1e-5
        down[index] -= 1e-5
        grad[index] = (f(up) - f(down)) / 2e-5
    return grad
