"""x is made an array of NumPy's first

np.asarray would fetch x from the GPU. It is an array already: use it as it is.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class Affine:
    """An affine layer with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        x = np.asarray(x)
        self.x_shape = x.shape
        self.rows = x.reshape(x.shape[0], -1)
        return self.rows @ self.params["W"] + self.params["b"]
