"""the output is kept as a copy, made by np.array

np.array would fetch the numbers from the GPU. Nobody writes into your output between
the two passes, so keep it itself; a copy that stays there is y.copy().
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))
        upper = 1 / (1 + z)
        y: Array = xp.where(x < 0, z * upper, upper)
        self.y = np.array(y)
        return y
