"""the hyperbolic tangent is taken of one entry after the other, into a list

A list comprehension is a Python loop: np.tanh takes the whole array at once.
"""

EXERCISE = "2.10"
READ = "handout 5.4"


class Tanh:
    """A Tanh with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the hyperbolic tangent of every entry."""
        x = x if x.dtype.kind == "f" else 1.0 * x
        xp = array_namespace(x)
        entries = [xp.tanh(entry) for entry in xp.reshape(x, (-1,))]
        self.y: Array = xp.reshape(xp.stack(entries), x.shape) if entries else x
        return self.y
