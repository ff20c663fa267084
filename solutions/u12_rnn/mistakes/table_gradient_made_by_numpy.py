"""the gradient of the table is made by NumPy

xp.zeros_like makes it where W is.
"""

EXERCISE = "12.12"
READ = "handout 6.4"


class Embedding:
    def backward(self, dout: Array) -> None:
        xp = array_namespace(dout)
        grad = np.zeros(self.params["W"].shape, dtype=self.params["W"].dtype)
        xp.add.at(grad, self.indices, dout)
        self.grads["W"] = grad
