"""the backward pass of the ReLU writes its zeros into dout

The array belongs to the caller, who may hand the same gradient to another layer.
"""

EXERCISE = "2.8"
READ = "handout 5.2"


class ReLU:
    """A ReLU with one mistake."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient for x."""
        dout[~self.positive] = 0
        return dout
