"""the ReLU looks at one entry after the other, through np.vectorize

np.vectorize calls a Python function for each entry: it is a loop with another name.
"""

EXERCISE = "2.10"
READ = "handout 5.4"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return max(x, 0) of every entry."""
        x = x if x.dtype.kind == "f" else 1.0 * x
        self.positive = x > 0
        out: Array = np.vectorize(lambda number: max(number, 0.0), [x.dtype])(x)
        return out
