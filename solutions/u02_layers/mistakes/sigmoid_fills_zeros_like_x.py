"""the two sides of the sigmoid are put into `zeros_like(x)`

Where x holds whole numbers, so do those zeros, and every fraction is cut off to 0. Make
them like 1.0 * x, or use `xp.where`.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        z = xp.exp(xp.where(x < 0, 1.0 * x, -1.0 * x))
        y: Array = xp.zeros_like(x)
        y[x < 0] = (z / (1 + z))[x < 0]
        y[x >= 0] = (1 / (1 + z))[x >= 0]
        self.y = y
        return y
