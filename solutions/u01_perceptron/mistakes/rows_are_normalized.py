"""every example is divided by its length

The bias then weighs more for long examples than for short ones.
"""

EXERCISE = "1.2"
READ = "handout 2.1"


def perceptron(x: Array, w: Array, b: float) -> Bits:
    """Return the answer to each example."""
    size = np.sqrt((x * x).sum(axis=-1))
    return step(x @ w / np.where(size > 0, size, 1.0) + b)
