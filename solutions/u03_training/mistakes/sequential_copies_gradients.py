"""the network holds copies of the layers' gradients

Whoever scales net.grads wants to find them scaled in the layers, and copies cost time.
"""

EXERCISE = "3.10"
READ = "handout 4.2"


class Sequential:
    def backward(self, dout: Array) -> Array:
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        collected = _by_place([layer.grads for layer in self.layers])
        self.grads = {name: array.copy() for name, array in collected.items()}
        return dout
