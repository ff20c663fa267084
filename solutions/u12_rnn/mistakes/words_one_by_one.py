"""the gradients of the words are added one after the other

NumPy adds them all in one call, repeated words included.
"""

EXERCISE = "12.11"
READ = "handout 6.3"


class Embedding:
    def backward(self, dout: Array) -> None:
        xp = array_namespace(dout)
        grad = xp.zeros_like(self.params["W"])
        for row, gradients in zip(self.indices, dout, strict=True):
            xp.add.at(grad, row, gradients)
        self.grads["W"] = grad
