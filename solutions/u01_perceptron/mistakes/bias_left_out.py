"""the bias is not added

Without b the line always runs through the origin.
"""

EXERCISE = "1.2"
READ = "handout 2.1"


def perceptron(x: Array, w: Array, b: float) -> Bits:  # noqa: ARG001 - the mistake
    """Return the answer to each example."""
    return step(x @ w)
