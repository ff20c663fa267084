"""backward returns dout as it came

Where the gate was shut the output did not depend on x, so no gradient may pass.
"""

EXERCISE = "2.4"
READ = "handout 3.2"


class ReLU:
    """A ReLU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        return 1.0 * dout
