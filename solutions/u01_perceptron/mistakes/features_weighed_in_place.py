"""the examples are multiplied by the weights in place

`np.asarray` makes no copy where the dtype is right already, so `x *= w` writes into the
caller's examples.
"""

EXERCISE = "1.10"
READ = "handout 8.2"


def perceptron(x: Array, w: Array, b: float) -> Bits:
    """Return the answer to each example."""
    x = np.asarray(x, dtype=np.float64)
    x *= w
    return step(x.sum(axis=-1) + b)
