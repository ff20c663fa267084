"""backward turns the list of layers around

`self.layers.reverse()` changes the list itself, and the next forward goes through it
from its end. `reversed(self.layers)` leaves it as it is.
"""

EXERCISE = "3.4"
READ = "handout 4.1"


class Sequential:
    def backward(self, dout: Array) -> Array:
        """Go back through the layers."""
        self.layers.reverse()
        for layer in self.layers:
            dout = layer.backward(dout)
        self.grads = _by_place([layer.grads for layer in self.layers])
        return dout
