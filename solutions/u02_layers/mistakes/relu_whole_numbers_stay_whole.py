"""whole numbers leave the ReLU as whole numbers

The next layer would compute in whole numbers too, and in bytes 200 + 100 is 44.
"""

EXERCISE = "2.9"
READ = "handout 5.3"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        self.positive = x > 0
        return x * self.positive
