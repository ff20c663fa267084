"""the ELU bends the left side of x itself

x belongs to the caller. Work on a copy, or make the result with `xp.where`.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class ELU:
    """An ELU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x > 0
        y = x if x.dtype.kind == "f" else 1.0 * x
        y[~self.positive] = self.alpha * xp.expm1(y[~self.positive])
        self.y = y
        return y
