"""the ELU takes the exponential on the right side too

`xp.where` computes both branches, also for entries where it throws the result away.
"""

EXERCISE = "2.7"
READ = "handout 5.1"


class ELU:
    """An ELU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x > 0
        y: Array = xp.where(self.positive, x, self.alpha * (xp.exp(1.0 * x) - 1))
        self.y = y
        return y
