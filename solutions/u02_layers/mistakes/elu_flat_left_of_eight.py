"""the ELU is clipped on the left

e^x cannot overflow where x is negative, so nothing has to be cut off there.
"""

EXERCISE = "2.6"
READ = "handout 3.4"


class ELU:
    """An ELU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        xp = array_namespace(x)
        self.positive = x > 0
        falling = xp.clip(xp.where(self.positive, 0.0, x), -8.0, 0.0)
        y: Array = xp.where(self.positive, x, self.alpha * xp.expm1(falling))
        self.y = y
        return y
