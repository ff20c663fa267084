"""the rows that backward needs are kept in float32

Forward is right, but the gradient of W has seven digits only.
"""

EXERCISE = "2.2"
READ = "handout 5.3"


class Affine:
    """An affine layer with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        self.x_shape = x.shape
        rows = x.reshape(x.shape[0], -1)
        self.rows = rows.astype("float32")
        return rows @ self.params["W"] + self.params["b"]
