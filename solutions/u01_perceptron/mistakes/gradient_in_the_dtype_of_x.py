"""x is copied as it is

In whole numbers 3 + 0.00001 is 3 again, and in float32 five of h's digits are lost.
"""

EXERCISE = "1.9"
READ = "handout 8.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] = up[index] + h
        down[index] = down[index] - h
        grad[index] = (f(up) - f(down)) / (2 * h)
    return grad
