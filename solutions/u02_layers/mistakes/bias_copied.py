"""params["b"] is a copy, and forward reads the given b

The optimizer edits what is in params; forward would see it by luck only.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class Affine:
    """An affine layer with one mistake."""

    def __init__(self, W: Array, b: Array) -> None:  # noqa: N803 - as in the formulas
        self.params = {"W": W, "b": b.copy()}
        self.grads = {"W": 0 * W, "b": 0 * b}
        self.bias = b

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        self.x_shape = x.shape
        self.rows = x.reshape(x.shape[0], -1)
        return self.rows @ self.params["W"] + self.bias
