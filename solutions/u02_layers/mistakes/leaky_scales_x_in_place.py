"""the forward pass of the LeakyReLU scales x in place

Work on a copy, or make the result with `xp.where`.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class LeakyReLU:
    """A LeakyReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        self.positive = x > 0
        if x.dtype.kind in "iu":
            x = 1.0 * x
        x[~self.positive] *= self.alpha
        return x
