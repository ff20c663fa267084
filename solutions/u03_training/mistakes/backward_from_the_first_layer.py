"""backward goes through the layers in the order of forward

The gradient arrives at the output, so the last layer is the first that it meets.
"""

EXERCISE = "3.4"
READ = "handout 4.1"


class Sequential:
    def backward(self, dout: Array) -> Array:
        for layer in self.layers:
            dout = layer.backward(dout)
        self.grads = _by_place([layer.grads for layer in self.layers])
        return dout
