"""the left side of the ELU is written into a copy of x

A copy of whole numbers holds whole numbers, and cuts off what you write into it. 1.0 *
x is a copy, too, and in float64 for whole numbers.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class ELU:
    """An ELU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x > 0
        y = x.copy()
        y[~self.positive] = self.alpha * xp.expm1(1.0 * x[~self.positive])
        self.y = y
        return y
