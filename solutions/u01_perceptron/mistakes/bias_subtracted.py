"""the bias is subtracted

Some books write x w > threshold. Here the bias is added, and is minus that threshold.
"""

EXERCISE = "1.2"
READ = "handout 2.1"


def perceptron(x: Array, w: Array, b: float) -> Bits:
    """Return the answer to each example."""
    return step(x @ w - b)
