"""the output is filled into an array of NumPy's, side by side

np.empty makes an array in the computer's own memory, and what is on a GPU cannot be put
into it. xp.where puts two sides together.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))
        y: Array = np.empty(z.shape, z.dtype)
        y[x < 0] = (z / (1 + z))[x < 0]
        y[x >= 0] = (1 / (1 + z))[x >= 0]
        self.y = y
        return y
