"""the output is added up in zeros of NumPy's

np.zeros makes an array in the computer's own memory, and what is on a GPU cannot be
added to it. The formula makes the array that it needs.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class Affine:
    """An affine layer with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        self.x_shape = x.shape
        self.rows = x.reshape(x.shape[0], -1)
        weighed = self.rows @ self.params["W"]
        out: Array = np.zeros(weighed.shape, weighed.dtype)
        out += weighed
        out += self.params["b"]
        return out
