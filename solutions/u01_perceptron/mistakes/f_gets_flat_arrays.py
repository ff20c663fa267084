"""f is called with a flat array

f expects what x is: give the copy the shape of x before each call.
"""

EXERCISE = "1.7"
READ = "handout 6.1"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    flat = np.array(x, dtype=np.float64).reshape(-1)
    grad = np.zeros(flat.shape)
    for i in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad.reshape(x.shape)
