"""the weighted sum is taken feature by feature

A sum over products is a matrix product.
"""

EXERCISE = "1.12"
READ = "handout 8.4"


def perceptron(x: Array, w: Array, b: float) -> Bits:
    """Return the answer to each example."""
    total = b
    for d in range(len(w)):
        total = total + x[..., d] * w[d]
    return step(np.asarray(total))
