"""the perceptron takes one example after the other

x @ w is (N,), the sums of all examples in one call.
"""

EXERCISE = "1.12"
READ = "handout 8.4"


def perceptron(x: Array, w: Array, b: float) -> Bits:
    """Return the answer to each example."""
    if x.ndim == 1:
        return step(x @ w + b)
    return np.array([1 if row @ w + b > 0 else 0 for row in x])
