"""the sigmoid is taken row by row

A list of rows takes a step of Python for each. The formula holds for the whole array at
once.
"""

EXERCISE = "2.10"
READ = "handout 5.4"


class Sigmoid:
    """A sigmoid with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        rows = []
        for row in x:
            z = xp.exp(xp.where(row < 0, 1.0 * row, -1.0 * row))
            rows.append(xp.where(row < 0, z, 1.0) / (1 + z))
        y: Array = xp.stack(rows)
        self.y = y
        return y
