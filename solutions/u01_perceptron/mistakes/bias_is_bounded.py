"""the bias is kept between -10 and 10

A bias may be as large as the sums that it is added to.
"""

EXERCISE = "1.2"
READ = "handout 2.1"


def perceptron(x: Array, w: Array, b: float) -> Bits:
    """Return the answer to each example."""
    return step(x @ w + min(max(b, -10.0), 10.0))
