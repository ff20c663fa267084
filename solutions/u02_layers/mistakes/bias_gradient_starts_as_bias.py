"""grads["b"] starts as b itself

Before the first backward, nothing is known of the gradients: they are zeros.
"""

EXERCISE = "2.8"
READ = "handout 1.2"


class Affine:
    """An affine layer with one mistake."""

    def __init__(self, W: Array, b: Array) -> None:  # noqa: N803 - as in the formulas
        self.params = {"W": W, "b": b}
        self.grads = {"W": 0 * W, "b": b}
