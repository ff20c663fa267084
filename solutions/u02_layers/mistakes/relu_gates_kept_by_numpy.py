"""the gates are kept as an array of NumPy's

np.array would fetch the gates from the GPU, and one that is in the computer's own
memory cannot open dout there. x > 0 is an array already.
"""

EXERCISE = "2.11"
READ = "handout 5.5"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        out: Array = xp.where(x > 0, x, 0.0)
        self.positive = np.array(x > 0)
        return out
