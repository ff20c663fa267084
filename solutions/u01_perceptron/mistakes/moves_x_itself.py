"""the entries of x itself are moved, and moved back

x may be read-only, and f may look at x as well. Move the entries of a copy.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Return the measured gradient."""
    grad = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + h
        high = f(np.array(x, dtype=np.float64))
        x[index] = kept - h
        low = f(np.array(x, dtype=np.float64))
        x[index] = kept
        grad[index] = (high - low) / (2 * h)
    return grad
