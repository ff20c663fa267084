"""the forward pass of the ReLU writes its zeros into x

The array belongs to the caller, who may still need it: in a residual network the same x
goes on along a second path.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class ReLU:
    """A ReLU with one mistake."""

    def forward(self, x: Array, train: bool = True) -> Array:
        """Return the output."""
        self.positive = x > 0
        x[~self.positive] = 0
        return 1.0 * x
